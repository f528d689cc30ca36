"""What people are told of. Each app registers its kinds in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .enums import Cadence, Reach

Args = Mapping[str, Any]


@dataclass(frozen=True)
class Action:
    """A link of the mail: what it does, and where."""

    label: str
    path: str


def _none(*_unused: Any) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Kind:
    """`words(args)` is the sentence and `details(args)` are lines below it, in the reader's language; `links(notice)`
    are more places to go to from the mail. `is_mine`: it is about her or her entity. `waits`: somebody waits for her,
    so it does not wait for the weekly summary. `optional`: she may choose to have it on the web only."""

    name: str
    label: Any
    words: Callable[[Args], str]
    details: Callable[[Args], Sequence[str]] = _none
    links: Callable[[Any], Sequence[Action]] = _none
    is_mine: bool = False
    waits: bool = False
    optional: bool = True

    @property
    def carries_links(self) -> bool:
        """Personal ones, that let whoever reads the mail act as her."""
        return self.links is not _none

    def usual_cadence(self, reach: str) -> Cadence:
        if reach == Reach.ALL or self.waits or not self.optional:
            return Cadence.NOW
        if reach == Reach.WEEKLY:
            return Cadence.WEEKLY
        return Cadence.NOW if self.is_mine else Cadence.WEB

    def cadence(self, reach: str, chosen: Mapping[str, str]) -> Cadence:
        own = chosen.get(self.name)
        if self.optional and own in Cadence.values:
            return Cadence(own)
        return self.usual_cadence(reach)


_kinds: dict[str, Kind] = {}
_secret_letters: set[str] = set()


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    """None for a kind that a later version no longer knows."""
    return _kinds.get(name)


def keep_no_words_of(name: str) -> None:
    """Of a mail of this kind, which is no notice: what it says lets its reader in."""
    _secret_letters.add(name)


def is_secret(name: str) -> bool:
    """Whether a mail of this kind holds what opens a door: its words go once it has left."""
    kind = kind_of(name)
    return name in _secret_letters or bool(kind and kind.carries_links)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
