"""How much one socket may ask."""

import time
from collections import deque

PACE = 20  # messages a second …
SPAN = 5  # … for so many seconds
BAD_IN_A_MINUTE = 20


class Limits:
    def __init__(self):
        self._messages: deque[float] = deque(maxlen=PACE * SPAN + 1)
        self._bad: deque[float] = deque(maxlen=BAD_IN_A_MINUTE)

    def is_flooding(self) -> bool:
        """Counts one message more: has there been more than the pace, on the average of the span?"""
        return _too_close(self._messages, SPAN)

    def is_babbling(self) -> bool:
        """Counts one bad message more."""
        return _too_close(self._bad, 60)


def _too_close(times: deque[float], span: float) -> bool:
    times.append(time.monotonic())
    return len(times) == times.maxlen and times[-1] - times[0] <= span
