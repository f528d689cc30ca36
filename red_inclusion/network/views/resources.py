"""The directory of resources: what each entity offers, for whom, how to get it, and whether it still holds."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from red_inclusion.core.beside import done_beside
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.marks import stale
from red_inclusion.network import actions
from red_inclusion.network.asking import whom_to_ask
from red_inclusion.network.models import Entity, Resource
from red_inclusion.network.personal_links import check_resources
from red_inclusion.network.policies import can_coordinate, can_read_network, can_tend_resources
from red_inclusion.network.resource_forms import NewResourceForm, ResourceFilter, ResourceForm

PER_PAGE = 20


@require_safe
def resource_list(request: HttpRequest) -> HttpResponse:
    if not can_read_network(request.standing):
        return render(request, "network/no_place.html", {"whom_to_ask": whom_to_ask(request.user)})
    filters = ResourceFilter(request.GET)
    seen = Resource.objects.visible_to(request.user).select_related("entity")
    page = Paginator(filters.apply(seen), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": filters, "page_obj": page, "may_add": bool(_entities_of(request))}
    return render(request, "network/resource_list.html", context)


@require_safe
def resource_detail(request: HttpRequest, pk: int) -> HttpResponse:
    resource = _visible(request, pk)
    context = {
        "resource": resource,
        "collectives": resource.collectives.order_by("name"),
        "may_tend": can_tend_resources(request.standing, resource.entity_id),
        "may_withdraw": can_coordinate(request.standing),
    }
    return render(request, "network/resource_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_create(request: HttpRequest) -> HttpResponse:
    if not can_read_network(request.standing):
        raise Http404
    entities = _entities_of(request)
    if not entities:
        raise NotAllowed("not_your_entity", _("Resources are added by those who represent an entity."))
    form = NewResourceForm(request.POST or None, entities=entities, initial={"entity": request.GET.get("entity")})
    if request.method == "POST" and form.is_valid():
        resource = actions.add_resource(actor=request.user, **form.arguments())
        messages.success(request, _("It is in the directory. Twice a year we ask you whether it still holds."))
        return redirect(resource)
    return render(request, "network/resource_form.html", {"form": form, "entity": form.only_entity})


@require_http_methods(["GET", "HEAD", "POST"])
def resource_edit(request: HttpRequest, pk: int) -> HttpResponse:
    resource = _tended(request, pk)
    if request.method != "POST" and not resource.in_force:
        raise DomainError("resource_retired", _("It was retired meanwhile. Bring it back first."))
    form = ResourceForm.of(resource, request.POST or None)
    if request.method == "POST" and form.is_valid() and _edited(request, resource, form):
        messages.success(request, _("Saved. Thank you: everybody sees it as it is now."))
        return redirect(resource)
    if request.method == "POST":  # somebody else may have changed it meanwhile
        resource = _visible(request, pk)
    mark = stale(request, actions.resource_mark(resource), form, ResourceForm.of(resource))
    context = {"form": form, "resource": resource, "entity": resource.entity, **mark}
    return render(request, "network/resource_form.html", context)


@require_POST
def resource_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    resource = actions.confirm_resource(_tended(request, pk), actor=request.user)
    messages.success(request, _("Thank you: it is checked as of today."))
    return redirect(resource)


@require_POST
def resource_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Its page then says so, with the button that undoes it."""
    return redirect(actions.retire_resource(_tended(request, pk), actor=request.user))


@require_POST
def resource_restore(request: HttpRequest, pk: int) -> HttpResponse:
    resource = actions.restore_resource(_tended(request, pk), actor=request.user)
    messages.success(request, _("It is in the directory again."))
    return redirect(resource)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resource_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page as behind the personal link, for who is signed in."""
    if not can_read_network(request.standing):
        raise Http404
    entity = get_object_or_404(Entity.objects.active(), pk=pk)
    _require_tending(request, entity.pk)
    return check_resources(request, request.user, entity)


def _visible(request: HttpRequest, pk: int) -> Resource:
    return get_object_or_404(Resource.objects.visible_to(request.user).select_related("entity"), pk=pk)


def _tended(request: HttpRequest, pk: int) -> Resource:
    """Of an entity she speaks for: 404 to who may not read it, 403 to who may only read it."""
    resource = _visible(request, pk)
    _require_tending(request, resource.entity_id)
    return resource


def _require_tending(request: HttpRequest, entity_id: int) -> None:
    if not can_tend_resources(request.standing, entity_id):
        raise NotAllowed("not_your_entity", _("This is for the people of its entity. Tell one of them."))


def _entities_of(request: HttpRequest) -> list[Entity]:
    """Those for which she may add a resource."""
    entities = Entity.objects.active()
    if not request.standing.coordinates:
        entities = entities.filter(pk__in=request.standing.voting_entity_ids)
    return list(entities)


def _edited(request: HttpRequest, resource: Resource, form: ResourceForm) -> bool:
    said = {"seen": request.POST.get("seen"), **form.cleaned_data}
    return done_beside(form, lambda: actions.edit_resource(resource, actor=request.user, **said))
