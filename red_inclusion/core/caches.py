"""The cache in Redis, which may be away: then nothing is remembered, and nobody waits or sees an error."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

logger = logging.getLogger(__name__)

PATIENCE = 1  # seconds for an answer
PAUSE = 2  # seconds before it is asked again


class CacheThatMayBeAway(RedisCache):
    def __init__(self, server, params):
        options = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})
        self._class = _Client


class _Client(RedisCacheClient):
    """Each method answers for an absent Redis what an empty cache would."""

    _away_until = 0.0  # of the whole process: one thread's wait is enough

    def add(self, key, value, timeout):
        return self._ask(super().add, key, value, timeout, otherwise=True)

    def get(self, key, default):
        return self._ask(super().get, key, default, otherwise=default)

    def set(self, key, value, timeout):
        self._ask(super().set, key, value, timeout, otherwise=None)

    def touch(self, key, timeout):
        return self._ask(super().touch, key, timeout, otherwise=False)

    def delete(self, key):
        return self._ask(super().delete, key, otherwise=False)

    def get_many(self, keys):
        return self._ask(super().get_many, keys, otherwise={})

    def has_key(self, key):
        return self._ask(super().has_key, key, otherwise=False)

    def incr(self, key, delta):
        counted = self._ask(super().incr, key, delta, otherwise=None)
        if counted is None:
            raise ValueError(f"Key {key!r} not found.")
        return counted

    def set_many(self, data, timeout):
        self._ask(super().set_many, data, timeout, otherwise=None)

    def delete_many(self, keys):
        self._ask(super().delete_many, keys, otherwise=None)

    def clear(self):
        return self._ask(super().clear, otherwise=False)

    def _ask(self, question: Callable[..., Any], *arguments: Any, otherwise: Any) -> Any:
        if time.monotonic() < _Client._away_until:
            return otherwise
        try:
            return question(*arguments)
        except (NoConnection, NoAnswer) as error:
            logger.warning("the cache is away, nothing is remembered: %r", error)
            _Client._away_until = time.monotonic() + PAUSE
            return otherwise
