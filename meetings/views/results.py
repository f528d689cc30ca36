"""Preparing a vote, and reading what came out of it."""

from uuid import uuid4

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import policies, scenes
from meetings.actions.rounds import create_round, edit_round
from meetings.enums import MeetingState, ResultVisibility, RoundState
from meetings.events import Item, RoundPart
from meetings.forms.picking import NeedPicker, NewRoundForm, as_typed, usual_title
from meetings.models import Meeting, Round
from meetings.results import results_of, turnout_of
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError

from .fetching import led_meeting
from .rounds import led_round

DASHES = ["–"] * 5


def round_create(request, pk: int):
    meeting = led_meeting(request, pk)
    if meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED):
        return redirect(meeting)
    posted = request.method == "POST"
    picker = NeedPicker(meeting, request.POST if posted else request.GET)
    filtering = "filter" in request.POST
    form = _form(request, meeting, bound=posted and not filtering)
    error = ""
    if posted and not filtering:
        error = picker.error
        if form.is_valid() and not error and (round_ := _created(request, meeting, form, picker)):
            messages.success(request, _("The vote is prepared. Open it when everybody is ready."))
            return redirect("meetings:console", pk=round_.meeting_id)
    context = {"meeting": meeting, "form": form, "picker": picker, "picker_error": error, "rows": picker.rows}
    return render(request, "meetings/room/round_form.html", context)


def _form(request, meeting: Meeting, *, bound: bool) -> NewRoundForm:
    if bound:
        return NewRoundForm(request.POST)
    usual = {"title": usual_title(meeting), "visibility": ResultVisibility.ON_CLOSE, "submission": uuid4()}
    return NewRoundForm(initial=usual | _typed(request.POST))


def _typed(data: QueryDict) -> dict:
    """What stood in the form when only the list was to be filtered."""
    if "title" not in data:
        return {}
    typed = {"title": data["title"], "visibility": data.get("visibility"), "impact": "impact" in data}
    return typed | ({"submission": data["submission"]} if data.get("submission") else {})


def _created(request, meeting: Meeting, form: NewRoundForm, picker: NeedPicker) -> Round | None:
    try:
        return create_round(meeting, actor=request.user, needs=picker.needs, **form.cleaned_data)
    except DomainError as refusal:
        beside_fields(form, refusal)
        return None


def round_edit(request, pk: int):
    """The form it was prepared with, while it has not been opened."""
    round_ = led_round(request, pk)
    if round_.state != RoundState.DRAFT:
        return redirect("meetings:round_detail", pk=pk)
    posted = request.method == "POST"
    typed = request.POST if posted else as_typed(round_)
    filtering = "filter" in request.POST
    picker = NeedPicker(round_.meeting, typed)
    form = NewRoundForm(request.POST) if posted and not filtering else NewRoundForm(initial=_typed(typed))
    error = ""
    if posted and not filtering:
        error = picker.error
        if form.is_valid() and not error and _edited(request, round_, form, picker):
            messages.success(request, _("Changes saved."))
            return redirect("meetings:console", pk=round_.meeting_id)
    context = {"meeting": round_.meeting, "round": round_, "form": form, "picker": picker, "picker_error": error}
    return render(request, "meetings/room/round_form.html", context | {"rows": picker.rows})


def _edited(request, round_: Round, form: NewRoundForm, picker: NeedPicker) -> bool:
    told = {name: form.cleaned_data[name] for name in ("title", "visibility", "impact")}
    try:
        edit_round(round_, actor=request.user, needs=picker.needs, **told)
    except DomainError as refusal:
        beside_fields(form, refusal)
        return False
    return True


@require_safe
def round_detail(request, pk: int):
    rounds = Round.objects.visible_to(request.user).select_related("meeting__area")
    round_ = get_object_or_404(rounds, pk=pk)
    by = scenes.PEOPLE if request.GET.get("by") == scenes.PEOPLE else scenes.ENTITY
    part = _part(round_)
    context = {
        "round": round_,
        "meeting": round_.meeting,
        "part": part,
        "by": by,
        "rows": scenes.ranked(scenes.rows_of(part, by)),
        "dashes": DASHES,
        "next": reverse("meetings:round_detail", args=[pk]),
        "may_run": policies.can_run_meeting(request.standing, round_.meeting),
        "may_void": round_.state in (RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED),
    }
    return render(request, "meetings/room/round_detail.html", context)


def _part(round_: Round) -> RoundPart:
    """The round as rooms see it; one that is not open yet has no turnout to speak of."""
    items = [_item(row) for row in round_.items.select_related("need__entity")]
    return RoundPart(
        id=round_.pk,
        title=round_.title,
        state=round_.state,
        method=round_.method,
        impact=round_.impact,
        electorate=round_.electorate,
        openness=round_.openness,
        visibility=round_.visibility,
        closes_at=round_.closes_at,
        items=items,
        turnout=turnout_of(round_),
        tally=results_of(round_),
    )


def _item(row) -> Item:
    need = row.need
    return Item(row.pk, row.need_id, need.title, None if need.raised_by_network else need.entity.name)
