"""What the network writes to people: an invitation, and to the leads who came and who left."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from red_inclusion.accounts.models import User
from red_inclusion.core import links
from red_inclusion.core.actors import SYSTEM
from red_inclusion.notifications import kinds
from red_inclusion.notifications.actions import notify, queue_mail
from red_inclusion.notifications.models import Mail

from .models import AreaLead, Coordinator, Entity, ErasureRequest, Invitation, Resource, Seat

INVITATION = "invitation"
UNDELIVERED = "mail_undelivered"
ERASURE_ASKED = "erasure_asked"
ASKED_WHETHER_THEY_HOLD = "resources_asked"
CHECK_LINK = "check_resources"


def register() -> None:
    kinds.keep_no_words_of(INVITATION)
    kinds.register(
        kinds.Kind(
            UNDELIVERED,
            gettext_lazy("A mail could not be delivered (coordination)"),
            words=lambda args: _("A mail to %(to)s could not be delivered. Check the address with her entity.") % args,
            details=lambda args: [args["subject"]],
        )
    )
    kinds.register(
        kinds.Kind(
            ERASURE_ASKED,
            gettext_lazy("Somebody asks that her personal data be erased (coordination)"),
            words=lambda args: _("Somebody asks that her personal data be erased. There is a month to do it."),
            waits=True,
            optional=False,
        )
    )
    kinds.register(
        kinds.Kind(
            ASKED_WHETHER_THEY_HOLD,
            gettext_lazy("My entity is asked whether its resources still hold (twice a year)"),
            words=_hold_words,
            details=_hold_details,
            links=_hold_links,
            is_mine=True,
            waits=True,
        )
    )


def tell_erasure_asked(request: ErasureRequest, *, actor: User) -> None:
    """Without her name: a notice is kept, and she asks to be forgotten."""
    coordinators = Coordinator.objects.current().select_related("person")
    people: list[User] = [coordinator.person for coordinator in coordinators]
    notify(ERASURE_ASKED, people, target=request, actor=actor, path=reverse("network:personal_data"))


def _hold_words(args) -> str:
    return ngettext(
        "Does this resource of %(entity)s still hold?",
        "Do these resources of %(entity)s still hold?",
        len(args["names"]),
    ) % {"entity": args["entity"]}


def _hold_details(args) -> list[str]:
    return [", ".join(args["names"])]


def _hold_links(notice) -> list[kinds.Action]:
    """One that answers without signing in, while she speaks for the entity."""
    entity = Entity.objects.filter(pk=notice.target_id).first()
    path = entity and links.link_path(CHECK_LINK, person=notice.person, subject=entity)
    return [kinds.Action(_("Answer without signing in (this link is only for you)"), path)] if path else []


def ask_whether_they_hold(entity: Entity, resources: Iterable[Resource], *, people: Iterable[User]) -> None:
    args = {"entity": entity.name, "names": [resource.name for resource in resources]}
    path = reverse("network:resource_check", args=[entity.pk])
    notify(ASKED_WHETHER_THEY_HOLD, people, target=entity, actor=SYSTEM, args=args, path=path)


def link_of(token: str) -> str:
    return settings.PUBLIC_ORIGIN + reverse("network:invitation", args=[token])


def mail_invitation(
    invitation: Invitation, token: str, seats: Iterable[Seat], *, head: Mapping[str, Any] | None = None
) -> Mail | None:
    """Under a key of the invitation and of this link of it, by which `mails_of` finds it."""
    context = {
        "name": invitation.name,
        "inviter": invitation.invited_by.name,
        "entity": invitation.entity.name,
        "areas": [seat.area.name for seat in seats],
        "link": link_of(token),
        "until": invitation.expires_at,
    }
    return queue_mail(
        INVITATION,
        to=invitation.email,
        language=invitation.language,
        context=context,
        key=f"{_key_of(invitation)}{invitation.token_hash[:16]}",
        head=head,
    )


def mails_of(invitation: Invitation) -> QuerySet[Mail]:
    return Mail.objects.filter(key__startswith=_key_of(invitation))


def _key_of(invitation: Invitation) -> str:
    return f"{INVITATION}.{invitation.pk}."


def tell_invitation_wanted(invitation: Invitation, people: Iterable[User]) -> None:
    """She who holds an invitation that ran out asks for another."""
    for person in people:
        context = {
            "name": person.name,
            "who": invitation.name,
            "entity": invitation.entity.name,
            "link": people_link(invitation.entity),
        }
        queue_mail("invitation_wanted", to=person.email, language=person.language, context=context, person=person)


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
    return settings.PUBLIC_ORIGIN + reverse("network:entity_people", args=[entity.stands_for])
