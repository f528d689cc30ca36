from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from red_inclusion.network.asking import whom_to_ask
from red_inclusion.network.entity_sections import sections_of
from red_inclusion.network.enums import VOTING_KINDS
from red_inclusion.network.forms import SORTS, EntityFilterForm
from red_inclusion.network.models import Area, Entity, Mandate, Resource
from red_inclusion.network.policies import can_read_network, can_see_people, can_tend_resources
from red_inclusion.network.standing import Standing

PER_PAGE = 30
RESOURCES_SHOWN = 6


@dataclass(frozen=True)
class AreaOfEntity:
    """`people` are the mandates of its people in the area; `reads`: whoever looks may enter the area."""

    area: Area
    people: list[Mandate]
    reads: bool


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Her areas, which she enters; the others by name only, so that she knows what the network works on."""
    if not can_read_network(request.standing):
        return render(request, "network/no_place.html", {"whom_to_ask": whom_to_ask(request.user)})
    mine = Area.objects.visible_to(request.user).with_counts()
    others = Area.objects.exclude(pk__in=mine.values("pk")).with_counts()
    return render(request, "network/area_list.html", {"areas": mine, "others": others})


@require_safe
def entity_list(request: HttpRequest) -> HttpResponse:
    if not can_read_network(request.standing):
        return render(request, "network/no_place.html", {"whom_to_ask": whom_to_ask(request.user)})
    form = EntityFilterForm(request.GET)
    page = Paginator(_wanted_entities(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": form, "filters_active": form.is_active, "page_obj": page}
    return render(request, "network/entity_list.html", context)


def _wanted_entities(wanted: dict):
    found = Entity.objects.active().search(wanted.get("q", ""))
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("area"):
        found = found.in_area(wanted["area"])
    return found.with_areas().order_by(SORTS[wanted.get("sort") or "name"], "name")


@require_safe
def entity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    if not can_read_network(request.standing):
        raise Http404
    entity = get_object_or_404(Entity.objects.with_areas().select_related("operated_by"), pk=pk)
    if entity.merged_into_id:
        return redirect(entity)
    mandates = Mandate.objects.current().filter(seat__entity=entity).select_related("person", "seat__area")
    people = mandates.order_by("seat__area__name", "person__name", "pk")
    resources = Resource.objects.visible_to(request.user).in_force().offered_by(entity)
    context = {
        "entity": entity,
        "people": people,
        "areas": _areas_of(entity, people, request.standing),
        "resources": resources.select_related("entity")[:RESOURCES_SHOWN],
        "resource_count": resources.count(),
        "may_tend": can_tend_resources(request.standing, entity.pk),
        "sections": sections_of(entity, request.user),
        "voting_kinds": VOTING_KINDS,
        "sees_people": can_see_people(request.standing, entity.current_seats),
    }
    return render(request, "network/entity_detail.html", context)


def _areas_of(entity: Entity, people: Iterable[Mandate], standing: Standing) -> list[AreaOfEntity]:
    return [
        AreaOfEntity(
            area=seat.area,
            people=[mandate for mandate in people if mandate.seat_id == seat.pk],
            reads=standing.reads(seat.area_id),
        )
        for seat in entity.current_seats
    ]
