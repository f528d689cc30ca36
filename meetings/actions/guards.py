"""What the actions of a meeting refuse, in one place so that they refuse it in the same words."""

from typing import Any

from django.utils.translation import gettext as _

from meetings import policies
from meetings.enums import MeetingState
from meetings.models import Meeting
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.standing import standing_of

OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)


def require_lead(meeting: Meeting, actor: Any) -> None:
    if not policies.can_run_meeting(standing_of(actor), meeting):
        raise NotAllowed("not_allowed", _("Only the lead of the area runs its meetings."))


def require_herself_or_lead(meeting: Meeting, *, person: Any, actor: Any) -> None:
    if person.pk != actor.pk:
        require_lead(meeting, actor)


def require_in_session(meeting: Meeting) -> None:
    if meeting.state != MeetingState.IN_SESSION:
        raise DomainError("not_in_session", _("The meeting is not in session: it has not started or has ended."))


def require_not_over(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CLOSED:
        raise DomainError("meeting_over", _("This meeting is closed: it can no longer change."))
    if meeting.state == MeetingState.CANCELLED:
        raise DomainError("meeting_over", _("This meeting was cancelled: it can no longer change."))


def require_state(meeting: Meeting, *states: str, code: str, message: str = "") -> None:
    """Without a `message`, the refusal says how the meeting stands."""
    if meeting.state not in states:
        raise DomainError(code, message or _how_it_stands(MeetingState(meeting.state)))


def _how_it_stands(state: MeetingState) -> str:
    return {
        MeetingState.DRAFT: _("This meeting has not been convened yet."),
        MeetingState.CONVENED: _("This meeting has already been convened."),
        MeetingState.IN_SESSION: _("This meeting has already started."),
        MeetingState.CLOSED: _("This meeting is over."),
        MeetingState.CANCELLED: _("This meeting was cancelled. Convene another one if it takes place after all."),
    }[state]
