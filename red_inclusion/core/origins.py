"""Which pages may open our sockets."""

from django.conf import settings


class OriginGate:
    """Turns away, at the handshake and with 403, what does not come from one of `ALLOWED_ORIGINS`.

    The whole origin is compared, character for character: scheme, host and port. Absent, doubled and malformed ones are
    not parsed, they are simply none of them.
    """

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send) -> None:
        if is_allowed(scope["headers"]):
            await self.application(scope, receive, send)
        else:
            await turn_away(scope, receive, send)


def is_allowed(headers: list[tuple[bytes, bytes]]) -> bool:
    origins = [value.decode("latin-1") for name, value in headers if name.lower() == b"origin"]
    return len(origins) == 1 and origins[0] in settings.ALLOWED_ORIGINS


async def turn_away(scope, receive, send) -> None:
    await receive()
    await send({"type": "websocket.close"})
