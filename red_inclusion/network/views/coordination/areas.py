from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from red_inclusion.core.beside import done_beside
from red_inclusion.core.folding import all_in
from red_inclusion.core.marks import stale
from red_inclusion.network import actions
from red_inclusion.network.coordination_forms import AreaForm, AreasFilter, NewAreaForm
from red_inclusion.network.enums import Accent
from red_inclusion.network.models import Area

from .gate import for_coordination

PER_PAGE = 30
SORTS = {"": "name", "people": "people_count"}


@require_safe
@for_coordination
def area_list(request: HttpRequest) -> HttpResponse:
    form = AreasFilter(request.GET)
    page = Paginator(_wanted(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/coordination/area_list.html", {"filter_form": form, "page_obj": page})


def _wanted(wanted: dict):
    found = Area.objects.with_counts().with_leads()
    if wanted.get("q"):
        found = found.filter(pk__in=_called(wanted["q"]))
    state = wanted.get("state")
    if state == "lead":
        found = found.without_lead()
    elif state:
        found = found.filter(formal=state == "formal")
    return found.order_by(SORTS[wanted.get("sort") or ""], "name")


def _called(words: str) -> list[int]:
    """By name and code."""
    return [area.pk for area in Area.objects.only("name", "code") if all_in(words, f"{area.code} {area.name}")]


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def area_create(request: HttpRequest) -> HttpResponse:
    free = next((a for a in Accent.values if not Area.objects.filter(accent=a).exists()), Accent.TEAL)
    form = NewAreaForm(request.POST if request.method == "POST" else None, initial={"accent": free})
    if form.is_valid() and done_beside(form, lambda: actions.open_area(actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The area is open. Now its entities and people."))
        return redirect("network:area_people", form.cleaned_data["code"])
    return render(request, "network/coordination/area_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def area_edit(request: HttpRequest, code: str) -> HttpResponse:
    area = get_object_or_404(Area, code=code)
    form = AreaForm.of(area, request.POST if request.method == "POST" else None)
    if form.is_valid() and done_beside(form, lambda: _edited(request, area, form)):
        messages.success(request, _("Saved."))
        return redirect("network:coordination_areas")
    area = get_object_or_404(Area, code=code)
    context = {"area": area, "form": form, **stale(request, actions.area_mark(area), form, AreaForm.of(area))}
    return render(request, "network/coordination/area_form.html", context)


def _edited(request: HttpRequest, area: Area, form: AreaForm) -> None:
    actions.edit_area(area, actor=request.user, seen=request.POST.get("seen"), **form.cleaned_data)
