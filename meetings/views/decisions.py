from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings.actions.decisions import add_decision, edit_decision, remove_decision
from meetings.forms.minutes import DecisionForm
from meetings.models import Decision, Meeting
from meetings.policies import can_run_meeting
from meetings.removals import forget_removed, keep_removed, removed
from red_inclusion.core.errors import DomainError, NotAllowed

REMOVED = "decision"


@require_POST
def decision_add(request, pk: int):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("area"), pk=pk)
    _check(request, meeting)
    form = DecisionForm(request.POST)
    if form.is_valid() and _done(form, lambda **told: add_decision(meeting, actor=request.user, **told)):
        messages.success(request, _("Decision recorded. It is already in the minutes."))
        return redirect(_back(request, meeting))
    return render(request, "meetings/decision_form.html", {"form": form, "meeting": meeting})


def decision_edit(request, pk: int):
    decision = get_object_or_404(_readable_decisions(request), pk=pk)
    _check(request, decision.meeting)
    form = DecisionForm(request.POST or None, initial={"text": decision.text})
    if request.method == "POST" and form.is_valid() and _changed(form, decision, request):
        messages.success(request, _("Decision changed."))
        return redirect(_back(request, decision.meeting))
    context = {"form": form, "meeting": decision.meeting, "decision": decision}
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
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("area"), pk=pk)
    _check(request, meeting)
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


def _check(request, meeting: Meeting) -> None:
    if not can_run_meeting(request.standing, meeting):
        raise NotAllowed("not_allowed", _("Only who leads this area records decisions."))


def _readable_decisions(request):
    readable = Meeting.objects.visible_to(request.user)
    return Decision.objects.filter(meeting__in=readable).select_related("meeting__area")


def _changed(form: DecisionForm, decision: Decision, request) -> bool:
    return _done(form, lambda text, submission: edit_decision(decision, text=text, actor=request.user))


def _done(form: DecisionForm, act) -> bool:
    """A refusal of the state goes beside the field; one of the person is a 403."""
    try:
        act(**form.cleaned_data)
    except DomainError as refusal:
        if refusal.status == 403:
            raise
        form.add_error(refusal.field or "text", str(refusal.message))
        return False
    return True


def _back(request, meeting: Meeting) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return f"{meeting.get_absolute_url()}#decisions"
