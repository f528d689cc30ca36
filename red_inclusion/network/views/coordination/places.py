"""Who is in an area: its entities with their people, and who leads it. For its leads and for coordination."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from red_inclusion.core.beside import done_beside
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.folding import fold
from red_inclusion.network import actions
from red_inclusion.network.coordination_forms import (
    AddSeatForm,
    GiveMandateForm,
    PersonForm,
    PlacesFilter,
    people_to_choose,
)
from red_inclusion.network.models import Area, AreaLead, Invitation, Mandate, Seat
from red_inclusion.network.policies import can_arrange_area, can_coordinate

from .undoing import offer, remember

PER_PAGE = 30


@require_safe
def area_people(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, _area(request, code))


@require_POST
def seat_add(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    form = AddSeatForm(request.POST, area=area, auto_id="add_%s")
    entity = form.cleaned_data["entity"] if form.is_valid() else None
    if entity and done_beside(form, lambda: actions.add_seat(area, entity=entity, actor=request.user)):
        messages.success(request, _("%(entity)s is in the area. Now its people.") % {"entity": entity})
        return redirect(_url(area))
    return _page(request, area, add=form)


@require_POST
def mandate_give(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    form = GiveMandateForm(request.POST, area=area, people=people_to_choose(), auto_id="give_%s")
    if form.is_valid() and done_beside(form, lambda: actions.give_mandate(actor=request.user, **form.cleaned_data)):
        messages.success(request, _("%(person)s is in the area.") % {"person": form.cleaned_data["person"]})
        return redirect(_url(area))
    return _page(request, area, give=form)


@require_POST
def lead_name(request: HttpRequest, code: str) -> HttpResponse:
    area = _area(request, code)
    form = PersonForm(request.POST, people=people_to_choose(), auto_id="lead_%s")
    person = form.cleaned_data["person"] if form.is_valid() else None
    if person and done_beside(form, lambda: actions.name_lead(area, person=person, actor=request.user)):
        messages.success(request, _("%(person)s leads the area.") % {"person": person})
        return redirect(_url(area))
    return _page(request, area, lead=form)


@require_POST
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _of_visible_area(request, Seat.objects.current().select_related("area"), pk)
    places = actions.end_seat(seat, actor=request.user)
    remember(request, "seat_ended", seat, page=_url(seat.area), data=places)
    return redirect(_url(seat.area))


@require_POST
def mandate_end(request: HttpRequest, pk: int) -> HttpResponse:
    mandates = Mandate.objects.current().select_related("seat__area")
    mandate = _of_visible_area(request, mandates, pk, "seat__area")
    actions.end_mandate(mandate, actor=request.user)
    remember(request, "mandate_ended", mandate, page=_url(mandate.seat.area))
    return redirect(_url(mandate.seat.area))


@require_POST
def lead_end(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _of_visible_area(request, AreaLead.objects.current().select_related("area"), pk)
    actions.end_lead(lead, actor=request.user)
    remember(request, "lead_ended", lead, page=_url(lead.area))
    return redirect(_url(lead.area))


def _area(request: HttpRequest, code: str) -> Area:
    area = get_object_or_404(Area.objects.visible_to(request.user), code=code)
    if not can_arrange_area(request.standing, area.pk):
        raise NotAllowed("not_yours", _("Only the area lead or network coordination can do this. Ask them."))
    return area


def _of_visible_area(request: HttpRequest, rows, pk: int, area: str = "area"):
    readable = Area.objects.visible_to(request.user).values("pk")
    row = get_object_or_404(rows.filter(**{f"{area}__in": readable}), pk=pk)
    _area(request, (row.seat.area if area != "area" else row.area).code)
    return row


def _url(area: Area) -> str:
    return reverse("network:area_people", args=[area.code])


def _page(request: HttpRequest, area: Area, **bound) -> HttpResponse:
    """`bound` holds the form that was not taken, with what it said."""
    filters = PlacesFilter(request.GET)
    page = Paginator(_seats(area, filters.wanted().get("q") or ""), PER_PAGE).get_page(request.GET.get("page"))
    invitations = Invitation.objects.visible_to(request.user).pending().filter(seats__area=area)
    people = people_to_choose()
    context = {
        "area": area,
        "filter_form": filters,
        "page_obj": page,
        "leads": AreaLead.objects.current().filter(area=area).select_related("person").order_by("person__name"),
        "coordinates": can_coordinate(request.standing),
        "invited": invitations.distinct().count(),
        "add": AddSeatForm(area=area, auto_id="add_%s"),
        "give": GiveMandateForm(area=area, people=people, auto_id="give_%s"),
        "lead": PersonForm(people=people, auto_id="lead_%s"),
        "undo": offer(request),
        **bound,
    }
    return render(request, "network/coordination/area_people.html", context)


def _seats(area: Area, words: str):
    now = Mandate.objects.current().select_related("person").order_by("person__name", "pk")
    found = Seat.objects.current().filter(area=area).select_related("entity")
    people = now.filter(seat__area=area).values_list("seat", "person__name") if words else ()
    for word in fold(words).split():
        theirs = [seat for seat, name in people if word in fold(name)]
        found = found.filter(Q(entity__folded__contains=word) | Q(pk__in=theirs))
    return found.prefetch_related(Prefetch("mandates", queryset=now, to_attr="mandates_now")).order_by(
        "entity__name", "pk"
    )
