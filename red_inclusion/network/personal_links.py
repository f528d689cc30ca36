"""«¿Siguen vigentes?»: what an entity offers, checked twice a year from an e-mail, without signing in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import F, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from red_inclusion.accounts.models import User
from red_inclusion.core import clock, links
from red_inclusion.core.beside import done_beside
from red_inclusion.core.errors import DomainError
from red_inclusion.core.fields import is_number
from red_inclusion.core.marks import stale

from . import actions
from .models import Entity, Mandate, Resource
from .notifications import CHECK_LINK
from .policies import can_tend_resources
from .resource_forms import ResourceForm
from .standing import standing_of

DAYS = 60
HOLDS, CHANGED, GONE, BACK, ALL = "holds", "changed", "gone", "back", "all"


@dataclass(frozen=True)
class Row:
    """One resource of the asking; `form` where she is saying what has changed."""

    resource: Resource
    form: ResourceForm | None = None


def register() -> None:
    links.register(links.Purpose(CHECK_LINK, DAYS, find=_entity, bond=_bond, answer=check_resources))


def check_resources(request: HttpRequest, person: User, entity: Entity) -> HttpResponse:
    """What it was asked about, one by one. `person` answers: she of the link, or who is signed in."""
    asked = _asked(entity).select_related("entity")
    form, mark = None, {}
    if request.method == "POST":
        if request.POST.get("answer") == ALL:
            shown = [int(number) for number in request.POST.getlist("shown") if is_number(number)]
            actions.confirm_awaited(entity, actor=person, shown=shown)
            return redirect(request.path)
        resource = _named(asked, request.POST)
        form = _answered(request, resource, person)
        if form is None:
            return redirect(f"{request.path}#resource-{resource.pk}")
    elif request.GET.get("change"):
        resource = _named(asked, {"resource": request.GET["change"]})
        form = ResourceForm.of(resource)
    if form:
        mark = stale(request, actions.resource_mark(resource), form, ResourceForm.of(resource))
    rows = [Row(each, form if form and each == resource else None) for each in asked]
    context = {
        "entity": entity,
        "person": person,
        "by_link": request.user != person,
        "rows": rows,
        "awaited": sum(row.resource.is_awaited for row in rows),
        **mark,
    }
    return render(request, "network/resource_check.html", context)


def _answered(request: HttpRequest, resource: Resource, person: User) -> ResourceForm | None:
    """None when it is written down; else the form that says what is to be put right."""
    verbs: dict[str, Callable] = {
        HOLDS: actions.confirm_resource,
        GONE: actions.retire_resource,
        BACK: actions.restore_resource,
    }
    answer = request.POST.get("answer", "")
    if verb := verbs.get(answer):
        verb(resource, actor=person)
        return None
    if answer != CHANGED:
        raise DomainError("bad_value", _("Choose one of the options."))
    form = ResourceForm.of(resource, request.POST)
    if not form.is_valid() or not _edited(form, resource, person, request.POST.get("seen")):
        return form
    messages.success(request, _("Saved. Thank you: everybody sees it as it is now."))
    return None


def _edited(form: ResourceForm, resource: Resource, person: User, seen: str | None) -> bool:
    return done_beside(form, lambda: actions.edit_resource(resource, actor=person, seen=seen, **form.cleaned_data))


def _named(asked, chosen) -> Resource:
    number = str(chosen.get("resource", ""))
    return get_object_or_404(asked, pk=int(number) if is_number(number) else 0)


def _entity(pk: int) -> Entity | None:
    return Entity.objects.active().filter(pk=pk).first()


def _asked(entity: Entity):
    """In the last asking; and of earlier ones, what still awaits an answer or got it today."""
    last, today = _last_asked(entity), clock.today()
    if last is None:
        return Resource.objects.none()
    awaited = Q(asked_on__gt=F("checked_on"), retired_on=None)
    answered = Q(checked_on=today) | Q(retired_on=today)
    return Resource.objects.offered_by(entity).filter(Q(asked_on=last) | awaited | answered, asked_on__isnull=False)


def _last_asked(entity: Entity):
    return Resource.objects.offered_by(entity).aggregate(day=Max("asked_on"))["day"]


def _bond(person: User, entity: Entity) -> str:
    """What lets her speak for the entity, and this very asking: the link ends with either."""
    if not can_tend_resources(standing_of(person), entity.pk):
        return ""
    mandates = Mandate.objects.voting().filter(person=person, seat__entity=entity)
    numbers = sorted(mandates.values_list("pk", flat=True))
    return f"{numbers} {_last_asked(entity)}"
