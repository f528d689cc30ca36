"""What goes through a room's socket: every message, every field, who gets it and who does not."""

import asyncio
import json
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from meetings.actions.agenda import add_agenda_item, set_current_item
from meetings.actions.attendance import check_in, just_watch
from meetings.actions.ballots import Request, Target, cast_ballot, queue, record_acts
from meetings.actions.meeting import close_meeting, set_stage
from meetings.actions.rounds import close_round, create_round, make_stricter, open_round, void_round
from meetings.enums import ResultVisibility
from meetings.live import hub as hub_module
from meetings.live import readings
from meetings.live.room import Room
from meetings.models import Attendance, Meeting, RollEntry, Round, Vote
from red_inclusion.core import clock, realtime
from red_inclusion.core.actors import SYSTEM
from red_inclusion.network import actions as network
from tests.needs.factories import NeedFactory

from .browsers import Browser, entered, sign_in
from .factories import AgendaItemFactory, GuestFactory, MeetingFactory
from .voting import start_voting
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)


def acts(action):
    return sync_to_async(action)


def without(message: dict, *fields: str) -> dict:
    return {name: value for name, value in message.items() if name not in fields}


def cast_frame(voting, item=0, value=3, **more) -> dict:
    return {"type": "vote.cast", "round": voting.round.pk, "item": voting.items[item], "value": value} | more


# The snapshot


async def test_the_snapshot_whole(voting):
    meeting, cast = voting.meeting, voting.cast
    agenda = await sync_to_async(AgendaItemFactory)(meeting=meeting, title="Priorities")
    await acts(voting.does)(cast.bruno, voting.cast_vote(0, 4, impact=3, seq=12), voting.pass_on(1, seq=13))
    needs = [need async for need in voting.round.items.values("pk", "need_id", "need__title").order_by("order")]
    votes = Vote.objects.filter(ballot__entry__person=cast.bruno).order_by("item")
    [vote, passed] = [row async for row in votes]

    async with entered(meeting, cast.bruno) as browser:
        snapshot = browser.snapshot

    await meeting.arefresh_from_db()
    nothing = {"mean": None, "median": None, "agreement": None, "rank": None, "distribution": [0, 0, 0, 0, 0]}
    nobody = {"n": 0, "mean": None, "rank": None}
    assert without(snapshot, "server_now") == {
        "type": "room.snapshot",
        "revision": meeting.revision,
        "meeting": {"id": meeting.pk, "title": meeting.title, "state": "in_session", "stage": "prioritise"},
        "presence": {"people": 2, "entities": 2},
        "agenda": [{"id": agenda.pk, "title": "Priorities", "state": "pending"}],
        "round": {
            "id": voting.round.pk,
            "title": voting.round.title,
            "state": "open",
            "method": "urgency",
            "impact": True,
            "electorate": "people",
            "openness": "open",
            "visibility": "live",
            "closes_at": None,
            "items": [
                {"id": item["pk"], "need": item["need_id"], "title": item["need__title"], "entity": "Cruz Roja"}
                for item in needs
            ],
            "turnout": {"cast": 1, "entitled": 2, "present": 2},
            "tally": [
                {
                    "item": voting.items[0],
                    "n": 1,
                    "passed": 0,
                    "mean": 4.0,
                    "median": 4.0,
                    "distribution": [0, 0, 0, 0, 1],
                    "agreement": 1.0,
                    "rank": 1,
                    "by_entity": {"n": 1, "mean": 4.0, "rank": 1},
                },
                {"item": voting.items[1], "n": 0, "passed": 1, **nothing, "by_entity": nobody},
                {"item": voting.items[2], "n": 0, "passed": 0, **nothing, "by_entity": nobody},
            ],
        },
        "me": {
            "entitled": True,
            "present": True,
            "seats": [{"id": cast.seat.pk, "entity": "Cruz Roja"}],
            "seq": 13,
            "ballot": {
                "abstained": False,
                "votes": [
                    {
                        "item": voting.items[0],
                        "value": 4,
                        "impact": 3,
                        "passed": False,
                        "seq": 12,
                        "recorded_at": written(vote.recorded_at),
                    },
                    {
                        "item": voting.items[1],
                        "value": None,
                        "impact": None,
                        "passed": True,
                        "seq": 13,
                        "recorded_at": written(passed.recorded_at),
                    },
                ],
            },
        },
    }


