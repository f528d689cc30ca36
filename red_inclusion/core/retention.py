"""How long each kind of personal data is kept, and the job that ends it. docs/personal-data.md gives the reasons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Greatest

from . import clock, forgetting
from .models import Counter

DAY_DONE = "retention.day"


@dataclass(frozen=True)
class Kept:
    """`forget(before)` ends what is older than that moment and gives how many; it is safe to run twice."""

    name: str
    label: Any
    why: Any
    forget: Callable[[datetime], int]

    @property
    def days(self) -> int:
        return settings.RETENTION_DAYS[self.name]


_kinds: dict[str, Kept] = {}


def register(kept: Kept) -> None:
    _kinds[kept.name] = kept


def all_kinds() -> list[Kept]:
    return list(_kinds.values())


def forget_what_is_due() -> dict[str, int]:
    """A job, once a day: how many of each kind were ended."""
    today = clock.today().toordinal()
    counter, _made = Counter.objects.get_or_create(key=DAY_DONE)
    if counter.value >= today:
        return {}
    ended = {kept.name: kept.forget(clock.now() - timedelta(days=kept.days)) for kept in all_kinds()}
    if any(ended.values()):
        forgetting.forget_soon()
    # Two ticks at once end the same things; the day is done when one of them has come to its end.
    Counter.objects.filter(key=DAY_DONE).update(value=Greatest("value", Value(today)))
    return ended
