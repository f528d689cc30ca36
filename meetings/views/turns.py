"""The turns of a meeting's life, each with a page that says what it will do before it is done."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import presence
from meetings.actions.meeting import cancel_meeting, close_meeting, convene_meeting, start_meeting
from meetings.enums import MeetingState, RoundState
from meetings.forms.meeting import CancelForm
from meetings.models import Meeting
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError
from red_inclusion.core.returning import onward

from .fetching import led_meeting, readable_meeting

BEFORE = (MeetingState.DRAFT, MeetingState.CONVENED)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_convene(request, pk: int):
    if request.method == "POST":
        meeting = convene_meeting(readable_meeting(request, pk), actor=request.user)
        messages.success(request, _("Convened. The people of the area see it and can say whether they come."))
        return redirect(onward(request, meeting.get_absolute_url()))
    meeting = led_meeting(request, pk)
    if meeting.state != MeetingState.DRAFT:
        return redirect(meeting)
    groups = presence.roster(meeting)
    turn = {
        "title": _("Convene this meeting?"),
        "consequences": [
            _who_sees(groups),
            _("They answer «I'm coming» or «I can't», and you see it on its page."),
            _("You can still change date, place and agenda."),
        ],
        "submit": _("Convene"),
    }
    return _ask(request, meeting, "meeting_convene", turn, groups=groups)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_start(request, pk: int):
    if request.method == "POST":
        meeting = start_meeting(readable_meeting(request, pk), actor=request.user)
        return redirect(onward(request, reverse("meetings:console", args=[meeting.pk])))
    meeting = led_meeting(request, pk)
    if meeting.state not in BEFORE:
        return redirect(meeting)
    turn = {
        "title": _("Start the meeting now?"),
        "consequences": [
            _("The room opens: people join with the code and are counted as present."),
            _("From here on it can be closed, but not cancelled or put off."),
        ],
        "submit": _("Start the meeting"),
    }
    return _ask(request, meeting, "meeting_start", turn)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_close(request, pk: int):
    if request.method == "POST":
        meeting = close_meeting(readable_meeting(request, pk), actor=request.user)
        messages.success(request, _("The meeting is closed. Its minutes are half written already."))
        return redirect(onward(request, meeting.get_absolute_url()))
    meeting = led_meeting(request, pk)
    if meeting.state != MeetingState.IN_SESSION:
        return redirect(meeting)
    turn = {
        "title": _("Close the meeting?"),
        "consequences": [
            _("The room closes for everybody and the attendance is final."),
            _who_is_missing(meeting),
            *_what_is_dropped(meeting),
            _("It does not open again. What follows is writing the minutes."),
        ],
        "submit": _("Close the meeting"),
        "more_url": reverse("meetings:attendance", args=[meeting.pk]),
        "more_label": _("Record attendance"),
    }
    return _ask(request, meeting, "meeting_close", turn)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request, pk: int):
    meeting = led_meeting(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _cancelled(request, meeting, form):
        messages.success(request, _("The meeting is cancelled."))
        return redirect(meeting)
    if request.method != "POST" and meeting.state not in BEFORE:
        return redirect(meeting)
    turn = {
        "title": _("Cancel this meeting?"),
        "consequences": [
            _("It stays in the list as cancelled, with your reason."),
            _("It cannot be undone: to meet after all, prepare a new meeting."),
            _("If only the day changes, change the date instead."),
        ],
        "submit": _("Cancel the meeting"),
        "danger": True,
    }
    return _ask(request, meeting, "meeting_cancel", turn, form=form)


def _cancelled(request, meeting: Meeting, form: CancelForm) -> bool:
    try:
        cancel_meeting(meeting, actor=request.user, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        beside_fields(form, refusal)
        return False
    return True


def _ask(request, meeting: Meeting, name: str, turn: dict, **more):
    context = {"meeting": meeting, "action": reverse(f"meetings:{name}", args=[meeting.pk]), **turn, **more}
    return render(request, "meetings/meeting_turn.html", context)


def _who_sees(groups) -> str:
    people = sum(len(group.lines) for group in groups)
    entities = sum(group.entity is not None for group in groups)
    seen = ngettext(
        "%(people)s person from %(entities)s sees it announced on their pages.",
        "%(people)s people from %(entities)s see it announced on their pages.",
        people,
    )
    return seen % {"people": people, "entities": _entities(entities)}


def _who_is_missing(meeting: Meeting) -> str:
    missing = sum(not line.status for group in presence.roster(meeting) for line in group.lines)
    if not missing:
        return _("Everybody's attendance is recorded.")
    told = ngettext(
        "%(missing)s person without a record will count as absent.",
        "%(missing)s people without a record will count as absent.",
        missing,
    )
    return told % {"missing": missing}


def _what_is_dropped(meeting: Meeting) -> list[str]:
    prepared = meeting.rounds.filter(state=RoundState.DRAFT).count()
    if not prepared:
        return []
    told = ngettext(
        "%(prepared)s prepared vote that was not opened is removed.",
        "%(prepared)s prepared votes that were not opened are removed.",
        prepared,
    )
    return [told % {"prepared": prepared}]


def _entities(number: int) -> str:
    return ngettext("%(number)s entity", "%(number)s entities", number) % {"number": number}
