"""Many voters against the real server, who remember what they were told."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from scripts.bench_driver import Line, connect, frame

from .voting import Voting

PATIENCE = 30  # seconds; only stops a hang


@dataclass
class Voter:
    """`told`: item to the (seq, value) of the last answer that said «recorded»; `answered`: the ids of what was."""

    person: int
    line: Line
    seq: int = 0
    told: dict[int, tuple[int, int]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    codes: list[str] = field(default_factory=list)
    _read: int = 0

    def vote(self, round_id: int, item: int, value: int) -> None:
        self.seq += 1
        message = {"type": "vote.cast", "id": str(self.seq), "round": round_id, "item": item, "value": value}
        self.line.transport.write(frame(json.dumps(message | {"seq": self.seq}).encode()))

    def read(self) -> None:
        """Take note of what has come since."""
        fresh, self._read = self.line.inbox[self._read :], len(self.line.inbox)
        for message in (json.loads(text) for _moment, text in fresh):
            if message["type"] == "vote.recorded":
                self.told[message["item"]] = (message["seq"], message["value"])
                self.answered |= {message["id"]} - {None}
            elif message["type"] == "error":
                self.codes.append(message["code"])

    def is_answered(self) -> bool:
        """Everything that she voted was recorded."""
        self.read()
        return len(self.answered) == self.seq

    def last(self, kind: str) -> dict | None:
        messages = [json.loads(text) for _moment, text in self.line.inbox]
        return next((message for message in reversed(messages) if message["type"] == kind), None)


async def enter(port: int, voting: Voting, people: Sequence, sessions: Sequence[str]) -> list[Voter]:
    cookies = [f"{settings.SESSION_COOKIE_NAME}={session}" for session in sessions]
    lines = await connect(port, f"/ws/meetings/{voting.meeting.pk}/room/", cookies)
    await asyncio.wait_for(asyncio.gather(*(line.count(1) for line in lines)), PATIENCE)
    return [Voter(person.pk, line) for person, line in zip(people, lines, strict=True)]


async def keep_voting(voting: Voting, voters: Sequence[Voter], until: asyncio.Event, pause: float = 0.15) -> None:
    """Every voter taps on, at a person's pace, until told or cut off."""

    async def tap(voter: Voter) -> None:
        while not until.is_set() and not voter.line.closed:
            voter.vote(voting.round.pk, random.choice(voting.items), random.randrange(5))
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    await asyncio.gather(*map(tap, voters))