def written(moment) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def test_a_room_without_a_round(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)

    async with entered(meeting, cast.observer) as watching, entered(meeting, cast.bruno) as browser:
        assert (browser.snapshot["round"], browser.snapshot["me"]["entitled"]) == (None, True)
        assert watching.snapshot["me"] == {
            "entitled": False,
            "present": True,
            "seats": [],
            "seq": 0,
            "ballot": {"abstained": False, "votes": []},
        }


async def test_a_need_raised_by_the_network_does_not_name_its_entity(voting):
    item = await voting.round.items.select_related("need").afirst()
    item.need.raised_by_network = True
    await item.need.asave()

    async with entered(voting.meeting, voting.cast.alba) as browser:
        assert [item["entity"] for item in browser.snapshot["round"]["items"]] == [None, "Cruz Roja", "Cruz Roja"]


async def test_resync_gives_a_fresh_snapshot(voting):
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        await browser.send({"type": "room.resync"})
        fresh = await browser.receive("room.snapshot")

    assert without(fresh, "server_now") == without(browser.snapshot, "server_now")


# Voting


async def test_a_vote_is_answered_and_the_room_told(voting):
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
        answer = await bruno.ask(cast_frame(voting, 0, 4, impact=3, seq=1, id="c7"))
        tally = await alba.receive("tally.changed")

    assert without(answer, "recorded_at") == {
        "type": "vote.recorded",
        "id": "c7",
        "round": voting.round.pk,
        "item": voting.items[0],
        "value": 4,
        "impact": 3,
        "passed": False,
        "seq": 1,
    }
    await voting.meeting.arefresh_from_db()
    assert (tally["revision"], tally["round"]) == (voting.meeting.tally_revision, voting.round.pk)
    assert tally["turnout"] == {"cast": 1, "entitled": 2, "present": 2}
    assert tally["tally"][0]["distribution"] == [0, 0, 0, 0, 1]
    assert [message["type"] for message in alba.log] == ["room.snapshot", "tally.changed"]


async def test_pass_clear_and_abstain_are_answered(voting):
    target = {"round": voting.round.pk, "item": voting.items[0]}
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        answers = [
            await browser.ask({"type": "vote.pass", "id": "1", **target}),
            await browser.ask({"type": "vote.clear", "id": "2", **target}),
            await browser.ask({"type": "ballot.abstain", "id": "3", "round": voting.round.pk}),
        ]

    recorded = {"type": "vote.recorded", **target, "value": None, "impact": None}
    assert [without(answer, "recorded_at") for answer in answers] == [
        recorded | {"id": "1", "passed": True, "seq": 1},
        recorded | {"id": "2", "passed": False, "seq": 2},
        {"type": "ballot.recorded", "id": "3", "round": voting.round.pk, "abstained": True, "seq": 3},
    ]


async def test_two_tabs_of_one_voter_converge(voting):
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.bruno) as (one, other):
        answer = await one.ask(cast_frame(voting, 0, 4, seq=1, id="mine"))
        heard = await other.receive("vote.recorded")
        late = await other.ask(cast_frame(voting, 0, 1, seq=1, id="late"))
        again = await one.receive("vote.recorded")

    assert heard == answer | {"id": None}
    assert late == answer | {"id": "late", "superseded": True}
    assert again in (answer, late | {"id": None})


async def test_a_re_sent_message_is_answered_the_same(voting):
    frame = cast_frame(voting, 0, 4, impact=1, seq=1, id="c1")
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        first = await browser.ask(frame)
        browser.log.clear()
        browser._seen = 0
        second = await browser.ask(frame)

    assert first == second


async def test_a_vote_without_an_id_is_answered_without(voting):
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        await browser.send(cast_frame(voting))

        assert (await browser.receive("vote.recorded"))["id"] is None


async def test_votes_sent_before_the_snapshot_are_not_lost(voting):
    browser = Browser(voting.meeting.pk, session=await sign_in(voting.cast.bruno))
    assert await browser.connect()

    answer = await browser.ask(cast_frame(voting, id="early"))

    assert answer["type"] == "vote.recorded"
    assert browser.log[0]["type"] == "room.snapshot"
    await browser.leave()


async def test_a_vote_by_form_reaches_the_sockets_of_its_voter(voting):
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
        await acts(cast_ballot)(voting.round, actor=voting.cast.bruno, acts=[voting.cast_vote(0, 4)])

        assert (await bruno.receive("vote.recorded"))["id"] is None
        assert (await alba.receive("tally.changed"))["turnout"]["cast"] == 1
        assert "vote.recorded" not in {message["type"] for message in alba.log}


