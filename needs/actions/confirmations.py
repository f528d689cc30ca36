"""«También lo detectamos», in the name of an entity."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from needs import policies
from needs.models import Confirmation, Need
from red_inclusion.accounts.models import User
from red_inclusion.core.errors import DomainError
from red_inclusion.network.models import Entity
from red_inclusion.network.standing import standing_of

from .locking import ask, locked, tell


@transaction.atomic
def confirm_need(need: Need, *, entity: Entity, actor: User) -> Confirmation:
    """Once per entity: confirming again changes nothing."""
    need = _locked_for(need, entity, actor)
    if not need.is_open:
        message = _("This need is no longer open. If you still meet it, log it again.")
        raise DomainError("need_not_open", message)
    if known := _of(need, entity).first():
        return known
    confirmation = need.confirmations.create(entity=entity, author=actor)
    tell(need, "confirmed", actor=actor, entity=entity.pk)
    return confirmation


@transaction.atomic
def withdraw_confirmation(need: Need, *, entity: Entity, actor: User) -> None:
    need = _locked_for(need, entity, actor)
    deleted, _rows = _of(need, entity).delete()
    if deleted:
        tell(need, "confirmation_withdrawn", actor=actor, entity=entity.pk)


def _of(need: Need, entity: Entity) -> QuerySet[Confirmation]:
    """Its own, and those of a duplicate that was merged into it."""
    return need.confirmations.filter(entity__in=Entity.objects.standing_for([entity.pk]).values("pk"))


def _locked_for(need: Need, entity: Entity, actor: User) -> Need:
    need = locked(need)
    message = _("Needs are confirmed for another entity that you represent.")
    ask(policies.can_confirm_need(standing_of(actor), need, entity.pk), message)
    return need
