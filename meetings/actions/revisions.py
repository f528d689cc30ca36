"""The numbers by which a room knows what it has not seen yet."""

from meetings.models import Meeting
from red_inclusion.core import realtime

PARTS = frozenset({"stage", "presence", "agenda", "round", "tally"})


def lock_meeting(pk: int) -> Meeting:
    """The meeting as it is now, held until the end of the present transaction. First of all locks."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("area").get(pk=pk)


def topic_of(meeting_id: int) -> str:
    return f"room.{meeting_id}"


def touch(meeting: Meeting, *parts: str) -> int:
    """Raise the revision of `meeting`, from `lock_meeting` in this transaction, and tell its room after the commit."""
    unknown = set(parts) - PARTS
    if unknown or not parts:
        raise ValueError(f"no such part of a room: {unknown or 'none'}")
    meeting.revision += 1
    fields = [f"{part}_revision" for part in parts]
    for field in fields:
        setattr(meeting, field, meeting.revision)
    meeting.save(update_fields=["revision", *fields])
    realtime.publish(topic_of(meeting.pk))
    return meeting.revision
