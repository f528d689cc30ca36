"""What the public pages show of apps to their right. Those apps register theirs in `AppConfig.ready()`.

Only what is published may come through here: these pages are read by anybody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from red_inclusion.network.models import Area


@dataclass(frozen=True)
class PublicItem:
    """One line. `mark` is an urgency 0–4 or a mean of it, None for no mark; `state` a code that the badges know."""

    title: str
    url: str = ""
    note: str = ""
    when: date | datetime | None = None
    mark: float | None = None
    state: str = ""
    state_label: Any = ""


@dataclass(frozen=True)
class AreaSection:
    """One of the steps «what we ask for → what we agree → what was done», or what stands beneath them; `empty` is
    said where nothing is yet."""

    title: Any
    items: tuple[PublicItem, ...]
    empty: Any
    lede: Any = ""
    is_step: bool = True


_area_sections: dict[str, tuple[int, Callable[[Area], AreaSection]]] = {}
_latest: dict[str, Callable[[int], Iterable[PublicItem]]] = {}


def add_area_section(name: str, place: int, section: Callable[[Area], AreaSection]) -> None:
    """`section(area)` is asked at each view of the area's public page; sections stand in the order of `place`."""
    _area_sections[name] = (place, section)


def add_latest(name: str, latest: Callable[[int], Iterable[PublicItem]]) -> None:
    """`latest(limit)` gives the newest published things of one kind, newest first, for the home page."""
    _latest[name] = latest


def area_sections(area: Area) -> list[AreaSection]:
    ordered = sorted(_area_sections.values(), key=lambda entry: entry[0])
    return [section(area) for _, section in ordered]


def latest(limit: int) -> list[PublicItem]:
    """The newest of all kinds together."""
    items = [item for give in _latest.values() for item in give(limit)]
    return sorted(items, key=lambda item: item.when.isoformat() if item.when else "", reverse=True)[:limit]
