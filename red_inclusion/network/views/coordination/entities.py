from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from red_inclusion.core.beside import done_beside
from red_inclusion.core.marks import stale
from red_inclusion.network import actions
from red_inclusion.network.coordination_forms import AddAreaForm, EntitiesFilter, EntityForm, MergeForm, NewEntityForm
from red_inclusion.network.models import Entity, Seat

from .gate import for_coordination
from .undoing import offer, remember

PER_PAGE = 30
SORTS = {"": "name", "-name": "-name", "people": "people_count", "newest": "-active_since"}
LIST = "network:coordination_entities"


@require_safe
@for_coordination
def entity_list(request: HttpRequest) -> HttpResponse:
    form = EntitiesFilter(request.GET)
    page = Paginator(_wanted(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": form, "page_obj": page, "undo": offer(request)}
    return render(request, "network/coordination/entity_list.html", context)


def _wanted(wanted: dict):
    found = Entity.objects.in_state(wanted.get("state") or "").search(wanted.get("q") or "")
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if wanted.get("area"):
        found = found.in_area(wanted["area"])
    found = found.with_areas().with_people_count().select_related("merged_into")
    return found.order_by(SORTS[wanted.get("sort") or ""], "name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def entity_create(request: HttpRequest) -> HttpResponse:
    form = NewEntityForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done_beside(form, lambda: _admitted(request, dict(form.cleaned_data))):
        return redirect(LIST)
    return render(request, "network/coordination/entity_create.html", {"form": form})


def _admitted(request: HttpRequest, said: dict) -> None:
    areas = said.pop("areas", [])
    entity = actions.admit_entity(actor=request.user, areas=areas, **said)
    messages.success(request, _("%(entity)s is in the network.") % {"entity": entity})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def entity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entity = _entity(pk)
    form = EntityForm.of(entity, request.POST if request.method == "POST" else None)
    if form.is_valid() and done_beside(form, lambda: _edited(request, entity, form)):
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return _edit_page(request, pk, form)


def _edited(request: HttpRequest, entity: Entity, form: EntityForm) -> None:
    actions.edit_entity(entity, actor=request.user, seen=request.POST.get("seen"), **form.cleaned_data)


def _edit_page(request: HttpRequest, pk: int, form: EntityForm, add: AddAreaForm | None = None) -> HttpResponse:
    entity = _entity(pk)
    seats = Seat.objects.current().filter(entity=entity).select_related("area").order_by("area__name")
    context = {
        "entity": entity,
        "form": form,
        "add": add or AddAreaForm(entity=entity, auto_id="add_%s"),
        "seats": seats,
        "duplicates": entity.duplicates.order_by("former_name"),
        "is_active": Entity.objects.active().filter(pk=entity.pk).exists(),
        "undo": offer(request),
        **stale(request, actions.entity_mark(entity), form, EntityForm.of(entity)),
    }
    return render(request, "network/coordination/entity_edit.html", context)


@require_POST
@for_coordination
def entity_area_add(request: HttpRequest, pk: int) -> HttpResponse:
    entity = _entity(pk)
    add = AddAreaForm(request.POST, entity=entity, auto_id="add_%s")
    if not add.is_valid():
        return _edit_page(request, pk, EntityForm.of(entity), add)
    actions.add_seat(add.cleaned_data["area"], entity=entity, actor=request.user)
    return redirect("network:coordination_entity", pk)


@require_POST
@for_coordination
def entity_end(request: HttpRequest, pk: int) -> HttpResponse:
    entity = _entity(pk)
    places = actions.end_entity(entity, actor=request.user)
    page = reverse("network:coordination_entity", args=[pk])
    remember(request, "entity_ended", entity, page=page, data=places)
    return redirect(page)


@require_POST
@for_coordination
def entity_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    entity = actions.reopen_entity(_entity(pk), actor=request.user)
    messages.success(request, _("%(entity)s is in the network again.") % {"entity": entity})
    return redirect("network:coordination_entity", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def entity_merge(request: HttpRequest, pk: int) -> HttpResponse:
    entity = _entity(pk)
    form = MergeForm(request.POST if request.method == "POST" else None, entity=entity)
    if form.is_valid() and done_beside(form, lambda: _merged(request, entity, form.cleaned_data["into"])):
        return redirect("network:coordination_entity", form.cleaned_data["into"].pk)
    return render(request, "network/coordination/entity_merge.html", {"entity": entity, "form": form})


def _merged(request: HttpRequest, entity: Entity, into: Entity) -> None:
    actions.merge_entity(entity, into=into, actor=request.user)
    remember(request, "entity_merged", entity, page=reverse("network:coordination_entity", args=[into.pk]))


@require_POST
@for_coordination
def entity_separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a duplicate, long after it was merged."""
    entity = actions.separate_entity(get_object_or_404(Entity, pk=pk), actor=request.user)
    messages.success(request, _("%(entity)s is an entity of its own again.") % {"entity": entity})
    return redirect("network:coordination_entity", pk)


def _entity(pk: int) -> Entity:
    return get_object_or_404(Entity.objects.own().select_related("operated_by"), pk=pk)
