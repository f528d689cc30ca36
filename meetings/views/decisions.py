from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.actions.decisions import add_decision, decision_mark, edit_decision, remove_decision
from meetings.forms.minutes import DecisionForm
from meetings.models import Decision, Meeting
from meetings.removals import forget_removed, keep_removed, removed
from red_inclusion.core.beside import done_beside
from red_inclusion.core.marks import stale
from red_inclusion.core.returning import onward

from .fetching import led_meeting

REMOVED = "decision"


@require_POST
def decision_add(request, pk: int):
    meeting = led_meeting(request, pk)
    form = DecisionForm(request.POST)
    if form.is_valid() and _done(form, lambda: add_decision(meeting, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("Decision recorded. It is already in the minutes."))
        return redirect(_back(request, meeting))
    return render(request, "meetings/decision_form.html", {"form": form, "meeting": meeting})


def decision_edit(request, pk: int):
    decision = get_object_or_404(_readable_decisions(request), pk=pk)
    led_meeting(request, decision.meeting_id)
    form = DecisionForm(request.POST or None, initial={"text": decision.text})
    if request.method == "POST" and form.is_valid() and _changed(form, decision, request):
        messages.success(request, _("Decision changed."))
        return redirect(_back(request, decision.meeting))
    if request.method == "POST":  # somebody else may have changed it meanwhile
        decision = get_object_or_404(_readable_decisions(request), pk=pk)
    context = {"form": form, "meeting": decision.meeting, "decision": decision}
    context |= stale(request, decision_mark(decision), form, DecisionForm(initial={"text": decision.text}))
    return render(request, "meetings/decision_form.html", context)


@require_POST
def decision_remove(request, pk: int):
    decision = get_object_or_404(_readable_decisions(request), pk=pk)
    gone = remove_decision(decision, actor=request.user)
    keep_removed(request, REMOVED, decision.meeting_id, gone)
    return redirect(_back(request, decision.meeting))


@require_POST
def decision_restore(request, pk: int):
    """Undo of the last removal."""
    meeting = led_meeting(request, pk)
    gone = removed_decision(request, meeting)
    if gone:
        item = meeting.agenda.filter(pk=gone["agenda_item"] or 0).first()
        add_decision(meeting, actor=request.user, text=gone["text"], number=gone["number"], agenda_item=item)
        forget_removed(request, REMOVED)
        messages.success(request, _("The decision is back."))
    return redirect(_back(request, meeting))


def removed_decision(request, meeting: Meeting) -> dict | None:
    """What was last taken off the decisions of this meeting, for as long as it can come back."""
    return removed(request, REMOVED, meeting)


def _readable_decisions(request):
    readable = Meeting.objects.visible_to(request.user)
    return Decision.objects.filter(meeting__in=readable).select_related("meeting__area")


def _changed(form: DecisionForm, decision: Decision, request) -> bool:
    told = {"text": form.cleaned_data["text"], "seen": request.POST.get("seen")}
    return _done(form, lambda: edit_decision(decision, actor=request.user, **told))


def _done(form: DecisionForm, act: Callable[[], object]) -> bool:
    """Its one field takes every refusal of the state."""
    return done_beside(form, act, aliases={None: "text"})


def _back(request, meeting: Meeting) -> str:
    return onward(request, f"{meeting.get_absolute_url()}#decisions")