async def test_the_figures_coming_out_equal_are_told_all_the_same(voting):
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
        await bruno.ask(cast_frame(voting, 0, 4, id="1"))
        first = await alba.receive("tally.changed")
        await bruno.ask(cast_frame(voting, 0, 4, id="2"))
        second = await alba.receive("tally.changed")

    assert without(second, "revision") == without(first, "revision")
    assert second["revision"] > first["revision"]


# Refusals


async def test_the_error_of_every_refusal_by_name(voting):
    """Those that a socket can meet in a round of this kind; the door's and the floods' have tests of their own."""
    cast, round = voting.cast, voting.round.pk
    away = await sync_to_async(voting.newcomer)(present=False)
    elsewhere = await sync_to_async(start_voting)(cast)
    told = {}
    async with entered(voting.meeting, cast.bruno, cast.observer, away) as (bruno, observer, late):
        await acts(just_watch)(voting.meeting, person=away, actor=away)
        asked = {
            "bad_message": (bruno, {"type": "vote.cast", "round": round}),
            "no_such_round": (bruno, cast_frame(elsewhere)),
            "no_such_item": (bruno, cast_frame(voting, item=0) | {"item": elsewhere.items[0]}),
            "not_entitled": (observer, cast_frame(voting)),
            "not_present": (late, cast_frame(voting)),
            "not_your_seat": (bruno, cast_frame(voting, seat=cast.seat.pk + 1000)),
            "bad_value": (bruno, cast_frame(voting, value=5)),
        }
        for code, (browser, frame) in asked.items():
            told[code] = await browser.ask(frame | {"id": code})
        await acts(close_round)(voting.round, actor=cast.alba)
        told["round_not_open"] = await bruno.ask(cast_frame(voting, id="round_not_open"))

    assert {code: (answer["type"], answer["code"]) for code, answer in told.items()} == {
        code: ("error", code) for code in told
    }
    assert all(answer["message"] for answer in told.values())


async def test_a_database_that_does_not_answer_is_told_and_nothing_is_lost_in_silence(voting, monkeypatch):
    def away(target, requests):
        raise OperationalError("database is locked")

    def broken(target, requests):
        raise ValueError("a bug")

    async with entered(voting.meeting, voting.cast.bruno) as browser:
        monkeypatch.setattr(queue, "write", away)
        busy = await browser.ask(cast_frame(voting, id="1"))
        monkeypatch.setattr(queue, "write", broken)
        failed = await browser.ask(cast_frame(voting, id="2"))
        monkeypatch.undo()
        after = await browser.ask(cast_frame(voting, id="3"))

    assert (busy["code"], failed["code"], after["type"]) == ("busy", "server_error", "vote.recorded")


# Events


async def test_stage_agenda_and_presence(voting):
    meeting, cast = voting.meeting, voting.cast
    late = await sync_to_async(voting.newcomer)(present=False)
    async with entered(meeting, cast.bruno, view="projector") as browser:
        await acts(set_stage)(meeting, stage="groups", actor=cast.alba)
        stage = await browser.receive("stage.changed")
        item = await acts(add_agenda_item)(meeting, title="Priorities", actor=cast.alba)
        await browser.receive("agenda.changed")
        await acts(set_current_item)(item, actor=cast.alba)
        agenda = await browser.receive("agenda.changed")
        await acts(check_in)(meeting, person=late, actor=late)
        presence = await browser.receive("presence.changed")
        tally = await browser.receive("tally.changed")

    await meeting.arefresh_from_db()
    assert without(stage, "revision") == {
        "type": "stage.changed",
        "meeting": {"id": meeting.pk, "title": meeting.title, "state": "in_session", "stage": "groups"},
    }
    assert agenda == {
        "type": "agenda.changed",
        "revision": meeting.agenda_revision,
        "agenda": [{"id": item.pk, "title": "Priorities", "state": "current"}],
    }
    assert presence == {
        "type": "presence.changed",
        "revision": meeting.presence_revision,
        "presence": {"people": 3, "entities": 3},
    }
    assert tally["turnout"] == {"cast": 0, "entitled": 3, "present": 3}


