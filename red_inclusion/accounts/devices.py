"""Knowing a device again: a row by session, brought up to date once a day.

Once a day too the session is saved anew, so that its 90 days count from the last day it was used.
"""

import re

from django.http import HttpRequest

from red_inclusion.core import clock

from .models import Device

NOTED = "device"  # in the session: [the day it was noted, under which key]

# The first that fits: a browser built on another names both.
BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrom(e|ium)/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


def first_fit(families: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in families if re.search(pattern, agent)), "")


def note_device(request: HttpRequest, person) -> None:
    """Nothing but a look into the session, except on the first request of a day or of a new key."""
    session, today = request.session, clock.today()
    if session.session_key is None or session.get(NOTED) == [today.isoformat(), session.session_key]:
        return
    _day, former_key = session.get(NOTED) or (None, None)
    if former_key and former_key != session.session_key:
        # Another key for the same browser: it has changed its password, or taken a second step.
        Device.objects.filter(person=person, session_key=former_key).update(session_key=session.session_key)
    agent = request.headers.get("User-Agent", "")
    known_by = {"browser": first_fit(BROWSERS, agent), "system": first_fit(SYSTEMS, agent)}
    Device.objects.update_or_create(
        session_key=session.session_key, defaults={"person": person, "last_seen": today, **known_by}
    )
    session[NOTED] = [today.isoformat(), session.session_key]
