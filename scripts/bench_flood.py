"""What it costs the others that one client floods the room and fifty do not read: their acknowledgements, against those
of the same people in the same room while it is quiet."""

import asyncio
import json
import random
import socket
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from .bench_driver import Line, connect, connect_deaf, frame, hang_up

DEAF = 50
OTHERS = DEAF + 1
SECONDS = 10
TARGET = 2
PACE = 0.3  # seconds between two votes of one person
AFTERWARDS = 2  # seconds until the room is quiet again
TORRENT = 0.05  # seconds between two hundred messages of the flooder


@dataclass
class Flood:
    voters: int
    quiet_ms: float  # from a vote to its acknowledgement, the median
    flooded_ms: float
    ratio: float
    slowest_quiet_ms: float  # of twenty, the slowest but one
    slowest_flooded_ms: float
    recorded: int
    refused: int
    flooder_closed: int  # how often, with 4429; it comes back at once


async def measure(port: int, meeting: int, cookies: Sequence[str]) -> Flood:
    path = f"/ws/meetings/{meeting}/room/"
    lines = await connect(port, path, cookies[OTHERS:])
    await asyncio.gather(*(line.count(1) for line in lines))
    quiet, _ = await _vote_on(lines)
    deaf = [await asyncio.to_thread(connect_deaf, port, path, cookie) for cookie in cookies[1:OTHERS]]
    troubles = [asyncio.create_task(_flood(port, path, cookies[0])), asyncio.create_task(_ask_on(deaf))]
    flooded, refused = await _vote_on(lines)
    for trouble in troubles:
        trouble.cancel()
    closed, _ = await asyncio.gather(*troubles)
    await asyncio.sleep(AFTERWARDS)
    # Before and after: a shared machine is not equally quick throughout.
    quiet += (await _vote_on(lines))[0]
    hang_up(lines)
    return Flood(
        voters=len(lines),
        quiet_ms=_ms(statistics.median(quiet)),
        flooded_ms=_ms(statistics.median(flooded)),
        ratio=round(statistics.median(flooded) / statistics.median(quiet), 2),
        slowest_quiet_ms=_ms(statistics.quantiles(quiet, n=20)[-1]),
        slowest_flooded_ms=_ms(statistics.quantiles(flooded, n=20)[-1]),
        recorded=len(flooded),
        refused=refused,
        flooder_closed=closed,
    )


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


async def _vote_on(lines: Sequence[Line]) -> tuple[list[float], int]:
    """How long each recorded vote took, and how many were not."""
    until = time.perf_counter() + SECONDS
    answers = [answer for told in await asyncio.gather(*(_voter(line, until) for line in lines)) for answer in told]
    return [took for took, recorded in answers if recorded], sum(not recorded for _, recorded in answers)


async def _voter(line: Line, until: float) -> list[tuple[float, bool]]:
    round_ = json.loads(line.inbox[0][1])["round"]
    answers = []
    while time.perf_counter() < until:
        await asyncio.sleep(PACE * random.uniform(0.5, 1.5))  # noqa: S311
        answers.append(await _vote(line, round_))
    return answers


async def _vote(line: Line, round_: dict) -> tuple[float, bool]:
    place, sent = len(line.inbox), time.perf_counter()
    tag = f"c{place}-{sent}"
    line.transport.write(_vote_frame(round_, tag))
    while True:
        await line.count(place + 1)
        moment, text = line.inbox[place]
        if f'"id":"{tag}"'.encode() in text:
            return moment - sent, text.startswith(b'{"type":"vote.recorded"')
        place += 1


def _vote_frame(round_: dict, tag: str) -> bytes:
    item, value = random.choice(round_["items"])["id"], random.randrange(5)  # noqa: S311
    vote = {"type": "vote.cast", "id": tag, "round": round_["id"], "item": item, "value": value}
    return frame(json.dumps(vote).encode())


async def _flood(port: int, path: str, cookie: str) -> int:
    """Two thousand votes a second; whenever it is turned out it comes again."""
    closed = 0
    with suppress(asyncio.CancelledError):
        while True:
            [line] = await connect(port, path, [cookie])
            await line.count(1)
            round_ = json.loads(line.inbox[0][1])["round"]
            torrent = b"".join(_vote_frame(round_, f"f{number}") for number in range(100))
            while not line.closed:
                line.transport.write(torrent)
                await asyncio.sleep(TORRENT)
            closed += line.close_code == 4429
            hang_up([line])
    return closed


async def _ask_on(lines: Sequence[socket.socket]) -> None:
    """They ask for the whole room again and again, and read nothing of it."""
    resync = frame(json.dumps({"type": "room.resync"}).encode())
    with suppress(asyncio.CancelledError):
        while True:
            for line in lines:
                with suppress(OSError):
                    line.send(resync)
            await asyncio.sleep(1)
    for line in lines:
        line.close()


def told(flood: Flood) -> str:
    return (
        f"\n{flood.voters} vote while one floods and {DEAF} do not read: acknowledged after {flood.flooded_ms} ms, "
        f"{flood.ratio} × the quiet {flood.quiet_ms} ms (target: under {TARGET}); one in twenty after "
        f"{flood.slowest_flooded_ms} ms (quiet {flood.slowest_quiet_ms}); {flood.recorded} recorded, "
        f"{flood.refused} refused; the flooder was closed {flood.flooder_closed} times"
    )
