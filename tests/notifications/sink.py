"""A mail server of its own thread: it takes everything, or what it is told to, and remembers it."""

import asyncio
import threading
from collections import Counter
from contextlib import contextmanager
from email import message_from_bytes, policy


class Sink:
    """`answer` maps a verb («CONNECT», «RCPT», «DATA») to the reply that stands for the usual one; `on_verb` maps one,
    or «STORED», to what is called just before the reply."""

    def __init__(self):
        self.messages, self.answer, self.on_verb, self.pause = [], {}, {}, 0.0
        self.attempts = Counter()
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> Counter:
        return Counter(message["Message-ID"] for message in self.messages)

    def start(self) -> None:
        self._thread.start()
        self._up.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._up.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _talk(self, reader, writer) -> None:
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _converse(self, reader, writer) -> None:
        async def say(verb: str, usual: str) -> None:
            self.attempts[verb] += 1
            self.on_verb.get(verb, lambda: None)()
            writer.write(f"{self.answer.get(verb, usual)}\r\n".encode())
            await writer.drain()

        await say("CONNECT", "220 sink")
        while line := await reader.readline():
            verb = line.decode().split(" ")[0].strip().upper()
            if verb == "QUIT":
                return await say(verb, "221 bye")
            if verb != "DATA":
                await say(verb, "250 ok")
                continue
            await say("DATA", "354 go on")
            if "DATA" in self.answer:
                continue
            raw = await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(self.pause)
            self.messages.append(message_from_bytes(raw[:-5], policy=policy.default))
            await say("STORED", "250 taken")
        return None


@contextmanager
def mail_server():
    sink = Sink()
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()
