"""The room's socket: reads frames, hands them on. It touches no database; `live` does all that lasts.

A plain ASGI application and not a Channels consumer: a frame of a thousand voters passes through one coroutine, without
a dispatcher task and a channel of its own for each socket.
"""

import asyncio
import logging
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, parse_cookie
from django.utils.translation import get_language_from_request

from red_inclusion.core.fields import is_number

from .actions.ballots import ID_LIMIT, entry_for, queue
from .live.hub import hub
from .live.room import Room
from .live.socket import TOO_LONG, Socket
from .protocol import CLOSE_LIMIT, BadMessage, Command, RoomResync, parse
from .snapshots import PHONE, PROJECTOR

logger = logging.getLogger(__name__)


async def room_socket(scope, receive, send) -> None:
    if (await receive())["type"] != "websocket.connect":
        return
    await send({"type": "websocket.accept"})
    socket = RoomSocket(scope, send)
    try:
        socket.room = hub().enter(socket)
        while (message := await receive())["type"] != "websocket.disconnect":
            socket.hear(message)
    except asyncio.CancelledError:
        if not socket.closing:
            raise
    finally:
        socket.stop()
        hub().leave(socket)


class RoomSocket(Socket):
    room: Room

    def __init__(self, scope, send):
        headers = dict(scope["headers"])
        cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        query = parse_qs(scope["query_string"].decode("latin-1"))
        super().__init__(
            send,
            meeting=_key(scope["url_route"]["kwargs"]["meeting"]),
            view=query.get("view", [PHONE])[-1],
            session=cookies.get(settings.SESSION_COOKIE_NAME, ""),
            language=_language(cookies, headers.get(b"accept-language", b"").decode("latin-1")),
        )

    def hear(self, message: dict) -> None:
        """One frame. Nothing that it may contain raises."""
        if self.closing:
            return
        text, binary = message.get("text"), message.get("bytes")
        if len(text if text is not None else binary or b"") > CLOSE_LIMIT:
            self.close(TOO_LONG)
        elif self.limits.is_flooding():
            self.turn_out("too_many")
        else:
            self._understand(text)

    def _understand(self, text: str | None) -> None:
        try:
            command = parse(text)
        except BadMessage as bad:
            if self.limits.is_babbling():
                self.turn_out("too_many")
            else:
                self.refuse("bad_message", bad.echo)
            return
        if self.greeted:
            self.obey(command)
        else:
            self.early.append(command)

    def obey(self, command: Command) -> None:
        if isinstance(command, RoomResync):
            self.room.greet(self)
        elif self.view == PROJECTOR:
            self.refuse("not_entitled", command.echo)
        else:
            queue.submit([entry_for(self.meeting, self.person, command, self)])


def _key(typed: str) -> int:
    """What can be no key of a meeting is none that there is."""
    return int(typed) if is_number(typed) else ID_LIMIT


def _language(cookies: dict[str, str], accepted: str) -> str:
    """The one that the page beside this socket is in."""
    request = HttpRequest()
    request.COOKIES, request.META["HTTP_ACCEPT_LANGUAGE"] = cookies, accepted
    return get_language_from_request(request)
