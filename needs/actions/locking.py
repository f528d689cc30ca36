"""How every action begins and ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from needs import policies
from needs.models import Need
from needs.signals import need_changed
from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.actors import System
from red_inclusion.core.errors import NotAllowed
from red_inclusion.network.standing import standing_of

Actor = User | System


def locked(need: Need) -> Need:
    """Fresh and held until the commit: two who decide on one need's state queue here."""
    return Need.objects.select_for_update().get(pk=need.pk)


def ask(allowed: bool, message: Any = "") -> None:
    if not allowed:
        raise NotAllowed("not_allowed", message or _("Only the lead of the area does this."))


def locked_for_lead(need: Need, actor: Actor) -> Need:
    need = locked(need)
    ask(policies.can_run_needs(standing_of(actor), need.area_id))
    return need


def write(need: Need, verb: str, *fields: str, actor: Actor, **event: Any) -> Need:
    """Save what changed, record it, tell the others."""
    need.changed_at = clock.now()
    need.save(update_fields=[*fields, "changed_at"])
    tell(need, verb, actor=actor, **event)
    return need


def tell(need: Need, verb: str, *, actor: Actor, **event: Any) -> None:
    audit.record(f"need.{verb}", need, actor=actor, **event)
    need_id = need.pk
    transaction.on_commit(lambda: need_changed.send_robust(sender=Need, need_id=need_id))
