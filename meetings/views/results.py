"""Preparing a vote, and reading what came out of it."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import policies, scenes
from meetings.actions.rounds import create_round
from meetings.enums import MeetingState, ResultVisibility, RoundState
from meetings.events import Item, RoundPart
from meetings.forms.picking import NeedPicker, NewRoundForm, usual_title
from meetings.models import Meeting, Round
from meetings.results import results_of, turnout_of
from red_inclusion.core.errors import DomainError

from .fetching import beside_fields, led_meeting

ZEROS = [0] * 5


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
    usual = {"title": usual_title(meeting), "visibility": ResultVisibility.ON_CLOSE}
    return NewRoundForm(initial=usual | _typed(request.POST))


def _typed(data: QueryDict) -> dict:
    """What stood in the form when only the list was to be filtered."""
    if "title" not in data:
        return {}
    return {"title": data["title"], "visibility": data.get("visibility"), "impact": "impact" in data}


def _created(request, meeting: Meeting, form: NewRoundForm, picker: NeedPicker) -> Round | None:
    try:
        return create_round(meeting, actor=request.user, needs=picker.needs, **form.cleaned_data)
    except DomainError as refusal:
        beside_fields(form, refusal)
        return None


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
        "zeros": ZEROS,
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
