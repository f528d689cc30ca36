"""The texts and facts that the demo is built from. Needs, proposals and resources are invented: no entity said them."""

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from red_inclusion.core import clock

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("Europe/Madrid")
STARTED = date(2022, 10, 3)


@cache
def network() -> dict:
    return json.loads((DATA / "network.json").read_text())


@cache
def _needs_and_proposals() -> dict:
    return json.loads((DATA / "needs.json").read_text())


def needs(area_code: str) -> list[dict]:
    return [need for need in _needs_and_proposals()["needs"] if need["area"] == area_code]


@cache
def resources() -> list[dict]:
    return json.loads((DATA / "resources.json").read_text())["resources"]


def proposals() -> list[dict]:
    return _needs_and_proposals()["proposals"]


def at(day: date, hour: int = 17, minute: int = 0) -> datetime:
    """A moment of the municipality's day."""
    return datetime.combine(day, time(hour, minute), ZONE)


def weeks_ago(weeks: int) -> date:
    """A working day that many weeks back: the week before, if it fell on a weekend."""
    day = clock.today() - timedelta(weeks=weeks)
    return day - timedelta(days=max(0, day.weekday() - 4))


def working_day_in(days: int) -> date:
    """That many days from today: the Monday after, if it falls on a weekend."""
    day = clock.today() + timedelta(days=days)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
