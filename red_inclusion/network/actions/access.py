"""«Ya no trabaja aquí»: all of a person's mandates of one entity end together, and can be given again.

Locks: the invitations to her, as whoever accepts one takes it first; then her own row.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network import notifications, policies
from red_inclusion.network.models import Entity, Invitation, Mandate
from red_inclusion.network.standing import standing_of

from .arranging import end_mandate, put_on_seat
from .invitations import withdraw_invitation

REASON = "no_longer_works_here"


@transaction.atomic
def end_access(person: User, *, entity: Entity, actor: User) -> list[Mandate]:
    """End those mandates that `actor` may end, withdraw those invitations to her that `actor` may withdraw, and tell
    the leads; what she invited others to goes with them."""
    invitations = _waiting_for(person, entity)
    # Two colleagues who say so at once queue here: the second finds nothing left.
    User.objects.select_for_update().get(pk=person.pk)
    mandates = Mandate.objects.current().filter(person=person, seat__entity=entity).select_related("seat__area")
    standing = standing_of(actor)
    hers = [mandate for mandate in mandates if policies.can_end_mandate(standing, mandate)]
    if not hers:
        raise NotAllowed("not_yours", _("Her access has ended already, or it is for the area lead to end it."))
    for invitation in invitations:
        if policies.can_manage_invitation(standing, invitation, invitation.seats_now):
            withdraw_invitation(invitation, actor=actor)
    ended = [end_mandate(mandate, actor=actor, reason=REASON) for mandate in hers]
    audit.record("access.ended", person, actor=actor, entity=entity.pk, mandates=[mandate.pk for mandate in ended])
    seats = [mandate.seat for mandate in hers]
    notifications.tell_leads("access_ended", person.name, entity=entity, seats=seats, actor=actor)
    return ended


@transaction.atomic
def restore_access(person: User, *, entity: Entity, mandates: list[Mandate], actor: User) -> list[Mandate]:
    """Undo: what ended today is given again, by the same hand. The mandates that ended stay ended, and invitations that
    were withdrawn with them stay withdrawn."""
    User.objects.select_for_update().get(pk=person.pk)
    today, standing = clock.today(), standing_of(actor)
    restored = []
    for mandate in mandates:
        if (mandate.person_id, mandate.seat.entity_id, mandate.until) != (person.pk, entity.pk, today):
            continue
        if Mandate.objects.filter(seat=mandate.seat, person=person, until=None).exists():
            continue
        if not policies.can_end_mandate(standing, mandate):
            raise NotAllowed("not_yours", _("Only the area lead or network coordination can do this. Ask them."))
        restored.append(put_on_seat(mandate.seat, person=person, kind=mandate.kind, actor=actor))
    if not restored:
        raise DomainError("nothing_to_undo", _("There is nothing to undo: invite her again."))
    audit.record("access.restored", person, actor=actor, entity=entity.pk, mandates=[each.pk for each in restored])
    notifications.tell_leads(
        "access_restored", person.name, entity=entity, seats=[each.seat for each in restored], actor=actor
    )
    return restored


def _waiting_for(person: User, entity: Entity) -> list[Invitation]:
    """Hers that nobody has answered, those to a duplicate of the entity too."""
    its = Entity.objects.standing_for([entity.pk])
    pending = Invitation.objects.pending().filter(email__iexact=person.email, entity__in=its)
    return list(pending.select_for_update(of=("self",)).select_related("entity").order_by("pk"))
