"""One room of this process: who is in it, what they were told last, and telling them what is new."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager

import msgspec

from meetings import events
from meetings.actions.ballots import queue
from meetings.enums import MeetingState
from meetings.group_commit import Entry
from meetings.snapshots import CONSOLE, PHONE, PROJECTOR, Me, RoomState, Trace, snapshot_of
from red_inclusion.core import clock

from . import readings
from .readings import Knock, Occupant, Welcome, ask
from .socket import Socket

logger = logging.getLogger(__name__)

Recorded = events.VoteRecorded | events.BallotRecorded

PAUSE = 0.2  # at most five events of a type a second
BREATH = 0.05  # what happens together is told together …
PATIENCE = 0.4  # … and a burst of votes goes first, for so long
SHARE = 4  # telling may take one part in so many of the time


class Room:
    def __init__(self, meeting_id: int):
        self.meeting_id = meeting_id
        self.sockets: set[Socket] = set()
        self.state: RoomState | None = None
        self._by_person: dict[int, set[Socket]] = defaultdict(set)
        self._traces: dict[int, Trace] = {}
        self._at_the_door: list[Socket] = []
        self._knocked, self._changed = asyncio.Event(), asyncio.Event()
        self._foreign = self._telling = False
        self._roll_due = False
        self._review_due = False
        self._answers = AnswersMeanwhile()
        self._tasks = [asyncio.create_task(self._mind_the_door()), asyncio.create_task(self._follow())]

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()

    # Coming and going

    def enter(self, socket: Socket) -> None:
        self.sockets.add(socket)
        self.greet(socket)

    def greet(self, socket: Socket) -> None:
        """A snapshot, as on joining; asked for again before it came it comes once."""
        if socket not in self._at_the_door:
            self._at_the_door.append(socket)
            self._knocked.set()

    def leave(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        if socket.person is not None:
            self._by_person[socket.person].discard(socket)
            if not self._by_person[socket.person]:
                del self._by_person[socket.person]
                self._traces.pop(socket.person, None)

    async def _mind_the_door(self) -> None:
        """Those who come while some are being let in are let in together next."""
        while True:
            await self._knocked.wait()
            self._knocked.clear()
            arriving, self._at_the_door = self._at_the_door, []
            try:
                await self._let_in([socket for socket in arriving if socket in self.sockets])
            except Exception:
                logger.exception("%s sockets could not enter room %s", len(arriving), self.meeting_id)
                for socket in arriving:
                    socket.turn_out("busy")

    async def _let_in(self, arriving: list[Socket]) -> None:
        knocks = [Knock(socket.session, socket.view) for socket in arriving]
        with self._answers.kept() as answered:
            state, verdicts = await ask(readings.door, readings.let_in, self.meeting_id, knocks, self.state)
        for socket, verdict in zip(arriving, verdicts, strict=True):
            if isinstance(verdict, Welcome):
                self._welcome(socket, state, verdict)
                self._say_again(socket, answered)
            else:
                socket.turn_out(verdict)

    def _welcome(self, socket: Socket, state: RoomState, welcome: Welcome) -> None:
        if socket not in self.sockets:
            return
        if self.state is None:
            self.state = state
        socket.person = welcome.person
        self._by_person[welcome.person].add(socket)
        if socket.view != PROJECTOR:
            self._traces[welcome.person] = welcome.trace
        socket.greet(_snapshot_text(state, welcome.me))
        # What was told while the snapshot was on its way.
        for kind, text in _news(state, self.state):
            socket.offer(kind, text)
        self._roll_due |= socket.view == CONSOLE
        early, socket.early = socket.early, []
        for command in early:
            socket.obey(command)

    # Telling

    @property
    def is_up_to_date(self) -> bool:
        """Nothing heard that it has not told."""
        return not (self._changed.is_set() or self._telling)

    def wake(self, *, foreign: bool = False) -> None:
        """Something was committed; `foreign`: by another process, which told its own sockets only."""
        self._foreign |= foreign
        self._changed.set()

    async def _follow(self) -> None:
        while True:
            await self._changed.wait()
            await _let_a_burst_pass()
            self._changed.clear()
            foreign, self._foreign = self._foreign, False
            began, self._telling = time.monotonic(), True
            try:
                await self._tell(foreign)
            except Exception:
                logger.exception("room %s could not be told what changed", self.meeting_id)
            self._telling = False
            await asyncio.sleep(max(PAUSE - BREATH, SHARE * (time.monotonic() - began)))

    async def _tell(self, foreign: bool) -> None:
        before, now = self.state, await ask(readings.reader, readings.load_room, self.meeting_id, self.state)
        if now is None or before is None:
            return
        self.state = now
        for kind, text in _news(before, now):
            self._broadcast(kind, text)
        if before.revisions != now.revisions:
            self._roll_due = True
        if before.meeting.state != now.meeting.state == MeetingState.IN_SESSION:
            self._begin()
        if before.revisions.round != now.revisions.round:
            await self.review()
        self._review_due |= foreign or before.revisions.presence != now.revisions.presence

    def _begin(self) -> None:
        """Who waited in the room for the meeting to start has come now."""
        for socket in self.sockets:
            if socket.view == PHONE and socket.greeted:
                self.greet(socket)

    def _broadcast(self, kind: str, text: str) -> None:
        for socket in self.sockets:
            socket.offer(kind, text)

    def say_alive(self) -> None:
        if self.state:
            alive = events.encode(events.RoomAlive(clock.now(), self.state.revisions))
            self._broadcast("room.alive", alive)

    async def tell_consoles(self) -> None:
        """Who has voted: for those who look, and not more often than the hub asks."""
        consoles = [socket for socket in self.sockets if socket.view == CONSOLE and socket.greeted]
        if not (self._roll_due and consoles and self.state):
            return
        self._roll_due = False
        if roll := await ask(readings.reader, readings.load_roll, self.state):
            for console in consoles:
                console.offer("roll.changed", roll)

    async def review_if_due(self) -> None:
        if self._review_due:
            await self.review()

    async def review(self) -> None:
        """Judge everybody in the room anew: who lost her session or mandate goes; who may do more or less is told."""
        inside = [socket for socket in self.sockets if socket.greeted and socket.person is not None]
        self._review_due = False
        if not inside or self.state is None:
            return
        state, occupants = self.state, {socket: _occupant(socket) for socket in inside}
        turned_out, traces = await ask(readings.reader, readings.review, state, list(set(occupants.values())))
        ended = await self._the_end(state) if turned_out else None
        for socket, occupant in occupants.items():
            if code := turned_out.get(occupant):
                if ended:
                    socket.offer("stage", ended)
                socket.turn_out(code)
        # Who was answered meanwhile has been told already: her trace here is as new as the one in the database.
        await self._show_anew(state, [person for person, trace in traces.items() if trace != self._traces.get(person)])

    async def _the_end(self, state: RoomState) -> str | None:
        """A guest's access ends with the meeting: that it has ended is the last thing she is told, never left out."""
        now = await ask(readings.reader, readings.load_room, self.meeting_id, state)
        if now is None or now.meeting.state == MeetingState.IN_SESSION:
            return None
        return events.encode(events.StageChanged(now.revisions.stage, now.meeting))

    async def _show_anew(self, state: RoomState, people: list[int]) -> None:
        people = [person for person in people if person in self._traces]
        if not people:
            return
        with self._answers.kept() as answered:
            pictures = await ask(readings.reader, readings.load_people, state, people)
        for person, (me, trace) in pictures.items():
            self._traces[person] = trace
            for socket in self._by_person.get(person, ()):
                if socket.view != PROJECTOR:
                    socket.greet(_snapshot_text(state, me))
                    self._say_again(socket, answered)

    # Answers

    def deliver(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.outcome, str):
                if entry.origin is not None:
                    entry.origin.refuse(entry.outcome, entry.request.act.echo)
            else:
                self._answer(entry)

    def _answer(self, entry: Entry) -> None:
        person, answer = entry.request.person, entry.outcome
        self._note(person, answer)
        for socket in self._by_person.get(person, ()):
            if socket is entry.origin:
                socket.answer(events.encode(answer))
            elif socket.view != PROJECTOR:
                socket.answer(_unasked(answer))

    def _note(self, person: int, answer: Recorded) -> None:
        """What she was told by an answer she need not be told by a snapshot."""
        trace = self._traces.get(person)
        if trace and (trace.voted_at is None or trace.voted_at < answer.recorded_at):
            self._traces[person] = trace._replace(voted_at=answer.recorded_at)
        self._answers.keep(person, answer)

    def _say_again(self, socket: Socket, answered: dict[int, list[Recorded]]) -> None:
        """A snapshot read before a vote was committed must not be the last word on it."""
        if socket.view != PROJECTOR:
            for answer in answered.get(socket.person, ()):
                socket.answer(_unasked(answer))


