"""Habits of daphne and of its socket protocol that a room, and a server open to anybody, cannot live with."""

import asyncio
import socket
from io import BytesIO

from daphne import http_protocol
from daphne.http_protocol import WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

KEPT_BY_THE_KERNEL = 128 * 1024  # for one browser; by itself it would keep megabytes for one that does not read
ABOUT_THE_ORIGIN = ("HTTP Origin header", "WebSocket connection denied: origin")


@implementer(IPushProducer)
class RoomProtocol(WebSocketProtocol):
    """`may_write` is clear while the browser has not read what it was sent; so long it is not read either."""

    def failHandshake(self, reason, code=400, responseHeaders=None):  # noqa: N802, N803
        # An Origin that its parser cannot read never reaches our gate, which would have answered 403.
        code = 403 if reason.startswith(ABOUT_THE_ORIGIN) else code
        return super().failHandshake(reason, code, responseHeaders)

    def connectionMade(self):  # noqa: N802
        self.may_write = asyncio.Event()
        self.may_write.set()
        self.transport.getHandle().setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT_BY_THE_KERNEL)
        # The HTTP channel that handed this line over goes on being told how full it is, and does nothing about it.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        super().connectionMade()

    def pauseProducing(self):  # noqa: N802
        self.may_write.clear()
        self.transport.pauseProducing()

    def resumeProducing(self):  # noqa: N802
        self.may_write.set()
        self.transport.resumeProducing()

    def stopProducing(self):  # noqa: N802
        self.may_write.set()

    def dropConnection(self, abort=False):  # noqa: N802
        # A transport that closes waits for its producer, and this one has nothing more to say.
        self.transport.unregisterProducer()
        super().dropConnection(abort)

    def connectionLost(self, reason):  # noqa: N802
        self.may_write.set()
        super().connectionLost(reason)

    def cut(self):
        if self.state == self.STATE_OPEN:
            self.dropConnection(abort=True)

    def onConnect(self, request):  # noqa: N802
        # Too long a message is answered with a close frame that says so (1009), instead of a cut line (1006). Who
        # does not hang up after it is cut off a second later.
        self.failByDrop = False
        return super().onConnect(request)

    def sendMessage(self, payload, *args, **kwargs):  # noqa: N802
        # The limit is for what comes in. Applied to what goes out, as it would be, it swallows a roll of 200 people.
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            return super().sendMessage(payload, *args, **kwargs)
        finally:
            self.maxMessagePayloadSize = limit


class BoundedRequest(WebRequest):
    """A request whose body takes no more of the machine than `settings.BODY_LIMIT`, whatever is sent.

    What comes beyond is read and let go, so that the browser gets to read the refusal (see `core.limits.BodyLimit`);
    daphne keeps it all on disk, and then reads it whole into memory for a parse of forms that nobody asks it for.
    """

    arrived = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._parsePOSTFormSubmission = False

    def handleContentChunk(self, data):  # noqa: N802
        self.arrived += len(data)
        if self.arrived <= settings.BODY_LIMIT:
            super().handleContentChunk(data)

    def requestReceived(self, command, path, version):  # noqa: N802
        # Daphne believes anybody who says under which path we stand, and puts it before every link of the answer.
        self.requestHeaders.removeHeader(b"Daphne-Root-Path")
        if self.arrived > settings.BODY_LIMIT:
            self.content.close()
            self.content = BytesIO()
            self.requestHeaders.setRawHeaders(b"Content-Length", [b"%d" % self.arrived])
        super().requestReceived(command, path, version)


class RoomServer(Server):
    """`send` of a socket waits for its browser to read, and a socket whose application has ended is cut off. Daphne
    keeps whatever it is given for a browser that reads nothing, without end, and leaves the line open."""

    def create_application(self, protocol, scope):
        queue = super().create_application(protocol, scope)
        if queue and isinstance(protocol, RoomProtocol):
            self.connections[protocol]["application_instance"].add_done_callback(lambda _: protocol.cut())
        return queue

    async def handle_reply(self, protocol, message):
        await super().handle_reply(protocol, message)
        if isinstance(protocol, RoomProtocol):
            await protocol.may_write.wait()


def install() -> None:
    WebSocketFactory.protocol = RoomProtocol
    http_protocol.WebRequest = BoundedRequest
