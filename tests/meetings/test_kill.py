"""The real server, stopped and killed while people vote. What was acknowledged is there, once."""

import asyncio
import random
import urllib.request
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from http.client import HTTPException

import pytest
from asgiref.sync import sync_to_async

from meetings.models import Ballot, RollEntry, Vote
from meetings.results import count_turnout, count_votes
from tests.servers import Server

from .browsers import session_of
from .crowds import PATIENCE, Voter, enter, keep_voting
from .voting import Voting
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)


async def crowd(voting: Voting, size: int) -> tuple[list, list[str]]:
    people = [await sync_to_async(voting.newcomer)() for _ in range(size)]
    return people, [await sync_to_async(session_of)(person) for person in people]


def missing_or_wrong(voters: list[Voter]) -> list:
    """Answers that the database does not bear out: it may know something later, never something else or nothing."""
    rows = Vote.objects.values_list("ballot__entry__person_id", "item_id", "seq", "value")
    stored = {(person, item): (seq, value) for person, item, seq, value in rows}
    told = {(voter.person, item): answer for voter in voters for item, answer in voter.told.items()}
    return [
        (key, answer, stored.get(key))
        for key, answer in told.items()
        if key not in stored or stored[key][0] < answer[0] or (stored[key][0] == answer[0] and stored[key] != answer)
    ]


async def test_killed_three_times_at_any_moment_no_acknowledged_vote_is_missing(voting, tmp_path):
    people, sessions = await crowd(voting, 50)
    server, everybody = Server(tmp_path), []
    for _ in range(3):
        await asyncio.to_thread(server.start)
        voters = await enter(server.port, voting, people, sessions)
        for voter in voters:
            voter.seq = voter.last("room.snapshot")["me"]["seq"]
        voted = asyncio.create_task(keep_voting(voting, voters, asyncio.Event()))
        await asyncio.sleep(random.uniform(0.5, 1.5))
        await asyncio.to_thread(server.kill)
        await asyncio.wait_for(voted, PATIENCE)
        for voter in voters:
            voter.read()
        everybody += voters

    await asyncio.to_thread(server.start)
    [back] = await enter(server.port, voting, people[:1], sessions[:1])
    shown = back.last("room.snapshot")
    await asyncio.to_thread(server.stop)
    assert sum(len(voter.told) for voter in everybody) > 50
    assert await sync_to_async(missing_or_wrong)(everybody) == []
    await sync_to_async(_roll_and_tally_agree)(voting, shown)


def _roll_and_tally_agree(voting: Voting, shown: dict) -> None:
    rows = Vote.objects.filter(item__round=voting.round)
    counted = {row.item: row.distribution for row in count_votes(voting.round)}
    assert counted == {
        item: [rows.filter(item=item, value=value).count() for value in range(5)] for item in voting.items
    }
    assert {row["item"]: row["distribution"] for row in shown["round"]["tally"]} == counted
    assert shown["round"]["turnout"]["cast"] == count_turnout(voting.round).cast == Ballot.objects.count()
    assert rows.count() == len(set(rows.values_list("ballot__entry", "item")))
    assert RollEntry.objects.filter(round=voting.round).count() == shown["round"]["turnout"]["entitled"] == 52


async def test_asked_to_stop_under_load_it_stops_and_keeps_what_it_acknowledged(voting, tmp_path):
    people, sessions = await crowd(voting, 30)
    server = Server(tmp_path)
    await asyncio.to_thread(server.start)
    voters, until = await enter(server.port, voting, people, sessions), asyncio.Event()
    readers = ThreadPoolExecutor(8)
    pages = [readers.submit(_read_on, server.origin) for _ in range(8)]
    voted = asyncio.create_task(keep_voting(voting, voters, until, pause=0.06))
    async with asyncio.timeout(PATIENCE):
        while _told(voters) <= 30:
            await asyncio.sleep(0.05)

    code = await asyncio.to_thread(server.stop)

    until.set()
    await asyncio.wait_for(voted, PATIENCE)
    _gone, still_reading = await asyncio.to_thread(wait, pages, PATIENCE)
    assert not still_reading
    assert (code, _told(voters) > 30) == (0, True)
    assert await sync_to_async(missing_or_wrong)(voters) == []
    assert "Traceback" not in server.log, server.log


def _told(voters) -> int:
    """How many votes they know to be recorded."""
    for voter in voters:
        voter.read()
    return sum(len(voter.told) for voter in voters)


def _read_on(origin: str) -> None:
    with suppress(OSError, HTTPException):
        while True:
            with urllib.request.urlopen(f"{origin}/accounts/login/", timeout=PATIENCE) as page:
                page.read()


async def test_two_servers_on_one_database_tell_each_others_rooms(voting, tmp_path):
    """By the channel layer where there is one, else by looking once a second."""
    [people, sessions] = await crowd(voting, 20)
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
    servers = [Server(folder) for folder in folders]
    await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
    here = await enter(servers[0].port, voting, people[:10], sessions[:10])
    there = await enter(servers[1].port, voting, people[10:], sessions[10:])
    same_voter = await enter(servers[1].port, voting, people[:1], sessions[:1])

    for voter in [*here, *there]:
        voter.vote(voting.round.pk, voting.items[0], 3)

    async with asyncio.timeout(PATIENCE):
        while not (all(_shows(voter, 20) for voter in [*here, *there]) and _sees_her_vote(same_voter[0])):
            await asyncio.sleep(0.1)
    tallies = {str(voter.last("tally.changed")["tally"]) for voter in [*here, *there]}
    await asyncio.gather(*(asyncio.to_thread(server.stop) for server in servers))
    assert len(tallies) == 1


def _shows(voter: Voter, cast: int) -> bool:
    tally = voter.last("tally.changed")
    return tally is not None and tally["turnout"]["cast"] == cast


def _sees_her_vote(voter: Voter) -> bool:
    return [vote["value"] for vote in voter.last("room.snapshot")["me"]["ballot"]["votes"]] == [3]
