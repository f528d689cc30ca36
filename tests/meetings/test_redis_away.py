"""Two servers, and Redis between them goes away for twenty seconds while people vote."""

import asyncio
import http.client
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from tests.redis_line import RedisLine
from tests.servers import Server

from .browsers import session_of
from .crowds import PATIENCE, Voter, enter, keep_voting
from .test_kill import crowd, missing_or_wrong
from .voting import Voting
from .voting import voting as voting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.scaled, pytest.mark.long]

AWAY = 20  # seconds
HEALED_WITHIN = 5  # seconds, design §9; the machine's own slowness is in `SLACK`
SLACK = 3
CSRF = "c" * 32


@pytest.fixture
async def line():
    line = RedisLine()
    await line.start()
    yield line
    await line.stop()


@pytest.fixture
def servers(line, tmp_path_factory):
    servers = [Server(tmp_path_factory.mktemp(name), REDIS_URL=line.url) for name in ("one", "other")]
    yield servers
    for server in servers:
        server.kill()


@pytest.mark.parametrize("leave", ["cut", "hush"])
async def test_no_vote_is_refused_and_screens_heal(voting, servers, line, leave):
    people, sessions = await crowd(voting, 20)
    one, other = servers
    await asyncio.gather(*(asyncio.to_thread(server.start) for server in servers))
    here = await enter(one.port, voting, people[:10], sessions[:10])
    there = await enter(other.port, voting, people[10:], sessions[10:])
    by_form = await sync_to_async(voting.newcomer)()
    form = Form(one.port, voting, await sync_to_async(session_of)(by_form))

    until = asyncio.Event()
    voted = asyncio.create_task(keep_voting(voting, [*here, *there], until, pause=0.5))
    await getattr(line, leave)()
    answered = await _use_the_form_for(AWAY, form)
    await line.give_back()
    until.set()
    await voted
    async with asyncio.timeout(HEALED_WITHIN * SLACK):
        here[0].vote(voting.round.pk, voting.items[0], 4)
        await _hear_each_other(line, voting)
        await _all_show_the_same([*here, *there], cast=21)
        while not all(voter.is_answered() for voter in (*here, *there)):
            await asyncio.sleep(0.1)

    await asyncio.gather(*(asyncio.to_thread(server.stop) for server in servers))
    assert answered == ({303}, 200, 200)
    assert [voter.codes for voter in (*here, *there)] == [[]] * 20
    assert await sync_to_async(missing_or_wrong)([*here, *there]) == []
    assert [server.log.count("Traceback") for server in servers] == [0, 0], one.log + other.log


class Form:
    """Somebody without a socket, who votes by form and opens pages meanwhile."""

    def __init__(self, port: int, voting: Voting, session: str):
        self.port, self.voting = port, voting
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def vote(self, value: int) -> int:
        return self.ask("POST", f"/rounds/{self.voting.round.pk}/ballot/", {f"value-{self.voting.items[0]}": value})

    def open_the_room(self) -> int:
        return self.ask("GET", f"/meetings/{self.voting.meeting.pk}/room/")

    def try_a_code(self) -> int:
        return self.ask("POST", "/join/", {"code": "AAAAAA"})

    def ask(self, method: str, path: str, fields: dict | None = None) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request(method, path, urlencode(fields or {}), self.headers)
        return line.getresponse().status


async def _use_the_form_for(seconds: float, form: Form) -> tuple[set[int], int, int]:
    """What voting, opening the room and a mistyped code were answered meanwhile."""
    until = asyncio.get_running_loop().time() + seconds
    room, join = await asyncio.to_thread(form.open_the_room), await asyncio.to_thread(form.try_a_code)
    votes = set()
    while asyncio.get_running_loop().time() < until:
        votes.add(await asyncio.to_thread(form.vote, len(votes)))
        await asyncio.sleep(1)
    return votes, room, join


async def _all_show_the_same(voters: list[Voter], cast: int) -> None:
    while len({str(_shown(voter)) for voter in voters}) > 1 or _shown(voters[0])["turnout"]["cast"] < cast:
        await asyncio.sleep(0.1)


def _shown(voter: Voter) -> dict:
    tally = voter.last("tally.changed")
    return {part: tally[part] for part in ("revision", "turnout", "tally")} if tally else {}


async def _hear_each_other(line: RedisLine, voting: Voting) -> None:
    while line.told.count(f"room.{voting.meeting.pk}".encode()) < 2:
        await asyncio.sleep(0.1)
