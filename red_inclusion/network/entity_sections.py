"""What the page of an entity shows of apps to its right. They register theirs in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Entity


@dataclass(frozen=True)
class EntitySection:
    """`template` draws one of `rows`, called `row`; `empty` is said where there is none, and `more_url` leads to all
    `total` of them where only some are shown."""

    title: Any
    template: str
    rows: Sequence[Any]
    total: int
    empty: Any
    more_url: str = ""

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


_sections: dict[str, tuple[int, Callable[[Entity, Any], EntitySection]]] = {}


def register(name: str, place: int, section: Callable[[Entity, Any], EntitySection]) -> None:
    """`section(entity, user)` holds what this reader may see; sections stand in the order of `place`."""
    _sections[name] = (place, section)


def sections_of(entity: Entity, user: Any) -> list[EntitySection]:
    ordered = sorted(_sections.values(), key=lambda entry: entry[0])
    return [section(entity, user) for _place, section in ordered]
