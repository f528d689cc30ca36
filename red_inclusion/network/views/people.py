"""The people of an entity: who is in, who is invited, who no longer works there."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.errors import NotAllowed
from red_inclusion.network import actions
from red_inclusion.network.models import Entity, Invitation, Mandate, Seat
from red_inclusion.network.policies import can_end_mandate, can_manage_invitation, can_read_network, can_see_people

UNDO = "ended_access"  # in the session: of whom and which mandates, for as long as it can be undone
UNDO_FOR = timedelta(minutes=10)


@dataclass
class Colleague:
    person: User
    mandates: list[Mandate] = field(default_factory=list)
    may_end: bool = False


@require_safe
def my_people(request: HttpRequest) -> HttpResponse:
    """Of her own entity; who answers for several chooses one."""
    entities = entities_of(request.standing)
    if not entities:
        return redirect("network:entity_list")
    if len(entities) == 1:
        return redirect("network:entity_people", entities[0].pk)
    return render(request, "network/choose_entity.html", {"entities": entities, "inviting": False})


@require_safe
def entity_people(request: HttpRequest, pk: int) -> HttpResponse:
    entity, seats = entity_of_people(request, pk)
    if entity.pk != pk:
        return redirect("network:entity_people", entity.pk)
    context = {
        "entity": entity,
        "colleagues": _colleagues(request, entity),
        "invitations": _invitations(request, entity),
        "may_invite": bool(seats),
        "undo": _undoable(request, entity),
    }
    return render(request, "network/entity_people.html", context)


@require_POST
def access_end(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    entity, _seats = entity_of_people(request, pk)
    in_entity = Mandate.objects.current().filter(seat__entity=entity)
    colleague = get_object_or_404(User.objects.filter(pk__in=in_entity.values("person")), pk=person)
    ended = actions.end_access(colleague, entity=entity, actor=request.user)
    request.session[UNDO] = {
        "entity": entity.pk,
        "person": colleague.pk,
        "mandates": [mandate.pk for mandate in ended],
        "at": clock.now().timestamp(),
    }
    return redirect(entity_url(entity))


@require_POST
def access_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what this very browser ended a moment ago."""
    entity, _seats = entity_of_people(request, pk)
    kept = _kept(request, entity)
    if kept is None:
        messages.info(request, _("There is nothing to undo: invite her again."))
        return redirect(entity_url(entity))
    person = get_object_or_404(User, pk=kept["person"])
    mandates = list(Mandate.objects.filter(pk__in=kept["mandates"]).select_related("seat__area"))
    actions.restore_access(person, entity=entity, mandates=mandates, actor=request.user)
    del request.session[UNDO]
    messages.success(request, _("%(name)s is in again, as before.") % {"name": person.name})
    return redirect(entity_url(entity))


def entity_of_people(request: HttpRequest, pk: int) -> tuple[Entity, list[Seat]]:
    """The entity and its seats, for whoever may look after its people. Of a duplicate, the entity it stands for."""
    if not can_read_network(request.standing):
        raise Http404
    entity = get_object_or_404(Entity.objects.select_related("merged_into"), pk=pk)
    entity = entity.merged_into or entity
    seats = list(Seat.objects.that_hold().filter(entity=entity).select_related("area").order_by("area__name"))
    if not can_see_people(request.standing, seats):
        raise NotAllowed(
            "not_your_entity", _("This is for the people of the entity. Ask one of them, or the area lead.")
        )
    return entity, seats


def entities_of(standing) -> list[Entity]:
    """Those whose people she may look after."""
    if standing.coordinates:
        return list(Entity.objects.active())
    seats = Seat.objects.that_hold()
    mine = seats.filter(area__in=standing.led_area_ids) | seats.filter(pk__in=standing.voting_seat_ids)
    return list(Entity.objects.filter(pk__in=mine.values("entity")))


def entity_url(entity: Entity) -> str:
    return f"{entity.get_absolute_url()}people/"


def _colleagues(request: HttpRequest, entity: Entity) -> list[Colleague]:
    mandates = Mandate.objects.current().filter(seat__entity=entity).select_related("person", "seat__area")
    found: dict[int, Colleague] = {}
    for mandate in mandates.order_by("person__name", "person", "seat__area__name"):
        colleague = found.setdefault(mandate.person_id, Colleague(mandate.person))
        colleague.mandates.append(mandate)
        ends = can_end_mandate(request.standing, mandate) and mandate.person_id != request.user.pk
        colleague.may_end = colleague.may_end or ends
    return list(found.values())


def _invitations(request: HttpRequest, entity: Entity) -> list[Invitation]:
    """Those that wait, to a duplicate of the entity too, each with `may_manage`."""
    its = Entity.objects.standing_for([entity.pk])
    rows = Invitation.objects.visible_to(request.user).pending().filter(entity__in=its)
    found = list(rows.select_related("invited_by").prefetch_related("seats__area"))
    held = {seat.area_id: seat for seat in Seat.objects.current().filter(entity=entity)} if found else {}
    for invitation in found:
        seats = list(invitation.seats.all())
        if invitation.entity_id != entity.pk:
            seats = [held[seat.area_id] for seat in seats if seat.area_id in held]
        invitation.may_manage = can_manage_invitation(request.standing, invitation, seats)
    return found


def _kept(request: HttpRequest, entity: Entity) -> dict | None:
    kept = request.session.get(UNDO)
    if not kept or kept["entity"] != entity.pk or clock.now().timestamp() - kept["at"] > UNDO_FOR.total_seconds():
        return None
    return kept


def _undoable(request: HttpRequest, entity: Entity) -> User | None:
    kept = _kept(request, entity)
    return User.objects.filter(pk=kept["person"]).first() if kept else None
