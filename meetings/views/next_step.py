"""The one primary button of a meeting's page: what comes next, for who looks at it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes
from red_inclusion.core import clock


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    icon: str
    posts: bool = False


def step_for_lead(meeting: Meeting, minutes: Minutes | None) -> Step | None:
    """Convene → start → console → write the minutes → read them; nothing after a cancellation."""
    match meeting.state:
        case MeetingState.DRAFT:
            return _step(meeting, _("Convene"), "meeting_convene", "send")
        case MeetingState.CONVENED:
            return _start(meeting)
        case MeetingState.IN_SESSION:
            return _step(meeting, _("Enter the console"), "console", "room")
        case MeetingState.CLOSED:
            return _write_minutes(meeting, minutes)
    return None


def step_for_member(meeting: Meeting, minutes: Minutes | None) -> Step | None:
    """Enter the room, or read the minutes; before the meeting her answer to the notice is what is asked of her."""
    if meeting.state == MeetingState.IN_SESSION:
        return _step(meeting, _("Enter the room"), "room", "room")
    if minutes and minutes.state == MinutesState.PUBLISHED:
        return Step(_("Read the minutes"), minutes.get_absolute_url(), "file")
    return None


def _start(meeting: Meeting) -> Step:
    """One tap on its day; before it, the page in between asks whether it is meant."""
    today = timezone.localtime(meeting.starts_at).date() <= clock.today()
    return _step(meeting, _("Start the meeting"), "meeting_start", "play", posts=today)


def _write_minutes(meeting: Meeting, minutes: Minutes | None) -> Step:
    if minutes is None:
        return _step(meeting, _("Write the minutes"), "minutes_create", "edit", posts=True)
    if minutes.state == MinutesState.DRAFTING:
        return Step(_("Go on with the minutes"), reverse("meetings:minutes_edit", args=[minutes.pk]), "edit")
    return Step(_("Read the minutes"), minutes.get_absolute_url(), "file")


def _step(meeting: Meeting, label: str, name: str, icon: str, *, posts: bool = False) -> Step:
    return Step(label, reverse(f"meetings:{name}", args=[meeting.pk]), icon, posts)
