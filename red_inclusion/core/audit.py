"""Writing to the trail, inside the transaction of what it tells."""

from typing import Any

from django.db.models import Model

from . import clock
from .models import AuditEvent
from .personal_data import holding
from .triggers import WITHDRAWN
from .words import Words


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


def reason_of(subject: Model, action: str) -> str:
    """Of the last time it was done to `subject`; "" where there is none, or none any more."""
    events = AuditEvent.objects.filter(object_type=subject._meta.label_lower, object_id=subject.pk, action=action)
    return events.exclude(reason=WITHDRAWN).values_list("reason", flat=True).last() or ""


def withdraw_reasons(words: Words) -> int:
    """Reasons are the only words of the trail: those that hold `words` go, the rest of their lines stays."""
    found = holding(AuditEvent.objects.exclude(reason=""), ["reason"], words).values_list("pk", "reason")
    gone = [pk for pk, reason in found if words.are_in(reason)]
    return AuditEvent.objects.filter(pk__in=gone).update(reason=WITHDRAWN) if gone else 0
