"""Two habits of daphne's socket protocol that a room cannot live with."""

from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol


class RoomProtocol(WebSocketProtocol):
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


def install() -> None:
    WebSocketFactory.protocol = RoomProtocol
