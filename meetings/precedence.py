"""Which of two taps wins: the rules of `seq`, pure. `docs/realtime.md` has the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

SEQ_LIMIT = 2**53 - 1


class Content(NamedTuple):
    """What one item says. Empty: cleared."""

    value: int | None = None
    impact: int | None = None
    passed: bool = False


CLEARED = Content()


class Mark(NamedTuple):
    content: Content
    seq: int
    recorded_at: datetime


@dataclass(slots=True)
class Sheet:
    """One person's ballot as it stands. `changed` is what has to be written, `ballot` its row if it has one."""

    entry: int
    abstained: bool = False
    seq: int = 0
    recorded_at: datetime | None = None
    marks: dict[int, Mark] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    touched: bool = False
    ballot: int | None = None

    def put(self, item: int, content: Content, seq: int | None, at: datetime) -> tuple[Mark, bool]:
        """The mark that stands afterwards, and whether it superseded the one that came."""
        seq = self.seq + 1 if seq is None else seq
        stored = self.marks.get(item)
        if stored and seq <= stored.seq:
            return stored, (stored.seq, stored.content) != (seq, content)
        self.abstained = False
        self._write([item], content, seq, at)
        return self.marks[item], False

    def abstain(self, items: Iterable[int], seq: int | None, at: datetime) -> bool:
        """Whether something newer than this abstention stands. It empties every item and leaves its `seq` there, so
        that a vote sent earlier and arriving later does not undo it."""
        seq = self.seq + 1 if seq is None else seq
        if seq <= self.seq:
            return (self.seq, self.abstained) != (seq, True)
        self.abstained = True
        self._write(items, CLEARED, seq, at)
        return False

    def _write(self, items: Iterable[int], content: Content, seq: int, at: datetime) -> None:
        for item in items:
            self.marks[item] = Mark(content, seq, at)
            self.changed.add(item)
        self.seq = max(self.seq, seq)
        self.recorded_at = at
        self.touched = True
