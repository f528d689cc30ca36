"""The one clock. Demo and tests set it; everybody else only asks."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set.get() or timezone.now()


def today() -> date:
    """The present day in the municipality's time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def set_to(moment: datetime):
    """Hold the clock at `moment` (aware) for this context only."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