async def test_opening_closing_and_voiding_are_told_whole_and_each_gets_her_own_snapshot(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)
    need = await sync_to_async(NeedFactory)(area=cast.emp, entity=cast.entity)
    async with entered(meeting, cast.bruno) as browser:
        round = await acts(create_round)(meeting, actor=cast.alba, title="Urgency", needs=[need], visibility="live")
        await acts(open_round)(round, actor=cast.alba)
        opened = await browser.receive("round.changed")
        mine = await browser.receive("room.snapshot")
        item = opened["round"]["items"][0]["id"]
        await browser.ask({"type": "vote.cast", "id": "1", "round": round.pk, "item": item, "value": 4})
        await acts(close_round)(round, actor=cast.alba)
        closed = await browser.receive("round.changed")
        after = await browser.receive("room.snapshot")
        await acts(void_round)(round, actor=cast.alba, reason="Wrong list")
        void = await browser.receive("round.changed")

    assert (opened["round"]["state"], opened["round"]["tally"][0]["n"]) == ("open", 0)
    assert (mine["me"]["entitled"], mine["me"]["seq"]) == (True, 0)
    assert (closed["round"]["state"], closed["round"]["tally"][0]["mean"]) == ("published", 4.0)
    assert [vote["value"] for vote in after["me"]["ballot"]["votes"]] == [4]
    assert (void["round"]["state"], void["round"]["tally"]) == ("void", None)


async def test_a_hidden_tally_is_in_no_frame_of_anybody(cast):
    """Every frame of every view, while people vote and things happen; after the close it is there."""
    voting = await sync_to_async(start_voting)(cast, visibility=ResultVisibility.ON_CLOSE)
    async with (
        entered(voting.meeting, cast.bruno) as phone,
        entered(voting.meeting, cast.alba, view="console") as console,
        entered(voting.meeting, cast.coordination, view="projector") as projector,
    ):
        everybody = (phone, console, projector)
        await phone.ask(cast_frame(voting, 0, 4, id="1"))
        await acts(set_stage)(voting.meeting, stage="prioritise", actor=cast.alba)
        for browser in everybody:
            await browser.receive("tally.changed")
            await browser.send({"type": "room.resync"})
            await browser.receive("room.snapshot")
        while_open = [message for browser in everybody for message in browser.log]
        turnouts = {message["turnout"]["cast"] for message in while_open if message["type"] == "tally.changed"}
        await acts(close_round)(voting.round, actor=cast.alba)
        after = [(await browser.receive("round.changed"))["round"]["tally"][0]["n"] for browser in everybody]

    tallies = [found for message in while_open for found in _values_of(message, "tally")]
    figures = {word for word in ("distribution", "mean", "median", "by_entity") if word in json.dumps(while_open)}
    assert (set(map(str, tallies)), figures, turnouts, after) == ({"None"}, set(), {1}, [1, 1, 1])


def _values_of(value, name):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name and not isinstance(inner, int):
                yield inner
            else:
                yield from _values_of(inner, name)


async def test_a_round_made_stricter_hides_what_was_seen(voting):
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        await browser.ask(cast_frame(voting, id="1"))
        shown = await browser.receive("tally.changed")
        await acts(make_stricter)(voting.round, visibility="on_close", actor=voting.cast.alba)
        changed = await browser.receive("round.changed")

    assert (shown["tally"][0]["n"], changed["round"]["visibility"], changed["round"]["tally"]) == (1, "on_close", None)


async def test_consoles_alone_are_told_who_is_here_and_has_voted(voting):
    cast = voting.cast
    async with (
        entered(voting.meeting, cast.alba, view="console") as console,
        entered(voting.meeting, cast.bruno) as phone,
        entered(voting.meeting, cast.alba, view="projector") as projector,
    ):
        first = await console.receive("roll.changed")
        await phone.ask(cast_frame(voting, id="1"))
        second = await console.receive("roll.changed")
        others = [*phone.log, *projector.log, *await phone.listen(0.5), *await projector.listen(0.1)]

    roll = RollEntry.objects.filter(round=voting.round)
    entries = {entry.person_id: entry.pk async for entry in roll}
    bruno = {"id": entries[cast.bruno.pk], "name": "Bruno", "entity": "Cruz Roja"}
    alba = {"id": entries[cast.alba.pk], "name": "Alba", "entity": "Servicios Sociales"}
    waited = {"present": True, "voted": False}
    assert (first["round"], first["roll"]) == (voting.round.pk, [bruno | waited, alba | waited])
    assert second["roll"] == [bruno | waited | {"voted": True}, alba | waited]
    assert "roll.changed" not in {message["type"] for message in others}


