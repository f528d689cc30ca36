"""A vote: reading the room, voting by form, and what its lead does to it."""

from meetings.actions.rounds import open_round
from meetings.enums import MeetingState, ResultVisibility, RoundState
from meetings.results import compute_result
from red_inclusion.core import clock
from tests.meetings.factories import MeetingFactory, RoundFactory
from tests.needs.factories import NeedFactory
from tests.permissions.matrix import Row
from tests.permissions.world import GUEST, READERS, RUNNING


def room(case) -> dict:
    return {"pk": case.let_in(_meeting(case)).pk}


def prepared(case) -> dict:
    return {"pk": _round(case).pk}


def opened(case) -> dict:
    round_ = open_round(_round(case), actor=case.cast.coordination)
    case.let_in(round_.meeting)
    return {"pk": round_.pk}


def live(case) -> dict:
    round_ = _round(case, visibility=ResultVisibility.LIVE)
    return {"pk": open_round(round_, actor=case.cast.coordination).pk}


def closed(case) -> dict:
    """Closed and not yet published, as a stop between the two leaves it."""
    round_ = open_round(_round(case), actor=case.cast.coordination)
    round_.state, round_.closed_at, round_.result = RoundState.CLOSED, clock.now(), compute_result(round_)
    round_.save()
    return {"pk": round_.pk}


def _meeting(case):
    return MeetingFactory(area=case.area, state=MeetingState.IN_SESSION, created_by=case.author)


def _round(case, **fields):
    need = NeedFactory(area=case.area, entity=case.entity, author=case.author)
    return RoundFactory(meeting=_meeting(case), created_by=case.author, needs=[need], **fields)


IN_THE_ROOM = {"may": READERS | {GUEST}, "for_guests": True}


def by_its_lead(state, **data) -> Row:
    return Row("POST", kwargs=state, data=lambda case: data, may=RUNNING)


ROWS = {
    "meetings:room_snapshot": Row(kwargs=room, **IN_THE_ROOM),
    "meetings:ballot": [Row(kwargs=opened, **IN_THE_ROOM), Row("POST", kwargs=opened, **IN_THE_ROOM)],
    "meetings:round_open": by_its_lead(prepared),
    "meetings:round_close": by_its_lead(opened),
    "meetings:round_edit": [
        Row(kwargs=prepared, may=RUNNING),
        Row("POST", kwargs=prepared, data=lambda case: {"title": "January", "visibility": "live"}, may=RUNNING),
    ],
    "meetings:round_remove": by_its_lead(prepared),
    "meetings:round_publish": by_its_lead(closed),
    "meetings:round_stricter": by_its_lead(live, visibility="on_close"),
    "meetings:round_void": [Row(kwargs=opened, may=RUNNING), by_its_lead(opened, reason="Repeated")],
}
