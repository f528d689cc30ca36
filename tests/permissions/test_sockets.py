"""Every socket message × every role × a room of the own and of another area, for every view."""

import pytest
from asgiref.sync import sync_to_async

from meetings import protocol
from meetings.actions.rounds import open_round
from meetings.enums import AttendanceStatus, MeetingState
from tests.meetings.browsers import Browser, session_of
from tests.meetings.factories import AttendanceFactory, MeetingFactory, RoundFactory
from tests.needs.factories import NeedFactory

from .world import (
    ANONYMOUS,
    COORDINATION,
    GUEST,
    LEAD,
    MEMBER,
    OTHER,
    OUTSIDER,
    OWN,
    READERS,
    ROLES,
    RUNNING,
    SUBSTITUTE,
    TITULAR,
    Case,
    World,
)

VOTERS = {MEMBER, SUBSTITUTE, TITULAR, LEAD}
ANSWERS = {
    "vote.cast": "vote.recorded",
    "vote.pass": "vote.recorded",
    "vote.clear": "vote.recorded",
    "ballot.abstain": "ballot.recorded",
    "room.resync": "room.snapshot",
}
FIELDS = {
    "vote.cast": ("round", "item", "value"),
    "vote.pass": ("round", "item"),
    "vote.clear": ("round", "item"),
    "ballot.abstain": ("round",),
    "room.resync": (),
}


def test_every_message_of_the_protocol_is_asked():
    messages = {command.__struct_config__.tag for command in protocol.Command.__args__}

    assert set(ANSWERS) == set(FIELDS) == messages


def expected(role: str, place: str, view: str) -> dict[str, str] | str:
    """What comes of each message, or with which code the door closes."""
    if role == ANONYMOUS:
        return "4401"
    if role == GUEST:
        return ANSWERS if place == OWN and view == "phone" else "4403"
    may_read = role in READERS if place == OWN else role == COORDINATION
    if not may_read or (view == "console" and role not in RUNNING):
        return "4403"
    if role in VOTERS and view != "projector":
        return ANSWERS
    return {kind: "room.snapshot" if kind == "room.resync" else "not_entitled" for kind in ANSWERS}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("view", ["phone", "console", "projector"])
async def test_who_gets_what_from_every_message(cast, view):
    world = await sync_to_async(World)(cast)
    table, wanted = {}, {}
    for role in ROLES:
        for place in (OWN, OTHER):
            if role == OUTSIDER and place == OTHER:
                continue  # it is her own
            table[role, place] = await _outcome(Case(world, role, place), view)
            wanted[role, place] = expected(role, place, view)

    assert table == wanted


async def _outcome(case: Case, view: str) -> dict[str, str] | str:
    round, session = await sync_to_async(_prepare)(case)
    browser = Browser(round.meeting_id, view, session=session)
    assert await browser.connect()
    first = await browser.receive_any()
    if first["type"] == "error":
        return str(await browser.hung_up())
    target = {"round": round.pk, "item": (await round.items.aget()).pk, "value": 3}
    told = {}
    for kind, fields in FIELDS.items():
        frame = {"type": kind, "id": kind} | {field: target[field] for field in fields}
        told[kind] = await _answer(browser, frame)
    await browser.leave()
    return told


async def _answer(browser: Browser, frame: dict) -> str:
    if frame["type"] == "room.resync":
        await browser.send(frame)
        return (await browser.receive("room.snapshot"))["type"]
    answer = await browser.ask(frame)
    return answer.get("code", answer["type"])


def _prepare(case: Case):
    """A vote open in a meeting of the area, the person recorded as being there."""
    meeting = MeetingFactory(area=case.area, state=MeetingState.IN_SESSION, created_by=case.author)
    case.let_in(meeting)
    if case.person and case.role != GUEST:
        AttendanceFactory(meeting=meeting, person=case.person, entity=case.entity, status=AttendanceStatus.PRESENT)
    need = NeedFactory(area=case.area, entity=case.entity, author=case.author)
    round = RoundFactory(meeting=meeting, created_by=case.author, needs=[need])
    return open_round(round, actor=case.cast.coordination), session_of(case.person) if case.person else ""
