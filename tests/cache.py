import os
from itertools import count

from red_inclusion.core.caches import CacheThatMayBeAway

_generations = count()
_current = [next(_generations)]


class OwnPartOfRedis(CacheThatMayBeAway):
    """Keys of this process and this test only: many test processes share one Redis at the same time."""

    def make_key(self, key, version=None):
        return f"test-{os.getpid()}-{_current[0]}:{super().make_key(key, version)}"

    def clear(self):
        _current[0] = next(_generations)
