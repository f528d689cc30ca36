"""`make bench`: a room of N people who all vote at the same moment, against what the same server can merely echo.

Seeds a demo network in a folder of its own, starts the real server on it and drives it from this process, on whatever
profile DATABASE_URL and REDIS_URL say (default: embedded). JSON goes to stdout, a table to stderr.

Then one client floods the room and fifty do not read, and the others' acknowledgements are held against quiet ones.

    python -m scripts.bench [--people 200 1000] [--times 3] [--flood 20]
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from . import bench_flood
from .bench_driver import Line, connect, frame, hang_up, send_at_once
from .bench_server import ECHO_PATH

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds; only stops a hang
RATIO_TARGETS = {200: 0.6, 1000: 0.5}


@dataclass
class Burst:
    """One moment in which everybody voted."""

    votes_per_second: float
    recorded: int
    refused: int
    settled_after: float  # seconds from the last answer to the last screen that shows the last result
    frames_per_voter: int  # the most that one got until the last result, her answer included
    seconds: float
    same_tally: bool


@dataclass
class Result:
    people: int
    echo_per_second: float
    votes_per_second: float  # the median of its bursts
    ratio: float  # of that median to the best echo, the ceiling: the strictest of the readings
    ratio_of_bests: float
    joined_in: float
    bursts: list[Burst]


@contextmanager
def server(folder: Path, port: int):
    with (folder / "server.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.bench_server"], cwd=ROOT, env=_env(folder, port), stdout=log, stderr=log
        )
    try:
        _wait(port, process, folder)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _env(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }


def _wait(port: int, process: subprocess.Popen, folder: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server does not answer:\n{(folder / 'server.log').read_text()}")


def refuse_real_network() -> None:
    """The demo it measures is written to the database of the environment."""
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
        raise SystemExit("This shell is set up for a real network. Measure from another one.")


def seed(folder: Path, port: int, people: int) -> tuple[int, list[str]]:
    """The meeting and the cookies of `people` who are here and on the roll."""
    sessions = folder / "sessions.json"
    arguments = ["seed_demo", "--people", str(people), "--json", "--sessions", str(sessions)]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=_env(folder, port), capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr)
    meeting = json.loads(done.stdout.strip().splitlines()[-1])["meeting"]
    cookies = json.loads(sessions.read_text())
    return meeting, [cookies[f"person-{number:03d}@demo.example"] for number in range(1, people + 1)]


async def measure(port: int, meeting: int, cookies: list[str], times: int) -> Result:
    echoes = [await echo_once(port, cookies) for _ in range(times)]
    began = time.perf_counter()
    lines = await connect(port, f"/ws/meetings/{meeting}/room/", cookies)
    await asyncio.wait_for(asyncio.gather(*(line.count(1) for line in lines)), PATIENCE)
    joined_in = time.perf_counter() - began
    bursts = []
    for number in range(times):
        await _quiet(lines)
        bursts.append(await burst(lines, number))
    hang_up(lines)
    votes = [burst.votes_per_second for burst in bursts]
    return Result(
        people=len(cookies),
        echo_per_second=round(max(echoes)),
        votes_per_second=statistics.median(votes),
        ratio=round(statistics.median(votes) / max(echoes), 2),
        ratio_of_bests=round(max(votes) / max(echoes), 2),
        joined_in=round(joined_in, 2),
        bursts=bursts,
    )


async def echo_once(port: int, cookies: list[str]) -> float:
    """What the same server answers in a second where it does nothing but parse and echo."""
    lines = await connect(port, ECHO_PATH, cookies)
    await asyncio.sleep(1)
    content = json.dumps(_vote(31, 204, 4, 0)).encode()
    began = send_at_once(lines, [frame(content) for _ in lines])
    await asyncio.wait_for(asyncio.gather(*(line.count(1) for line in lines)), PATIENCE)
    last = max(line.inbox[0][0] for line in lines)
    hang_up(lines)
    await asyncio.sleep(1)
    return len(lines) / (last - began)


async def burst(lines: list[Line], number: int) -> Burst:
    snapshot = json.loads(lines[0].inbox[0][1])
    round_ = snapshot["round"]
    item = round_["items"][number % len(round_["items"])]["id"]
    before = [len(line.inbox) for line in lines]
    frames = [
        frame(json.dumps(_vote(round_["id"], item, (place + number) % 5, place)).encode())
        for place in range(len(lines))
    ]
    began = send_at_once(lines, frames)
    await asyncio.wait_for(_answered(lines, before), PATIENCE)
    await _quiet(lines)
    return _judge(lines, before, began)


def _vote(round_: int, item: int, value: int, place: int) -> dict:
    return {"type": "vote.cast", "id": f"c{place}", "round": round_, "item": item, "value": value}


def _news(line: Line, before: int) -> list[tuple[float, dict]]:
    return [(moment, json.loads(text)) for moment, text in line.inbox[before:]]


def _answer(line: Line, before: int) -> tuple[float, bool] | None:
    """When it came, and whether the vote was recorded."""
    for moment, text in line.inbox[before:]:
        if text.startswith(b'{"type":"vote.recorded"'):
            return moment, True
        if text.startswith(b'{"type":"error"'):
            return moment, False
    return None


async def _answered(lines: list[Line], before: list[int]) -> None:
    while not all(_answer(line, start) for line, start in zip(lines, before, strict=True)):
        await asyncio.sleep(0.05)


def _tallies(line: Line, before: int) -> list[tuple[float, dict]]:
    return [(moment, message) for moment, message in _news(line, before) if message["type"] == "tally.changed"]


def _judge(lines: list[Line], before: list[int], began: float) -> Burst:
    """After the last frame: the last result is the one of the highest revision, and every screen has to have it."""
    starts = list(zip(lines, before, strict=True))
    answers = [_answer(line, start) for line, start in starts]
    tallies = [_tallies(line, start) for line, start in starts]
    last = max(message["revision"] for of_line in tallies for _, message in of_line)
    shown = [[(moment, message) for moment, message in of_line if message["revision"] == last] for of_line in tallies]
    answered = max(moment for moment, _ in answers)
    settled = max((of_line[0][0] for of_line in shown if of_line), default=answered)
    texts = {json.dumps(message) for of_line in shown for _, message in of_line}
    recorded = sum(is_recorded for _, is_recorded in answers)
    return Burst(
        votes_per_second=round(len(lines) / (answered - began)),
        recorded=recorded,
        refused=len(lines) - recorded,
        settled_after=round(settled - answered, 3),
        frames_per_voter=max(sum(moment <= settled for moment, _ in line.inbox[start:]) for line, start in starts),
        seconds=round(settled - began, 3),
        same_tally=all(shown) and len(texts) == 1,
    )


async def _quiet(lines: list[Line]) -> None:
    """Until for two seconds nothing came but signs of life."""
    seen = -1
    while seen != (seen := sum(_is_news(text) for line in lines for _, text in line.inbox)):
        await asyncio.sleep(2)


def _is_news(text: bytes) -> bool:
    return not text.startswith(b'{"type":"room.alive"')


COLUMNS = (
    "people",
    "echo/s",
    "votes/s",
    "ratio",
    "of bests",
    "target",
    "recorded",
    "settled s",
    "frames",
    "same tally",
)


def table(results: list[Result]) -> str:
    rows = [COLUMNS, *(_row(result) for result in results)]
    return "\n".join("".join(f"{cell!s:>12}" for cell in row) for row in rows)


def _row(result: Result) -> tuple:
    """The worst of its bursts."""
    return (
        result.people,
        result.echo_per_second,
        result.votes_per_second,
        result.ratio,
        result.ratio_of_bests,
        RATIO_TARGETS.get(result.people, ""),
        min(burst.recorded for burst in result.bursts),
        max(burst.settled_after for burst in result.bursts),
        max(burst.frames_per_voter for burst in result.bursts),
        "yes" if all(burst.same_tally for burst in result.bursts) else "NO",
    )


def main() -> None:
    refuse_real_network()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--flood", type=int, default=20, help="how many vote while others flood; 0 leaves it out")
    options = parser.parse_args()
    results, flood = [], None
    with tempfile.TemporaryDirectory(prefix="red-inclusion-bench-") as name:
        folder, port = Path(name), _free_port()
        for people in options.people:
            meeting, cookies = seed(folder, port, people)
            with server(folder, port):
                results.append(asyncio.run(measure(port, meeting, cookies, options.times)))
        if options.flood:
            meeting, cookies = seed(folder, port, options.flood + bench_flood.OTHERS)
            with server(folder, port):
                flood = asyncio.run(bench_flood.measure(port, meeting, cookies))
    print(table(results), file=sys.stderr)
    if flood:
        print(bench_flood.told(flood), file=sys.stderr)
    print(json.dumps([asdict(result) for result in [*results, *([flood] if flood else [])]]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
