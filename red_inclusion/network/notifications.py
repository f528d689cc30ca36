"""What the network writes to people: an invitation, and to the leads who came and who left."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from red_inclusion.accounts.models import User
from red_inclusion.notifications import kinds
from red_inclusion.notifications.actions import queue_mail
from red_inclusion.notifications.models import Mail

from .models import AreaLead, Entity, Invitation, Seat

UNDELIVERED = "mail_undelivered"


def register() -> None:
    kinds.register(
        kinds.Kind(
            UNDELIVERED,
            gettext_lazy("A mail could not be delivered (coordination)"),
            words=lambda args: _("A mail to %(to)s could not be delivered. Check the address with her entity.") % args,
            details=lambda args: [args["subject"]],
        )
    )


def link_of(token: str) -> str:
    return settings.PUBLIC_ORIGIN + reverse("network:invitation", args=[token])


def mail_invitation(invitation: Invitation, token: str, seats: Iterable[Seat]) -> Mail | None:
    context = {
        "name": invitation.name,
        "inviter": invitation.invited_by.name,
        "entity": invitation.entity.name,
        "areas": [seat.area.name for seat in seats],
        "link": link_of(token),
        "until": invitation.expires_at,
    }
    return queue_mail("invitation", to=invitation.email, language=invitation.language, context=context)


def tell_inviter(invitation: Invitation) -> None:
    """She who holds an invitation that ran out asks for another."""
    inviter = invitation.invited_by
    context = {
        "name": inviter.name,
        "who": invitation.name,
        "entity": invitation.entity.name,
        "link": people_link(invitation.entity),
    }
    queue_mail("invitation_wanted", to=inviter.email, language=inviter.language, context=context, person=inviter)


def tell_leads(kind: str, who: str, *, entity: Entity, seats: Iterable[Seat], actor: User) -> None:
    """Those who lead one of these areas, each once and about hers; not the one who did it herself."""
    areas = {seat.area_id: seat.area for seat in seats}
    leads = AreaLead.objects.current().filter(area__in=areas, person__is_active=True).select_related("person")
    theirs: dict[User, list[str]] = {}
    for lead in leads.exclude(person=actor):
        theirs.setdefault(lead.person, []).append(areas[lead.area_id].name)
    for person, names in theirs.items():
        context = {
            "name": person.name,
            "who": who,
            "actor": actor.name,
            "entity": entity.name,
            "areas": names,
            "link": people_link(entity),
        }
        queue_mail(kind, to=person.email, language=person.language, context=context, person=person)


def people_link(entity: Entity) -> str:
    return settings.PUBLIC_ORIGIN + reverse("network:entity_people", args=[entity.pk])
