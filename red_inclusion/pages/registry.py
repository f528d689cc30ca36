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


@dataclass(frozen=True)
class Figure:
    """A number of the whole network. `label` follows it: «12», «needs detected»."""

    value: int
    label: Any
    note: Any = ""


_figures: dict[str, tuple[Any, Callable[[], Figure]]] = {}
_upcoming: dict[str, Callable[[int, str], Iterable[PublicItem]]] = {}


def add_figure(name: str, title: Any, count: Callable[[], Figure]) -> None:
    """`title` is what an editor picks; `count()` is asked at each view, and may tell sums only."""
    _figures[name] = (title, count)


def add_upcoming(name: str, give: Callable[[int, str], Iterable[PublicItem]]) -> None:
    """`give(limit, area_code)` tells what is to come, the soonest first; an empty code means every area."""
    _upcoming[name] = give


def figure_choices() -> list[tuple[str, Any]]:
    return [(name, title) for name, (title, _) in _figures.items()]


def figures(names: Iterable[str]) -> list[Figure]:
    """In the order of `names`; one that no app gives any more is left out."""
    return [_figures[name][1]() for name in names if name in _figures]


def upcoming(limit: int, *, area_code: str = "") -> list[PublicItem]:
    items = [item for give in _upcoming.values() for item in give(limit, area_code)]
    return sorted(items, key=lambda item: item.when.isoformat() if item.when else "")[:limit]