async def test_a_projector_shows_nobodys_own_ballot_and_does_not_vote(voting):
    cast = voting.cast
    await acts(voting.does)(cast.alba, voting.cast_vote(0, 4))
    async with (
        entered(voting.meeting, cast.alba, view="projector") as wall,
        entered(voting.meeting, cast.alba) as phone,
    ):
        refused = await wall.ask(cast_frame(voting, id="wall"))
        await phone.ask(cast_frame(voting, 1, id="phone"))
        await wall.receive("tally.changed")

    assert wall.snapshot["me"] == {
        "entitled": False,
        "present": False,
        "seats": [],
        "seq": 0,
        "ballot": {"abstained": False, "votes": []},
    }
    assert refused["code"] == "not_entitled"
    assert "vote.recorded" not in {message["type"] for message in wall.log}


async def test_the_room_says_that_it_is_alive(voting, monkeypatch):
    monkeypatch.setattr(hub_module, "ALIVE_EVERY", 0)
    monkeypatch.setattr(hub_module, "LOOK_EVERY", 0.1)
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        alive = await browser.receive("room.alive")

    await voting.meeting.arefresh_from_db()
    meeting = voting.meeting
    assert alive["revisions"] == {
        "stage": meeting.stage_revision,
        "presence": meeting.presence_revision,
        "agenda": meeting.agenda_revision,
        "round": meeting.round_revision,
        "tally": meeting.tally_revision,
    }


async def test_a_burst_is_told_in_few_frames(voting):
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
        for number in range(60):
            await bruno.send(cast_frame(voting, number % 3, number % 5, id=str(number)))
        told = [message for message in await alba.listen(2) if message["type"] == "tally.changed"]

    assert 1 <= len(told) <= 10
    await voting.meeting.arefresh_from_db()
    assert told[-1]["revision"] == voting.meeting.tally_revision


# What one person may do changes


async def test_checking_in_is_told_to_her_sockets_by_a_fresh_snapshot(voting):
    cast = voting.cast
    async with entered(voting.meeting, cast.bruno, cast.alba) as (bruno, alba):
        await acts(just_watch)(voting.meeting, person=cast.bruno, actor=cast.bruno)
        away = await bruno.receive("room.snapshot")
        await acts(check_in)(voting.meeting, person=cast.bruno, actor=cast.bruno)
        back = await bruno.receive("room.snapshot")
        await alba.listen(0.3)

    assert (away["me"]["present"], back["me"]["present"]) == (False, True)
    assert [message["type"] for message in alba.log].count("room.snapshot") == 1


async def test_a_mandate_given_is_told_to_her_sockets(voting):
    cast = voting.cast
    async with entered(voting.meeting, cast.coordination) as browser:
        await acts(network.give_mandate)(cast.seat, person=cast.coordination, actor=SYSTEM)
        fresh = await browser.receive("room.snapshot")

    assert (browser.snapshot["me"]["entitled"], fresh["me"]["entitled"]) == (False, True)
    assert fresh["me"]["seats"] == [{"id": cast.seat.pk, "entity": "Cruz Roja"}]


@pytest.fixture
def quick_review(monkeypatch):
    monkeypatch.setattr(hub_module, "REVIEW_EVERY", 0)
    monkeypatch.setattr(hub_module, "LOOK_EVERY", 0.1)


async def test_who_loses_her_mandate_loses_the_socket(voting, quick_review):
    mandate = await voting.cast.bruno.mandates.aget()
    async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
        await acts(network.end_mandate)(mandate, actor=SYSTEM)

        assert ((await bruno.receive("error"))["code"], await bruno.hung_up()) == ("not_a_member", 4403)
        assert alba.closed is None


async def test_a_guest_is_told_that_the_meeting_has_ended_before_her_line_does(voting, quick_review, monkeypatch):
    guest = await sync_to_async(GuestFactory)(meeting=voting.meeting, inside=True)
    await acts(close_round)(voting.round, actor=SYSTEM)
    async with entered(voting.meeting, guest.person) as browser:
        # Judging who is in the room comes before telling what happened, as it may when much goes on.
        monkeypatch.setattr(Room, "wake", lambda *_, **__: None)
        await acts(close_meeting)(voting.meeting, actor=SYSTEM)

        stage = await browser.receive("stage.changed")
        error = await browser.receive("error")
        code = await browser.hung_up()

    assert (stage["meeting"]["state"], error["code"], code) == ("closed", "not_a_member", 4403)


