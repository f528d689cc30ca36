"""How often somebody unknown may try something, counted in the cache that all processes share."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


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
        key = limit.key(of)
        cache.add(key, 0, limit.window)
        # Between the two lines the window may end.
        with suppress(ValueError):
            cache.incr(key)


def address_of(request: HttpRequest) -> str:
    """As far as the trusted proxies tell."""
    return get_adapter(request).get_client_ip(request)
