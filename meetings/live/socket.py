"""One browser in a room: what it is owed, what it asked, how much of either is too much."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from django.utils import translation

from meetings import events
from meetings.protocol import Command

from .limits import Limits

logger = logging.getLogger(__name__)

OUTBOX_LIMIT = 200
SEND_DEADLINE = 15

SIGN_IN, NOT_YOURS, UNKNOWN, TOO_MANY, COME_BACK, TOO_LONG = 4401, 4403, 4404, 4429, 1013, 1009
CLOSES: dict[str, int] = {
    "not_signed_in": SIGN_IN,
    "not_a_member": NOT_YOURS,
    "no_such_meeting": UNKNOWN,
    "too_many": TOO_MANY,
    "busy": COME_BACK,
}


class Socket:
    """`person` is None until the door has let it in; events are held back until its first snapshot has left."""

    def __init__(
        self, send: Callable[[dict], Awaitable[None]], *, meeting: int, view: str, session: str, language: str
    ):
        self.meeting, self.view, self.session, self.language = meeting, view, session, language
        self.person: int | None = None
        self.limits = Limits()
        self.early: list[Command] = []
        self.greeted = False
        self.closing = False
        self._send = send
        self._outbox: dict[Any, dict] = {}
        self._numbers = 0
        self._ready = asyncio.Event()
        self._sending_since: float | None = None
        self._listener = asyncio.current_task()
        self._pump = asyncio.create_task(self._send_on())

    def obey(self, command: Command) -> None:
        raise NotImplementedError

    def offer(self, kind: str, text: str) -> None:
        """An event of which only the newest matters. Before the greeting it is not owed: the snapshot has it, or
        whoever greets sends what is newer after it."""
        if self.greeted:
            self._put(kind, text)

    def answer(self, text: str) -> None:
        """Something that nothing later replaces."""
        self._numbers += 1
        self._put(self._numbers, text)

    def greet(self, snapshot: str) -> None:
        """Whatever waited is older than the snapshot or equal to it; a browser drops what is not newer."""
        self._put("room.snapshot", snapshot)
        self.greeted = True

    def refuse(self, code: events.Code, echo: str | None = None) -> None:
        self.answer(refusal_in(self.language, code, echo))

    def turn_out(self, code: events.Code) -> None:
        """Say why and close."""
        if not self.closing:
            self.refuse(code)
            self.close(CLOSES[code])

    def close(self, code: int) -> None:
        if not self.closing:
            self.closing = True
            self._outbox["close"] = {"type": "websocket.close", "code": code}
            self._ready.set()

    def stop(self) -> None:
        self.closing = True
        self._pump.cancel()

    def drop_if_stuck(self) -> None:
        """It takes nothing any more: let it go, so that what it is owed does not pile up."""
        if self._sending_since and time.monotonic() - self._sending_since > SEND_DEADLINE:
            self.abandon()

    def abandon(self) -> None:
        self.stop()
        if self._listener:
            self._listener.cancel()

    def _put(self, key: Any, text: str) -> None:
        if self.closing:
            return
        if len(self._outbox) >= OUTBOX_LIMIT:
            self._outbox.clear()
            self.close(COME_BACK)
            return
        self._outbox[key] = {"type": "websocket.send", "text": text}
        self._ready.set()

    async def _send_on(self) -> None:
        try:
            while True:
                await self._ready.wait()
                while self._outbox:
                    message = self._outbox.pop(next(iter(self._outbox)))
                    self._sending_since = time.monotonic()
                    await self._send(message)
                    self._sending_since = None
                self._ready.clear()
        except Exception as error:
            # The line is gone; the listener is told so by the server.
            logger.debug("a socket could not be written to: %r", error)


def refusal_in(language: str, code: events.Code, echo: str | None) -> str:
    return events.encode(events.Error(id=echo, code=code, message=_message_in(language, code)))


@lru_cache(256)
def _message_in(language: str, code: events.Code) -> str:
    with translation.override(language):
        return str(events.MESSAGES[code])