async def test_who_signs_out_loses_the_socket_of_that_session_only(voting, quick_review):
    meeting, bruno = voting.meeting, voting.cast.bruno
    here, there = await sign_in(bruno), await sign_in(bruno)
    tab, phone = Browser(meeting.pk, session=here), Browser(meeting.pk, session=there)
    for browser in (tab, phone):
        assert await browser.connect()
        await browser.receive("room.snapshot")

    await acts(_sign_out)(here)

    assert ((await tab.receive("error"))["code"], await tab.hung_up()) == ("not_signed_in", 4401)
    assert (await phone.ask(cast_frame(voting, id="1")))["type"] == "vote.recorded"
    await phone.leave()


def _sign_out(session: str) -> None:
    client = Client()
    client.cookies["sessionid"] = session
    client.post(reverse("account_logout"))


async def test_the_lead_who_is_lead_no_more_loses_the_console(voting, quick_review):
    lead = await voting.cast.alba.led_areas.aget()
    async with entered(voting.meeting, voting.cast.alba, view="console") as console:
        await acts(network.end_lead)(lead, actor=SYSTEM)

        assert await console.hung_up() == 4403


def test_review_comes_often_enough():
    assert hub_module.REVIEW_EVERY + 2 * hub_module.LOOK_EVERY <= 10


# Other processes and the clock


async def test_what_another_process_did_is_followed_without_being_told(voting):
    """Nobody publishes: only the revision in the database rises."""
    meeting = voting.meeting
    async with entered(meeting, voting.cast.bruno) as browser:
        await Meeting.objects.filter(pk=meeting.pk).aupdate(
            stage="groups", revision=meeting.revision + 1, stage_revision=meeting.revision + 1
        )
        stage = await browser.receive("stage.changed")

    assert stage["meeting"]["stage"] == "groups"


async def test_a_vote_recorded_by_another_process_reaches_her_sockets(voting):
    meeting, cast = voting.meeting, voting.cast
    async with entered(meeting, cast.bruno) as browser:
        await acts(_vote_elsewhere)(voting, cast.bruno)
        fresh = await browser.receive("room.snapshot")

    assert [vote["value"] for vote in fresh["me"]["ballot"]["votes"]] == [4]


def _vote_elsewhere(voting, person) -> None:
    """As a second server would: the same action, another queue, no announcement here."""
    listeners, realtime._listeners[:] = list(realtime._listeners), []
    try:
        record_acts(Target(voting.meeting.pk, voting.round.pk), [Request(person.pk, voting.cast_vote(0, 4))])
    finally:
        realtime._listeners[:] = listeners


async def test_a_round_closes_on_time_by_itself(voting):
    closes_at = clock.now() + timedelta(seconds=1.5)
    await Round.objects.filter(pk=voting.round.pk).aupdate(closes_at=closes_at)
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        closed = await browser.receive("round.changed")
        refused = await browser.ask(cast_frame(voting, id="late"))

    round = await Round.objects.aget(pk=voting.round.pk)
    assert (closed["round"]["state"], refused["code"]) == ("published", "round_not_open")
    assert closes_at <= round.closed_at <= closes_at + timedelta(seconds=5)


async def test_a_round_that_cannot_be_closed_is_tried_at_the_usual_pace(voting, monkeypatch):
    tries = []

    def away() -> None:
        tries.append(clock.now())
        raise OperationalError("database is locked")

    monkeypatch.setattr(readings, "close_due", away)
    await Round.objects.filter(pk=voting.round.pk).aupdate(closes_at=clock.now())
    async with entered(voting.meeting, voting.cast.bruno) as browser:
        await browser.listen(2.5)

    assert 1 <= len(tries) <= 3


async def test_many_come_in_together_and_are_all_told_the_same(voting):
    people = [await sync_to_async(voting.newcomer)() for _ in range(20)]
    async with entered(voting.meeting, *people) as browsers:
        answers = await asyncio.gather(
            *(browser.ask(cast_frame(voting, 0, n % 5, id=str(n))) for n, browser in enumerate(browsers))
        )
        tallies = [await _tally_of_all(browser, 20) for browser in browsers]

    assert {answer["type"] for answer in answers} == {"vote.recorded"}
    assert {json.dumps(tally) for tally in tallies} == {json.dumps(tallies[0])}
    assert tallies[0]["tally"][0]["distribution"] == [4, 4, 4, 4, 4]
    assert await Attendance.objects.filter(meeting=voting.meeting).acount() == 22


async def _tally_of_all(browser, voters: int) -> dict:
    while (tally := await browser.receive("tally.changed"))["turnout"]["cast"] < voters:
        pass
    return tally
