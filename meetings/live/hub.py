"""One hub per process: all its rooms, one clock for them, one ear to what is committed here and elsewhere.

        commit ──► realtime.publish("room.12") ──► hub ──► room 12 reads once, encodes once, tells all its sockets
                                                    │
other processes ◄── channel layer: «room.12» ──────┘        and once a second, whatever happens: one query for the
                                                            revisions of all rooms, so that nothing depends on it
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Iterable
from datetime import datetime
from itertools import groupby

from meetings.actions.ballots import queue
from meetings.enums import RoundState
from meetings.group_commit import Entry
from red_inclusion.core import clock, realtime
from red_inclusion.core.relay import Relay

from . import readings
from .readings import ask
from .room import Room
from .socket import Socket

logger = logging.getLogger(__name__)

LOOK_EVERY = 1
REVIEW_EVERY = 5
ALIVE_EVERY = 8

_hub: "Hub | None" = None


def hub() -> "Hub":
    """The hub of the running event loop; a process that serves has one loop."""
    global _hub
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        if _hub is not None:
            _hub.forget()
        _hub = Hub(loop)
    return _hub


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop):
        self.loop = loop
        self.rooms: dict[int, Room] = {}
        self._clockwork: asyncio.Task | None = None
        self._tried_at = clock.now()
        self._relay = Relay.start(self._heard_elsewhere)
        realtime.listen(self._heard_here)
        queue.listeners.append(self._written)
        queue.warm_up()

    def forget(self) -> None:
        """Its loop has ended."""
        realtime.stop_listening(self._heard_here)
        if self._written in queue.listeners:
            queue.listeners.remove(self._written)

    def enter(self, socket: Socket) -> Room:
        room = self.rooms.get(socket.meeting)
        if room is None:
            room = self.rooms[socket.meeting] = Room(socket.meeting)
        room.enter(socket)
        if self._clockwork is None or self._clockwork.done():
            self._clockwork = asyncio.create_task(self._keep_time())
        return room

    def leave(self, socket: Socket) -> None:
        room = self.rooms.get(socket.meeting)
        if room is None:
            return
        room.leave(socket)
        if not room.sockets:
            del self.rooms[socket.meeting]
            room.close()

    # What comes from other threads and processes

    def _heard_here(self, topic: str) -> None:
        if self._relay:
            self._relay.forward(topic)
        self._call(self._wake, topic, False)

    def _heard_elsewhere(self, topic: str) -> None:
        self._wake(topic, True)

    def _wake(self, topic: str, foreign: bool) -> None:
        name, _, number = topic.partition(".")
        room = self.rooms.get(int(number)) if name == "room" and number.isdecimal() else None
        if room:
            room.wake(foreign=foreign)

    def _written(self, entries: list[Entry]) -> None:
        self._call(self._deliver, entries)

    def _deliver(self, entries: Iterable[Entry]) -> None:
        for meeting, group in groupby(entries, key=lambda entry: entry.key.meeting):
            if room := self.rooms.get(meeting):
                room.deliver(group)

    def _call(self, callback, *arguments) -> None:
        try:
            self.loop.call_soon_threadsafe(callback, *arguments)
        except RuntimeError:
            self.forget()

    # The clock

    async def _keep_time(self) -> None:
        reviewed = alive = time.monotonic()
        while self.rooms:
            await asyncio.sleep(min(LOOK_EVERY, self._until_next_close()))
            await self._safely(self._close_due())
            await self._safely(self._look())
            now = time.monotonic()
            if now - alive >= ALIVE_EVERY:
                alive = now
                self._say_alive()
            if now - reviewed >= REVIEW_EVERY:
                reviewed = now
                for room in list(self.rooms.values()):
                    await self._safely(room.review())
            for room in list(self.rooms.values()):
                await self._safely(room.review_if_due())
                await self._safely(room.tell_consoles())
                self._drop_stuck(room)

    async def _safely(self, task: Awaitable) -> None:
        """One room's trouble, or a database that is away, stops neither the others nor the clock."""
        try:
            await task
        except Exception:
            logger.exception("the hub could not do its round")

    def _until_next_close(self) -> float:
        """What was due at the last attempt and is still open is tried again at the usual pace."""
        coming = [closing for closing in self._closings() if closing > self._tried_at]
        return max(0.01, (min(coming) - clock.now()).total_seconds()) if coming else LOOK_EVERY

    async def _close_due(self) -> None:
        self._tried_at = clock.now()
        if any(closing <= self._tried_at for closing in self._closings()):
            await ask(readings.door, readings.close_due)

    def _closings(self) -> list[datetime]:
        return [closing for room in self.rooms.values() if (closing := _closes_at(room))]

    async def _look(self) -> None:
        newest = await ask(readings.reader, readings.newest_revisions, list(self.rooms))
        for meeting, revision in newest.items():
            room = self.rooms.get(meeting)
            if room and room.state and room.state.revision < revision and room.is_up_to_date:
                room.wake(foreign=True)

    def _say_alive(self) -> None:
        for room in self.rooms.values():
            room.say_alive()

    def _drop_stuck(self, room: Room) -> None:
        for socket in list(room.sockets):
            socket.drop_if_stuck()


def _closes_at(room: Room):
    round = room.state.round if room.state else None
    return round.closes_at if round and round.state == RoundState.OPEN else None
