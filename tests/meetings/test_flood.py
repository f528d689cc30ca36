"""Those who send without end or do not read, in one room with others, on the real server."""

import asyncio
import json
import socket
import subprocess
import time
from contextlib import closing

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from scripts.bench_driver import PING, connect_deaf, frame
from tests.servers import Server, running_server

from .browsers import session_of
from .crowds import PATIENCE, enter, keep_voting
from .test_kill import crowd, missing_or_wrong
from .voting import Voting, start_voting
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)

MIB = 2**20
RESYNC = frame(json.dumps({"type": "room.resync"}).encode())


def deaf_line(port: int, voting: Voting, session: str) -> socket.socket:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    return connect_deaf(port, f"/ws/meetings/{voting.meeting.pk}/room/", cookie)


def test_who_reads_nothing_is_not_read_either(voting, tmp_path):
    """Every ping is owed a pong: without end in, without end out."""
    pings = frame(b"x" * 125, PING) * 1000
    with (
        running_server(tmp_path) as server,
        closing(deaf_line(server.port, voting, session_of(voting.cast.bruno))) as line,
    ):
        taken = _bytes_taken(line, pings, limit=64 * MIB)

        assert taken < 16 * MIB
        assert server.stop() == 0
        assert "Traceback" not in server.log, server.log


def _bytes_taken(line: socket.socket, content: bytes, *, limit: int) -> int:
    """How much of it, again and again, the server takes before for two seconds it takes nothing."""
    taken, until = 0, time.monotonic() + 2
    while taken < limit and time.monotonic() < until:
        try:
            taken += line.send(memoryview(content)[taken % len(content) :])
            until = time.monotonic() + 2
        except BlockingIOError:
            time.sleep(0.01)
        except ConnectionError:
            break
    return taken


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.mark.long
async def test_one_floods_and_fifty_do_not_read_and_the_others_vote_on(cast, server):
    voting = await sync_to_async(start_voting)(cast, needs=40)
    people, sessions = await crowd(voting, 71)
    await asyncio.to_thread(server.start)
    voters = await enter(server.port, voting, people[:20], sessions[:20])
    [flooder] = await enter(server.port, voting, people[20:21], sessions[20:21])
    before = await asyncio.to_thread(memory_of, server)
    deaf = [await asyncio.to_thread(deaf_line, server.port, voting, session) for session in sessions[21:]]

    until = asyncio.Event()
    voted = asyncio.create_task(keep_voting(voting, voters, until, pause=0.5))
    asking = asyncio.create_task(_ask_until_let_go(deaf))
    for _ in range(2000):
        flooder.vote(voting.round.pk, voting.items[0], 1)
    async with asyncio.timeout(2 * PATIENCE):
        while not flooder.line.closed:
            await asyncio.sleep(0.1)
        asked = await asking
    after = await asyncio.to_thread(memory_of, server)
    until.set()
    await voted
    async with asyncio.timeout(PATIENCE):
        while not all(voter.is_answered() for voter in voters):
            await asyncio.sleep(0.1)
    code = await asyncio.to_thread(server.stop)

    owed = asked * len(voters[0].line.inbox[0][1])
    assert flooder.line.close_code == 4429
    assert [voter.codes for voter in voters] == [[]] * 20
    assert await sync_to_async(missing_or_wrong)([*voters, flooder]) == []
    assert (code, "Traceback" in server.log) == (0, False), server.log
    assert after - before < min(32 * MIB, owed), (after - before, owed)


async def _ask_until_let_go(lines: list[socket.socket]) -> int:
    """Each asks for the whole room ten times a second; how many did, until the server had let all of them go."""
    asked = 0
    while lines:
        for line in list(lines):
            try:
                line.send(RESYNC)
                asked += 1
            except BlockingIOError:
                pass
            except ConnectionError:
                line.close()
                lines.remove(line)
        await asyncio.sleep(0.1)
    return asked


def memory_of(server: Server) -> int:
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(server.process.pid)], capture_output=True, check=True)
    return int(told.stdout) * 1024
