"""One step back: what this very browser did last, for ten minutes. Kept as keys of rows, never as names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from red_inclusion.core import clock
from red_inclusion.network import actions
from red_inclusion.network.models import AreaLead, Coordinator, Entity, Invitation, Mandate, Seat

KEPT = "coordination_undo"
KEPT_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Step:
    model: type[Model]
    words: Callable[[Any], str]
    back: Callable[[Any, dict, Any], object]


STEPS = {
    "entity_ended": Step(
        Entity,
        lambda entity: _("%(entity)s has left the network.") % {"entity": entity},
        lambda entity, places, actor: actions.reopen_entity(entity, actor=actor, places=places),
    ),
    "entity_merged": Step(
        Entity,
        lambda entity: _("%(former)s is now %(entity)s.") % {"former": entity.former_name, "entity": entity},
        lambda entity, _data, actor: actions.separate_entity(entity, actor=actor),
    ),
    "seat_ended": Step(
        Seat,
        lambda seat: _("%(entity)s is no longer in %(area)s.") % {"entity": seat.entity, "area": seat.area},
        lambda _seat, places, actor: actions.restore_seats(places, actor=actor),
    ),
    "mandate_ended": Step(
        Mandate,
        lambda mandate: (
            _("%(person)s no longer speaks for %(entity)s in %(area)s.")
            % {"person": mandate.person, "entity": mandate.seat.entity, "area": mandate.seat.area}
        ),
        lambda mandate, _data, actor: actions.restore_seats({"seats": [], "mandates": [mandate.pk]}, actor=actor),
    ),
    "lead_ended": Step(
        AreaLead,
        lambda lead: _("%(person)s no longer leads %(area)s.") % {"person": lead.person, "area": lead.area},
        lambda lead, _data, actor: actions.name_lead(lead.area, person=lead.person, actor=actor),
    ),
    "coordinator_ended": Step(
        Coordinator,
        lambda coordinator: _("%(person)s no longer coordinates.") % {"person": coordinator.person},
        lambda coordinator, _data, actor: actions.name_coordinator(coordinator.person, actor=actor),
    ),
    "invitation_withdrawn": Step(
        Invitation,
        lambda invitation: _("The invitation of %(person)s is withdrawn.") % {"person": invitation.name},
        lambda invitation, _data, actor: actions.reinstate_invitation(invitation, actor=actor),
    ),
}


def remember(request: HttpRequest, step: str, subject: Model, *, page: str, data: Any = None) -> None:
    """`page` is where the offer stands, and where she comes back to."""
    kept = {"step": step, "subject": subject.pk, "data": data, "page": page, "at": clock.now().timestamp()}
    request.session[KEPT] = kept


def offer(request: HttpRequest) -> str:
    """What was done, in words; empty where there is nothing to take back on this page."""
    kept = _kept(request)
    if kept is None or kept["page"] != request.path:
        return ""
    subject = _subject(kept)
    return STEPS[kept["step"]].words(subject) if subject else ""


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    kept = _kept(request)
    subject = _subject(kept) if kept else None
    if kept is None or subject is None:
        messages.info(request, _("There is nothing to undo any more."))
        return redirect("network:area_list")
    STEPS[kept["step"]].back(subject, kept["data"], request.user)
    del request.session[KEPT]
    messages.success(request, _("Undone: everything is as before."))
    return redirect(kept["page"])


def _kept(request: HttpRequest) -> dict | None:
    kept = request.session.get(KEPT)
    if not kept or clock.now().timestamp() - kept["at"] > KEPT_FOR.total_seconds():
        return None
    return kept


def _subject(kept: dict) -> Model | None:
    return STEPS[kept["step"]].model._default_manager.filter(pk=kept["subject"]).first()
