"""Group commit: what arrives while a write is under way is written together, next.

                 ┌────────────┐  nobody writes: become the writer
    socket ────► │            │ ─────────────────────────────► worker thread ─┐
    socket ────► │  waiting   │                                               ├─► write(batch) ─► settled, listeners
    form ──────► │            │ ─────────────────────────────► own thread ────┘         ▲
                 └────────────┘  somebody writes: wait                                  └─ again while anything waits

A form's thread writes until its own entries are settled and hands the rest to the worker; so a caller inside a
transaction of its own (a test, the demo) sees its votes written there and then.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

BATCH_LIMIT = 1000
WAITING_LIMIT = 10_000
PATIENCE = 20


@dataclass(slots=True, eq=False)
class Entry:
    """`origin` is whoever asked and wants the outcome; `key` says what is written in one transaction."""

    key: Any
    request: Any
    origin: Any = None
    outcome: Any = None
    settled: threading.Event | None = None


@dataclass(eq=False)
class GroupCommit:
    """`write(key, requests)` opens and commits one transaction and returns an outcome for each request."""

    write: Callable[[Any, Sequence[Any]], Sequence[Any]]
    busy: Any = "busy"
    failed: Any = "server_error"
    listeners: list[Callable[[list[Entry]], None]] = field(default_factory=list)
    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "group-commit"))
    _mutex: threading.Lock = field(default_factory=threading.Lock)
    _waiting: list[Entry] = field(default_factory=list)
    _writing: bool = False

    @property
    def is_writing(self) -> bool:
        return self._writing

    def warm_up(self) -> None:
        """Open the worker's connection before the first vote waits for it."""
        # Not `connection.ensure_connection`: looked up here it would be this thread's connection.
        self.worker.submit(lambda: connection.ensure_connection())

    def submit(self, entries: Sequence[Entry]) -> None:
        """Queue and return at once; the listeners are told the outcomes, from the writer's thread."""
        if self._enqueue(entries):
            self.worker.submit(self._drain)

    def settle(self, entries: Sequence[Entry]) -> list[Any]:
        """Queue and wait for the outcomes, writing in this thread where nobody else does."""
        if not entries:
            return []
        settled = threading.Event()
        for entry in entries:
            entry.settled = settled
        if self._enqueue(entries):
            self._drain(until=entries[-1])
        elif not settled.wait(PATIENCE):
            logger.error("a form waited %s s for its votes to be written", PATIENCE)
            self._withdraw(entries)
        return [entry.outcome or self.busy for entry in entries]

    def _enqueue(self, entries: Sequence[Entry]) -> bool:
        """Whether the caller has to start writing."""
        with self._mutex:
            crowded = len(self._waiting) + len(entries) > WAITING_LIMIT
            if not crowded:
                self._waiting += entries
                starts, self._writing = not self._writing, True
                return starts
        self._conclude(entries, [self.busy] * len(entries))
        return False

    def _withdraw(self, entries: Sequence[Entry]) -> None:
        """Who was told to try again must not find her vote recorded later all the same."""
        with self._mutex:
            self._waiting = [entry for entry in self._waiting if entry not in entries]

    def _drain(self, until: Entry | None = None) -> None:
        while batch := self._take():
            for key, entries in _by_key(batch):
                self._conclude(entries, self._written(key, [entry.request for entry in entries]))
            if until is not None and until.outcome is not None:
                self._hand_over()
                return

    def _hand_over(self) -> None:
        with self._mutex:
            self._writing = bool(self._waiting)
            if self._writing:
                self.worker.submit(self._drain)

    def _take(self) -> list[Entry]:
        with self._mutex:
            batch, self._waiting = self._waiting[:BATCH_LIMIT], self._waiting[BATCH_LIMIT:]
            self._writing = bool(batch)
            return batch

    def _written(self, key: Any, requests: Sequence[Any]) -> Sequence[Any]:
        """Every request gets an outcome, whatever happens: nothing is lost in silence."""
        try:
            return self._write_again_if_cut_off(key, requests)
        except (OperationalError, InterfaceError):
            logger.warning(
                "%s votes were told to try again: the database did not take them", len(requests), exc_info=True
            )
            return [self.busy] * len(requests)
        except Exception:
            logger.exception("%s votes could not be recorded", len(requests))
            return [self.failed] * len(requests)

    def _write_again_if_cut_off(self, key: Any, requests: Sequence[Any]) -> Sequence[Any]:
        """A restarted database cuts the connection that this thread keeps; writing the same again does no harm."""
        try:
            return self.write(key, requests)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or connection.is_usable():
                raise
            connection.close()
            return self.write(key, requests)

    def _conclude(self, entries: Sequence[Entry], outcomes: Sequence[Any]) -> None:
        for entry, outcome in zip(entries, outcomes, strict=True):
            entry.outcome = outcome
        for listener in list(self.listeners):
            listener(list(entries))
        for settled in {entry.settled for entry in entries if entry.settled}:
            settled.set()


def _by_key(batch: Iterable[Entry]) -> list[tuple[Any, list[Entry]]]:
    groups: dict[Any, list[Entry]] = {}
    for entry in batch:
        groups.setdefault(entry.key, []).append(entry)
    return list(groups.items())
