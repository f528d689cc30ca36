"""The room's three faces, preparing a vote, and reading its result."""

from meetings.enums import MeetingState
from tests.meetings.factories import MeetingFactory, RoundFactory
from tests.needs.factories import NeedFactory
from tests.permissions.matrix import Row
from tests.permissions.world import GUEST, READERS, RUNNING


def in_session(case):
    return MeetingFactory(area=case.area, state=MeetingState.IN_SESSION, created_by=case.author)


def meeting(case) -> dict:
    return {"pk": in_session(case).pk}


def entered(case) -> dict:
    return {"pk": case.let_in(in_session(case)).pk}


def prepared(case) -> dict:
    return {"pk": RoundFactory(meeting=in_session(case), created_by=case.author, needs=[need(case)]).pk}


def need(case):
    return NeedFactory(area=case.area, entity=case.entity, author=case.author)


def vote(case) -> dict:
    return {"title": "Priorities", "visibility": "on_close", "needs": [need(case).pk]}


ROWS = {
    "meetings:room": Row(kwargs=entered, may=READERS | {GUEST}, for_guests=True),
    "meetings:projector": Row(kwargs=meeting),
    "meetings:console": Row(kwargs=meeting, may=RUNNING),
    "meetings:round_create": [
        Row(kwargs=meeting, may=RUNNING),
        Row("POST", kwargs=meeting, data=vote, may=RUNNING),
    ],
    "meetings:round_detail": Row(kwargs=prepared),
}
