"""Writing to the trail, inside the transaction of what it tells."""

from typing import Any

from django.db.models import Model

from . import clock
from .models import AuditEvent


def record(action: str, subject: Model, *, actor: Any, reason: str = "", **data: Any) -> AuditEvent:
    """Record that `actor` did `action` (noun.past_participle) to `subject`; `data` holds ids and field names only."""
    return AuditEvent.objects.create(
        at=clock.now(),
        actor_id=actor.pk,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=subject.pk,
        reason=reason,
        data=data,
    )
