"""Everybody with access, when each was here last, and who was invited and has not come."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import DateField, Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from red_inclusion.accounts.models import Device, User
from red_inclusion.core import clock
from red_inclusion.core.folding import all_in
from red_inclusion.network import actions
from red_inclusion.network.coordination_forms import InvitationsFilter, PeopleFilter
from red_inclusion.network.models import AreaLead, Coordinator, Invitation, Mandate

from .gate import for_coordination
from .undoing import offer, remember

PER_PAGE = 30
LONG = timedelta(days=90)


@require_safe
@for_coordination
def people_list(request: HttpRequest) -> HttpResponse:
    form = PeopleFilter(request.GET)
    page = Paginator(_wanted(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": form, "page_obj": page, "long_ago": _long_ago(), "undo": offer(request)}
    return render(request, "network/coordination/people_list.html", context)


@require_POST
@for_coordination
def coordinator_name(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(with_access(), pk=pk)
    actions.name_coordinator(person, actor=request.user)
    messages.success(request, _("%(person)s coordinates the network from now on.") % {"person": person})
    return redirect("network:coordination_people")


@require_POST
@for_coordination
def coordinator_end(request: HttpRequest, pk: int) -> HttpResponse:
    coordinator = get_object_or_404(Coordinator.objects.current(), person=pk)
    actions.end_coordinator(coordinator, actor=request.user)
    if coordinator.person_id == request.user.pk:
        return redirect("desk:my_work")
    remember(request, "coordinator_ended", coordinator, page=reverse("network:coordination_people"))
    return redirect("network:coordination_people")


@require_safe
@for_coordination
def invitation_list(request: HttpRequest) -> HttpResponse:
    form = InvitationsFilter(request.GET)
    page = Paginator(_waiting(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": form, "page_obj": page, "undo": offer(request)}
    return render(request, "network/coordination/invitation_list.html", context)


def with_access():
    """People with an account, `last_seen` being the last day that any device of theirs was here. Devices that have run
    out are forgotten: then the last time they signed in says it. That is forgotten too, after years: who has none and
    accepted the terms has been here."""
    seen = Device.objects.filter(person=OuterRef("pk")).order_by().values("person").annotate(last=Max("last_seen"))
    last = Coalesce(Subquery(seen.values("last")), TruncDate("last_login"), output_field=DateField())
    return User.objects.filter(is_active=True, is_guest=False).annotate(
        last_seen=last,
        coordinates=Exists(Coordinator.objects.current().filter(person=OuterRef("pk"))),
        leads=Exists(AreaLead.objects.current().filter(person=OuterRef("pk"))),
    )


def never_here(people):
    return people.filter(last_seen=None, terms_accepted_at=None)


def not_here_for_long(people):
    return people.filter(Q(last_seen__lt=_long_ago()) | Q(last_seen=None, terms_accepted_at__isnull=False))


def _long_ago() -> date:
    return clock.today() - LONG


def _wanted(wanted: dict):
    people = _with(with_access(), wanted.get("access"), wanted.get("role"))
    if wanted.get("area"):
        in_area = Mandate.objects.current().filter(seat__area=wanted["area"])
        people = people.filter(pk__in=in_area.values("person"))
    if wanted.get("q"):
        people = people.filter(pk__in=_called(people, wanted["q"]))
    longest = F("last_seen").asc(nulls_first=True)  # of itself, each database puts them at another end
    order = {"": ["name"], "seen": [longest, "name"], "newest": ["-date_joined"]}[wanted.get("sort") or ""]
    now = Mandate.objects.current().select_related("seat__area", "seat__entity").order_by("seat__area__name")
    return people.prefetch_related(Prefetch("mandates", queryset=now, to_attr="mandates_now")).order_by(*order, "pk")


def _with(people, access: str | None, role: str | None):
    if access == "never":
        people = never_here(people)
    elif access == "long":
        people = not_here_for_long(people)
    elif access == "nowhere":
        placed = Mandate.objects.current().values("person")
        people = people.filter(coordinates=False, leads=False).exclude(pk__in=placed)
    if role:
        people = people.filter(**{"coordinates" if role == "coordination" else "leads": True})
    return people


def _called(people, words: str) -> list[int]:
    return [row[0] for row in people.values_list("pk", "name", "email") if all_in(words, " ".join(row[1:]))]


def _waiting(wanted: dict):
    found = Invitation.objects.pending().select_related("entity", "invited_by").prefetch_related("seats__area")
    now, state = clock.now(), wanted.get("state")
    if state == "valid":
        found = found.filter(expires_at__gt=now)
    elif state == "expired":
        found = found.filter(expires_at__lte=now)
    elif state == "asked":
        found = found.filter(asked_again_at__isnull=False)
    if wanted.get("area"):
        found = found.filter(pk__in=Invitation.objects.filter(seats__area=wanted["area"]).order_by().values("pk"))
    if wanted.get("q"):
        rows = found.values_list("pk", "name", "email", "entity__folded")
        found = found.filter(pk__in=[row[0] for row in rows if all_in(wanted["q"], " ".join(row[1:]))])
    return found.order_by(
        *{"oldest": ["created_at"], "name": ["name"]}.get(wanted.get("sort") or "", ["-created_at"]), "pk"
    )
