"""How often somebody unknown may try something, counted in the cache that all processes share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from red_inclusion.core.limits import count as count_one


@dataclass(frozen=True)
class Limit:
    """`most` of what `name` says, in `window` seconds."""

    name: str
    most: int
    window: int = 600

    def key(self, of: object) -> str:
        return f"{self.name}:{of}"


def is_reached(limits: Iterable[tuple[Limit, object]]) -> bool:
    keys = {limit.key(of): limit.most for limit, of in limits}
    return any(count >= keys[key] for key, count in cache.get_many(list(keys)).items())


def count(limits: Iterable[tuple[Limit, object]]) -> None:
    for limit, of in limits:
        count_one(limit.key(of), limit.window)
