"""Telling other processes: what is lost while the channel layer is away, and what comes back with it."""

import asyncio

import pytest
from channels.layers import InMemoryChannelLayer

from red_inclusion.core import relay as relay_module
from red_inclusion.core.relay import Relay

PATIENCE = 10  # seconds; only stops a hang


class Layer(InMemoryChannelLayer):
    """One that can be away, as Redis can."""

    away = False

    async def group_send(self, group, message):
        self._be_there()
        await super().group_send(group, message)

    async def receive(self, channel):
        self._be_there()
        return await super().receive(channel)

    def _be_there(self):
        if self.away:
            raise ConnectionError("redis is away")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(relay_module, "PATIENCE", 0.01)


class Process:
    def __init__(self, layer):
        self.heard: list[str] = []
        self.relay = Relay(layer, self.heard.append)

    async def hears(self, topic: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while topic not in self.heard:
                await asyncio.sleep(0.01)


async def ready(layer) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(layer.groups.get("changes", ())) < 2:
            await asyncio.sleep(0.01)


async def test_others_hear_what_one_forwards_and_she_does_not():
    layer = Layer()
    one, other = Process(layer), Process(layer)
    await ready(layer)

    one.relay.forward("room.12")
    await other.hears("room.12")

    assert one.heard == []


async def test_it_may_be_told_from_any_thread():
    layer = Layer()
    one, other = Process(layer), Process(layer)
    await ready(layer)

    await asyncio.to_thread(one.relay.forward, "room.12")

    await other.hears("room.12")


async def test_a_burst_is_forwarded_as_few_topics():
    layer = Layer()
    one, other = Process(layer), Process(layer)
    await ready(layer)

    for _ in range(500):
        one.relay.forward("room.12")
    one.relay.forward("room.13")
    await other.hears("room.13")

    assert other.heard.count("room.12") < 10


async def test_it_goes_on_when_the_layer_is_back(caplog):
    layer = Layer()
    one, other = Process(layer), Process(layer)
    await ready(layer)

    layer.away = True
    one.relay.forward("room.1")
    await asyncio.sleep(0.1)
    layer.away = False
    async with asyncio.timeout(PATIENCE):
        while "room.2" not in other.heard:
            one.relay.forward("room.2")
            await asyncio.sleep(0.05)

    assert len([record for record in caplog.records if "away" in record.message]) <= 4


async def test_a_process_that_is_alone_has_none(settings):
    settings.CHANNEL_LAYERS = {}

    assert Relay.start(print) is None