class AnswersMeanwhile:
    """The answers given while somebody's picture is being read from the database."""

    def __init__(self):
        self._readings: list[dict[int, list[Recorded]]] = []

    @contextmanager
    def kept(self):
        answers: dict[int, list[Recorded]] = {}
        self._readings.append(answers)
        try:
            yield answers
        finally:
            self._readings = [other for other in self._readings if other is not answers]

    def keep(self, person: int, answer: Recorded) -> None:
        for answers in self._readings:
            answers.setdefault(person, []).append(answer)


def _news(before: RoomState, now: RoomState) -> list[tuple[str, str]]:
    """The events that lead from one state to the other, encoded; none if `now` is not newer."""
    changed = [
        part
        for part in events.Revisions.__struct_fields__
        if getattr(now.revisions, part) > getattr(before.revisions, part)
    ]
    told = [(part, _event(part, now)) for part in changed]
    return [(part, events.encode(event)) for part, event in told if event]


def _event(part: str, state: RoomState) -> events.Event | None:
    revision = getattr(state.revisions, part)
    match part:
        case "stage":
            return events.StageChanged(revision, state.meeting)
        case "presence":
            return events.PresenceChanged(revision, state.presence)
        case "agenda":
            return events.AgendaChanged(revision, state.agenda)
        case "round":
            return events.RoundChanged(revision, state.round)
    return (
        events.TallyChanged(revision, state.round.id, state.round.turnout, state.round.tally) if state.round else None
    )


async def _let_a_burst_pass() -> None:
    """Telling a thousand screens holds up the votes that are still coming in, and would be told anew right after."""
    until = time.monotonic() + PATIENCE
    await asyncio.sleep(BREATH)
    while queue.is_writing and time.monotonic() < until:
        await asyncio.sleep(BREATH)


def _occupant(socket: Socket) -> Occupant:
    return Occupant(socket.session, socket.person, socket.view)


def _unasked(answer: Recorded) -> str:
    return events.encode(msgspec.structs.replace(answer, id=None))


def _snapshot_text(state: RoomState, me: Me) -> str:
    return events.encode(snapshot_of(state, me))
