"""A way of a test's own to the profile's Redis, which it can take away and give back."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

from .servers import free_port


class RedisLine:
    """`cut`: connections are reset and refused. `hush`: they stay, and nothing comes back."""

    def __init__(self):
        self._redis = urlsplit(settings.REDIS_URL)
        self._port = free_port()
        self._carrying: set[asyncio.Task] = set()
        self._open = asyncio.Event()
        self._open.set()
        self.told = b""

    @property
    def url(self) -> str:
        login, at, _host = self._redis.netloc.rpartition("@")
        return self._redis._replace(netloc=f"{login}{at}127.0.0.1:{self._port}").geturl()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)

    async def cut(self) -> None:
        self._server.close()
        await self._hang_up()

    async def hush(self) -> None:
        self._open.clear()

    async def give_back(self) -> None:
        """`told` is what Redis has said since."""
        self.told = b""
        self._open.set()
        if not self._server.is_serving():
            await self.start()

    async def stop(self) -> None:
        self._server.close()
        await self._hang_up()

    async def _hang_up(self) -> None:
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._carrying.add(task := asyncio.current_task())
        lines = [writer]
        try:
            answers, questions = await asyncio.open_connection(self._redis.hostname, self._redis.port or 6379)
            lines.append(questions)
            async with asyncio.TaskGroup() as both_ways:
                both_ways.create_task(self._pass_on(reader, questions))
                both_ways.create_task(self._pass_on(answers, writer, told=True))
        except (asyncio.CancelledError, ExceptionGroup, OSError):
            pass
        finally:
            self._carrying.discard(task)
            for line in lines:
                line.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, told: bool = False) -> None:
        while data := await reader.read(2**16):
            await self._open.wait()
            if told:
                self.told += data
            with suppress(ConnectionError):
                writer.write(data)
                await writer.drain()
        raise ConnectionResetError
