"""The life of a meeting: draft → convened → in session → closed; cancelled from the first two."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import policies
from meetings.codes import new_join_code
from meetings.enums import AgendaState, MeetingState, RoundState, Stage
from meetings.models import AgendaItem, Meeting
from meetings.notifications import tell_convened, tell_guests_came
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.network.models import Area
from red_inclusion.network.standing import standing_of

from .announcements import tell_meeting
from .guards import require_in_session, require_lead, require_not_over, require_state
from .prepared import drop_prepared_rounds
from .revisions import lock_meeting, touch

EDITABLE = ("title", "starts_at", "ends_at", "place", "notes")
BEFORE = (MeetingState.DRAFT, MeetingState.CONVENED)


@transaction.atomic
def create_meeting(
    area: Area,
    *,
    actor: Any,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    agenda: Iterable[str] = (),
    notes: str = "",
) -> Meeting:
    """A draft. Asked twice for the same draft, as by a double submit, it answers with the first."""
    if not policies.can_convene(standing_of(actor), area.pk):
        raise NotAllowed("not_allowed", _("Only the lead of the area convenes its meetings."))
    _require_order(starts_at, ends_at)
    # Two submits of one form queue here, and the second finds what the first wrote.
    Area.objects.select_for_update().get(pk=area.pk)
    same = {"title": title, "starts_at": starts_at, "ends_at": ends_at, "place": place, "notes": notes}
    agenda = list(agenda)
    for twin in area.meetings.filter(state=MeetingState.DRAFT, created_by=actor, **same):
        if list(twin.agenda.values_list("title", flat=True)) == agenda:
            return twin
    meeting = Meeting.objects.create(area=area, created_by=actor, join_code=_free_code(), **same)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, order=order, title=line) for order, line in enumerate(agenda, 1)
    )
    audit.record("meeting.created", meeting, actor=actor, area=area.pk)
    tell_meeting(meeting)
    return meeting


@transaction.atomic
def edit_meeting(meeting: Meeting, *, actor: Any, seen: str | None = None, **fields: Any) -> Meeting:
    """Change any of `EDITABLE`, until it has closed. `seen` is the `meeting_mark` of what she had before her."""
    meeting = _locked_for_lead(meeting, actor)
    require_not_over(meeting)
    refuse_if_changed(seen, meeting_mark(meeting))
    if unknown := fields.keys() - set(EDITABLE):
        raise TypeError(f"no such field of a meeting: {sorted(unknown)}")
    changed = [name for name, value in fields.items() if getattr(meeting, name) != value]
    for name in changed:
        setattr(meeting, name, fields[name])
    _require_order(meeting.starts_at, meeting.ends_at)
    if not changed:
        return meeting
    return _write(meeting, "edited", changed, actor=actor, fields=changed)


def meeting_mark(meeting: Meeting) -> str:
    return mark_of({name: getattr(meeting, name) for name in EDITABLE})


@transaction.atomic
def convene_meeting(meeting: Meeting, *, actor: Any) -> Meeting:
    meeting = _locked_for_lead(meeting, actor)
    require_state(meeting, MeetingState.DRAFT, code="not_draft")
    meeting = _become(meeting, MeetingState.CONVENED, "convened", actor=actor)
    tell_convened(meeting, actor=actor)
    return meeting


@transaction.atomic
def start_meeting(meeting: Meeting, *, actor: Any) -> Meeting:
    """Into session at the first stage; whether or not it was convened."""
    meeting = _locked_for_lead(meeting, actor)
    require_state(meeting, *BEFORE, code="cannot_start")
    meeting.opened_at = clock.now()
    meeting.stage = Stage.CHECK_IN
    return _become(meeting, MeetingState.IN_SESSION, "started", "opened_at", "stage", actor=actor)


@transaction.atomic
def set_stage(meeting: Meeting, *, stage: str, actor: Any) -> Meeting:
    """Any stage from any other: the rail leads, it does not force."""
    meeting = _locked_for_lead(meeting, actor)
    require_in_session(meeting)
    if stage not in Stage.values:
        raise DomainError("bad_value", _("There is no such stage."), field="stage")
    if meeting.stage == stage:
        return meeting
    meeting.stage = stage
    return _write(meeting, "stage_set", ["stage"], actor=actor, stage=stage)


@transaction.atomic
def close_meeting(meeting: Meeting, *, actor: Any) -> Meeting:
    """Refused while a vote is open; those that never were go.

    Who was not recorded counts as absent from here on; no row is written for her.
    """
    meeting = _locked_for_lead(meeting, actor)
    message = _("Only a meeting that is in session can be closed.")
    require_state(meeting, MeetingState.IN_SESSION, code="not_in_session", message=message)
    # Opening a round takes the same lock, so none can open between this look and the commit.
    if meeting.rounds.filter(state=RoundState.OPEN).exists():
        raise DomainError("round_open", _("A vote is still open. Close the vote first, then the meeting."))
    drop_prepared_rounds(meeting, actor=actor)
    meeting.agenda.filter(state=AgendaState.CURRENT).update(state=AgendaState.DONE)
    meeting.closed_at = clock.now()
    tell_guests_came(meeting, actor=actor)
    return _become(meeting, MeetingState.CLOSED, "closed", "closed_at", actor=actor, parts=("stage", "agenda"))


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, actor: Any, reason: str) -> Meeting:
    """For good: a cancelled meeting does not come back."""
    meeting = _locked_for_lead(meeting, actor)
    require_state(meeting, *BEFORE, code="cannot_cancel")
    reason = reason.strip()
    if not reason:
        raise DomainError("reason_needed", _("Say why it is cancelled: people will read it here."), field="reason")
    drop_prepared_rounds(meeting, actor=actor)
    return _become(meeting, MeetingState.CANCELLED, "cancelled", actor=actor, reason=reason)


def _locked_for_lead(meeting: Meeting, actor: Any) -> Meeting:
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    return meeting


def _require_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        message = _("It ends before it starts. Choose an end later than the start.")
        raise DomainError("ends_before_start", message, field="ends_at")


def _free_code() -> str:
    code = new_join_code()
    while Meeting.objects.filter(join_code=code).exists():
        code = new_join_code()
    return code


def _become(meeting: Meeting, state: str, verb: str, *also: str, parts=("stage",), **event: Any) -> Meeting:
    meeting.state = state
    return _write(meeting, verb, ["state", *also], parts=parts, **event)


def _write(meeting: Meeting, verb: str, changed: list[str], *, actor: Any, parts=("stage",), **event: Any) -> Meeting:
    meeting.save(update_fields=changed)
    audit.record(f"meeting.{verb}", meeting, actor=actor, **event)
    touch(meeting, *parts)
    tell_meeting(meeting)
    return meeting
