"""What other apps add to the minutes of a meeting. They register from `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Meeting

Line = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """`build(meeting)` gives the lines: `text`, optionally `note`, `url`, and `public` (False: kept out of the public
    version; left out means the same). `title` is lazy."""

    key: str
    title: Any
    build: Callable[[Meeting], list[Line]]


_sections: dict[str, Section] = {}


def register_section(key: str, title: Any, build: Callable[[Meeting], list[Line]]) -> None:
    _sections[key] = Section(key, title, build)


def minutes_sections() -> list[Section]:
    return list(_sections.values())
