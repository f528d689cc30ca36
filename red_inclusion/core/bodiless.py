"""An answer to HEAD has headers only (RFC 9110, section 9.3.2), whatever the view wrote and the server lets through."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def without_body_for_head(application: Application) -> Application:
    """Daphne drops only the first piece of a body: of a page longer than one, the rest would open the next answer."""

    async def guarded(scope: Message, receive: Receive, send: Send) -> None:
        await application(scope, receive, _headers_only(send) if scope.get("method") == "HEAD" else send)

    return guarded


def _headers_only(send: Send) -> Send:
    async def send_headers(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
        elif not message.get("more_body"):
            await send({"type": "http.response.body", "body": b""})

    return send_headers
