"""May this person…? Asked of her standing, so that one reading answers a whole page."""

from red_inclusion.network.standing import Standing

from .models import Meeting


def can_convene(standing: Standing, area_id: int) -> bool:
    return standing.runs(area_id)


def can_run_meeting(standing: Standing, meeting: Meeting) -> bool:
    """Convene, start, run the room, rounds, attendance, close, minutes."""
    return standing.runs(meeting.area_id)


def can_attend(standing: Standing, meeting: Meeting) -> bool:
    """Is of the area, observers and its lead included. Coordination reads every area but is of none."""
    return meeting.area_id in standing.area_ids


def can_take_part(standing: Standing, meeting: Meeting) -> bool:
    """Speaks for an entity there: votes in people rounds."""
    return standing.takes_part(meeting.area_id)
