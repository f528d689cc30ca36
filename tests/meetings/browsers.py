"""A browser in a room: the whole ASGI application, a real session cookie, every frame held against the contract."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator

from meetings import schemas
from red_inclusion.asgi import application

PATIENCE = 10  # seconds; only stops a hang
ORIGIN = settings.ALLOWED_ORIGINS[0]


def _closed(schema: Any) -> Any:
    """The schema with every object closed: a field that the contract does not name is an error of ours."""
    if isinstance(schema, dict):
        closed = {key: _closed(value) for key, value in schema.items()}
        return closed | {"additionalProperties": False} if "properties" in closed else closed
    return [_closed(entry) for entry in schema] if isinstance(schema, list) else schema


_contract = Draft202012Validator(_closed(json.loads((schemas.FOLDER / "room-server.json").read_text())))


class Browser:
    """`log` has every message received, in order; `closed` the code with which the server hung up."""

    def __init__(self, meeting: int, view: str | None = "phone", *, session: str = "", headers=None, path: str = ""):
        query = f"?view={view}" if view else ""
        given = [(b"origin", ORIGIN.encode())] if headers is None else list(headers)
        if session:
            given.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()))
        self.line = WebsocketCommunicator(application, path or f"/ws/meetings/{meeting}/room/{query}", headers=given)
        self.log: list[dict] = []
        self.closed: int | None = None
        self._seen = 0

    async def connect(self) -> bool:
        connected, _subprotocol = await self.line.connect(timeout=PATIENCE)
        return connected

    async def send(self, message: dict) -> None:
        await self.line.send_to(text_data=json.dumps(message))

    async def send_raw(self, *, text: str | None = None, binary: bytes | None = None) -> None:
        content = {"text": text} if binary is None else {"bytes": binary}
        await self.line.send_input({"type": "websocket.receive"} | content)

    async def receive(self, kind: str) -> dict:
        """The next message of this type not yet asked for; others stay in the log."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for place in range(self._seen, len(self.log)):
                    if self.log[place]["type"] == kind:
                        self._seen = place + 1
                        return self.log[place]
                await self._take()

    async def receive_any(self) -> dict:
        """The first message of all."""
        while not self.log:
            await self._take()
        return self.log[0]

    async def ask(self, message: dict) -> dict:
        """Send and wait for the answer with the same id."""
        await self.send(message)
        async with asyncio.timeout(PATIENCE):
            while True:
                for answer in self.log:
                    if answer.get("id") == message["id"]:
                        return answer
                await self._take()

    async def hung_up(self) -> int:
        async with asyncio.timeout(PATIENCE):
            while self.closed is None:
                await self._take()
        return self.closed

    async def listen(self, seconds: float) -> list[dict]:
        """Everything that comes in so long."""
        start = len(self.log)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self.closed is None:
            if not await self.line.receive_nothing(timeout=left):
                await self._take()
        return self.log[start:]

    async def _take(self) -> None:
        # Fails where the application did.
        output = await self.line.receive_output(timeout=PATIENCE)
        if output["type"] == "websocket.close":
            self.closed = output.get("code", 1000)
            return
        message = json.loads(output["text"])
        _contract.validate(message)
        self.log.append(message)

    async def leave(self) -> None:
        if self.line.future and not self.line.future.done():
            await self.line.disconnect(timeout=PATIENCE)


def session_of(person) -> str:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def sign_in(person) -> str:
    return await sync_to_async(session_of)(person)


@asynccontextmanager
async def entered(meeting, *people, view: str = "phone"):
    """One browser for each of `people`, all inside with their snapshots read."""
    browsers = [Browser(meeting.pk, view, session=await sign_in(person)) for person in people]
    try:
        for browser in browsers:
            assert await browser.connect()
        for browser in browsers:
            browser.snapshot = await browser.receive("room.snapshot")
        yield browsers[0] if len(browsers) == 1 else browsers
    finally:
        for browser in browsers:
            await browser.leave()
