"""Telling live rooms that something changed, after the commit and never before.

A topic («room.12») carries no content: who listens reads the database. Listeners are in-process; where several
processes serve, one of the listeners forwards the topic to the others.
"""

import logging
from collections.abc import Callable

from django.db import transaction

logger = logging.getLogger(__name__)
_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Call `listener(topic)` after each commit that published; from any thread, so it must not block."""
    if listener not in _listeners:
        _listeners.append(listener)


def stop_listening(listener: Callable[[str], None]) -> None:
    if listener in _listeners:
        _listeners.remove(listener)


def publish(topic: str) -> None:
    """Announce `topic` once the present transaction has committed; nothing if it rolls back."""
    transaction.on_commit(lambda: announce(topic), robust=True)


def announce(topic: str) -> None:
    for listener in list(_listeners):
        try:
            listener(topic)
        except Exception:
            logger.exception("a listener of %s failed", topic)
