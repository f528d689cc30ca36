"""Telling the other processes that something changed, through the channel layer: topics only, nothing that matters.

Whoever listens finds out by itself sooner or later; so a Redis that is away costs speed, never content, and no error of
it leaves this file.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

GROUP = "changes"
PATIENCE = 1


class Relay:
    """`forward` may be called from any thread; `hear` is called in the loop, with what others forwarded."""

    def __init__(self, layer, hear: Callable[[str], None]):
        self._layer, self._hear = layer, hear
        self._loop = asyncio.get_running_loop()
        self._me = uuid.uuid4().hex
        self._topics: set[str] = set()
        self._ready = asyncio.Event()
        self._tasks = [asyncio.create_task(self._guard(step)) for step in (self._send_on, self._listen)]

    @classmethod
    def start(cls, hear: Callable[[str], None]) -> "Relay | None":
        """None where this process is alone."""
        layer = get_channel_layer()
        return cls(layer, hear) if layer else None

    def forward(self, topic: str) -> None:
        try:
            self._loop.call_soon_threadsafe(self._keep, topic)
        except RuntimeError:
            logger.debug("the loop has ended: nobody is told of %s", topic)

    def _keep(self, topic: str) -> None:
        self._topics.add(topic)
        self._ready.set()

    async def _guard(self, step) -> None:
        away = False
        while True:
            try:
                await step()
                away = False
            except Exception as error:
                if not away:
                    logger.warning("the channel layer is away, other processes hear of changes later: %r", error)
                away = True
                await asyncio.sleep(PATIENCE)

    async def _send_on(self) -> None:
        await self._ready.wait()
        self._ready.clear()
        topics, self._topics = self._topics, set()
        for topic in topics:
            await self._layer.group_send(GROUP, {"type": "changed", "topic": topic, "by": self._me})

    async def _listen(self) -> None:
        channel = await self._layer.new_channel()
        await self._layer.group_add(GROUP, channel)
        try:
            while True:
                message = await self._layer.receive(channel)
                if message["by"] != self._me:
                    self._hear(message["topic"])
        finally:
            await self._layer.group_discard(GROUP, channel)
