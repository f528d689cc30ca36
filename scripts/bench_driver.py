"""Many browsers in one process, cheap enough not to be what is measured: frames are made beforehand, what arrives is
split into frames and stamped, and parsed only afterwards."""

import asyncio
import os
import socket
import time
from collections.abc import Sequence

HEADER = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
)
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
WAVE = 40  # handshakes at a time
PATIENCE = 30  # seconds; only stops a hang


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One masked frame, as a browser sends it."""
    mask = os.urandom(4)
    size = len(payload)
    head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else bytes([0x80 | opcode, 0xFE]) + size.to_bytes(2, "big")
    repeated = (mask * (size // 4 + 1))[:size]
    body = (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big") if size else b""
    return head + mask + body


class Line(asyncio.Protocol):
    """`inbox` has (moment, text) of every text frame, `close_code` what the server hung up with."""

    def __init__(self, path: str, port: int, cookie: str):
        self.opening = HEADER.format(path=path, port=port, cookie=cookie).encode()
        self.inbox: list[tuple[float, bytes]] = []
        self.opened = asyncio.get_running_loop().create_future()
        self.closed = False
        self.close_code: int | None = None
        self._data = bytearray()
        self._waiting: tuple[int, asyncio.Future] | None = None

    def connection_made(self, transport) -> None:
        self.transport = transport
        transport.write(self.opening)

    def connection_lost(self, error) -> None:
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("turned away"))

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self._data += data
        if not self.opened.done() and not self._open():
            return
        while (taken := self._take()) is not None:
            opcode, payload = taken
            if opcode == TEXT:
                self.inbox.append((now, payload))
            elif opcode == PING:
                self.transport.write(frame(payload, PONG))
            elif opcode == CLOSE:
                self.closed, self.close_code = True, int.from_bytes(payload[:2], "big")
        if self._waiting and len(self.inbox) >= self._waiting[0] and not self._waiting[1].done():
            self._waiting[1].set_result(None)

    def _open(self) -> bool:
        head, end, rest = bytes(self._data).partition(b"\r\n\r\n")
        if not end:
            return False
        self._data = bytearray(rest)
        if b" 101 " in head.split(b"\r\n")[0]:
            self.opened.set_result(None)
            return True
        self.opened.set_exception(ConnectionError(head.decode("latin-1")))
        return False

    def _take(self) -> tuple[int, bytes] | None:
        data = self._data
        if len(data) < 2:
            return None
        size, start = data[1], 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(data[2:start], "big")
        if len(data) < start + size:
            return None
        opcode, payload = data[0] & 0x0F, bytes(data[start : start + size])
        del data[: start + size]
        return opcode, payload

    async def count(self, number: int) -> None:
        """Until so many text frames have come in all."""
        if len(self.inbox) < number:
            self._waiting = (number, asyncio.get_running_loop().create_future())
            await self._waiting[1]


async def connect(port: int, path: str, cookies: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    loop = asyncio.get_running_loop()
    for start in range(0, len(cookies), WAVE):
        wave = [
            (await loop.create_connection(lambda cookie=cookie: Line(path, port, cookie), "127.0.0.1", port))[1]
            for cookie in cookies[start : start + WAVE]
        ]
        await asyncio.gather(*(line.opened for line in wave))
        lines += wave
    return lines


def connect_deaf(port: int, path: str, cookie: str) -> socket.socket:
    """A browser that reads no further than that it was let in, on a machine that keeps little for it."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.settimeout(PATIENCE)
    line.connect(("127.0.0.1", port))
    line.sendall(HEADER.format(path=path, port=port, cookie=cookie).encode())
    if line.recv(12) != b"HTTP/1.1 101":
        raise ConnectionError("turned away")
    line.setblocking(False)
    return line


def send_at_once(lines: Sequence[Line], frames: Sequence[bytes]) -> float:
    """Every line its frame; the moment before the first."""
    began = time.perf_counter()
    for line, content in zip(lines, frames, strict=True):
        line.transport.write(content)
    return began


def hang_up(lines: Sequence[Line]) -> None:
    for line in lines:
        line.transport.abort()
