"""Who comes and who is here."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings import presence
from meetings.enums import HERE, AttendanceStatus, MeetingState, Reply
from meetings.models import Attendance, Guest, Meeting
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.models import Entity

from .announcements import tell_presence
from .guards import require_herself_or_lead, require_in_session, require_lead, require_not_over
from .revisions import lock_meeting, touch
from .roll import seat_arrival

MARKS = (AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT)


@transaction.atomic
def check_in(meeting: Meeting, *, person: Any, actor: Any, entity: Entity | None = None) -> Attendance:
    """She is here, for `entity`; by default the one she has in the area. Again changes nothing."""
    meeting = lock_meeting(meeting.pk)
    require_herself_or_lead(meeting, person=person, actor=actor)
    require_in_session(meeting)
    row = _row_of(meeting, person, actor)
    if row.status in HERE and entity in (None, row.entity):
        return row
    row.entity = _entity_of(meeting, person, entity, row)
    return _write(meeting, row, "checked_in", actor=actor, status=_here_as(row), arrived_at=clock.now(), left_at=None)


@transaction.atomic
def just_watch(meeting: Meeting, *, person: Any, actor: Any) -> Attendance | None:
    """Undo of a check-in: she looks on and is not counted. `left_at` says that it was her wish."""
    meeting = lock_meeting(meeting.pk)
    require_herself_or_lead(meeting, person=person, actor=actor)
    require_in_session(meeting)
    row = _row_of(meeting, person, actor)
    if row.status not in HERE:
        return row
    return _write(meeting, row, "check_in_undone", actor=actor, status="", arrived_at=None, left_at=clock.now())


@transaction.atomic
def mark_attendance(
    meeting: Meeting, *, person: Any, status: str, actor: Any, entity: Entity | None = None
) -> Attendance:
    """The lead's record of anybody of the area; an empty `status` clears it. Who is marked as not here during the
    meeting stays so: her phone does not check her in by itself."""
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    _require_markable(meeting, status)
    row = _row_of(meeting, person, actor)
    here = status == AttendanceStatus.PRESENT
    status = _here_as(row) if here else status
    if row.status == status and entity in (None, row.entity):
        return row
    if here or entity:
        row.entity = _entity_of(meeting, person, entity, row)
    arrived_at = (row.arrived_at or clock.now()) if here else None
    left_at = clock.now() if meeting.state == MeetingState.IN_SESSION and not here else None
    return _write(meeting, row, "marked", actor=actor, status=status, arrived_at=arrived_at, left_at=left_at)


@transaction.atomic
def reply_to_notice(meeting: Meeting, *, person: Any, reply: str, actor: Any) -> Attendance:
    """«Voy» or «No puedo», as often as she changes her mind before the meeting. Not coming excuses her."""
    meeting = lock_meeting(meeting.pk)
    require_herself_or_lead(meeting, person=person, actor=actor)
    if meeting.state != MeetingState.CONVENED:
        raise DomainError("not_convened", _("You can answer once the meeting has been convened and until it starts."))
    if reply not in Reply.values:
        raise DomainError("bad_value", _("Choose whether you are coming or not."), field="reply")
    row = _row_of(meeting, person, actor)
    status = AttendanceStatus.EXCUSED if reply == Reply.NOT_COMING else ""
    if (row.reply, row.status) == (reply, status):
        return row
    row.reply = reply
    row.entity = row.entity or _only_entity(meeting, person)
    return _write(meeting, row, "replied", actor=actor, status=status)


def check_in_guest(guest: Guest, *, actor: Any) -> Attendance:
    """With being admitted she is here. Called in that transaction, with the meeting locked."""
    row = Attendance(
        meeting=guest.meeting, person=guest.person, entity=guest.entity, entity_name=guest.entity_name, left_at=None
    )
    return _write(guest.meeting, row, "checked_in", actor=actor, status=AttendanceStatus.GUEST, arrived_at=clock.now())


def remove_guest(guest: Guest, *, actor: Any) -> None:
    """She is put out: as if she had not come. Called in that transaction, with the meeting locked."""
    for row in guest.meeting.attendances.filter(person=guest.person):
        audit.record("attendance.removed", row, actor=actor, meeting=row.meeting_id, person=row.person_id)
        row.delete()


def _row_of(meeting: Meeting, person: Any, actor: Any) -> Attendance:
    """Her row, perhaps not yet written. Refused to who is not of the area nor was admitted before."""
    row = meeting.attendances.select_related("entity", "person").filter(person=person).first()
    if row:
        return row
    if not presence.is_of_area(person.pk, meeting.area_id):
        message = _("Only people of this area can be recorded as attending its meetings.")
        raise (NotAllowed if person == actor else DomainError)("not_a_member", message)
    return Attendance(meeting=meeting, person=person)


def _here_as(row: Attendance) -> str:
    is_guest = row.status == AttendanceStatus.GUEST or row.person.is_guest
    return AttendanceStatus.GUEST if is_guest else AttendanceStatus.PRESENT


def _entity_of(meeting: Meeting, person: Any, entity: Entity | None, row: Attendance) -> Entity | None:
    """Whom she came for. Asks only who has several; who leads the area without a mandate comes for none."""
    hers = presence.entities_of(person.pk, meeting.area_id)
    if entity and hers and entity not in hers:
        raise DomainError("not_your_seat", _("That is not an entity this person represents here."), field="entity")
    if entity or row.entity or not hers:
        return (entity if hers else None) or row.entity
    if len(hers) > 1:
        raise DomainError("seat_needed", _("Choose the entity you come for."), field="entity")
    return hers[0]


def _only_entity(meeting: Meeting, person: Any) -> Entity | None:
    hers = presence.entities_of(person.pk, meeting.area_id)
    return hers[0] if len(hers) == 1 else None


def _write(meeting: Meeting, row: Attendance, verb: str, *, actor: Any, **fields: Any) -> Attendance:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    audit.record(f"attendance.{verb}", row, actor=actor, meeting=meeting.pk, person=row.person_id, status=row.status)
    if row.status in HERE:
        seat_arrival(meeting, row)
    touch(meeting, "presence")
    tell_presence(meeting)
    return row


def _require_markable(meeting: Meeting, status: str) -> None:
    if status and status not in MARKS:
        raise DomainError("bad_value", _("Choose present, excused or absent."), field="status")
    require_not_over(meeting)
    if status == AttendanceStatus.PRESENT:
        require_in_session(meeting)
