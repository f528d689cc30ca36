"""What was just taken off a meeting, for as long as it can come back.

It waits in the cache, which forgets by itself, and the session only knows where: in a session the text would stay for
weeks, where nobody who withdraws it would find it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.cache import cache

from red_inclusion.core import clock

from .models import Meeting

UNDO_FOR = timedelta(minutes=5)


def keep_removed(request, noun: str, meeting_id: int, gone: dict[str, Any]) -> None:
    """What was removed before it, of the same `noun`, can no longer come back."""
    forget_removed(request, noun)
    request.session[_key(noun)] = token = uuid4().hex
    kept = {"meeting": meeting_id, "at": clock.now().isoformat(), "gone": gone}
    cache.set(_place(token), kept, UNDO_FOR.total_seconds())


def removed(request, noun: str, meeting: Meeting) -> dict[str, Any] | None:
    """What was last taken off this meeting; None once it can no longer come back."""
    token = request.session.get(_key(noun))
    kept = cache.get(_place(token)) if token else None
    if kept is None or kept["meeting"] != meeting.pk:
        return None
    return kept["gone"] if clock.now() - datetime.fromisoformat(kept["at"]) <= UNDO_FOR else None


def forget_removed(request, noun: str) -> None:
    token = request.session.pop(_key(noun), None)
    if token:
        cache.delete(_place(token))


def _key(noun: str) -> str:
    return f"removed_{noun}"


def _place(token: str) -> str:
    return f"removed.{token}"
