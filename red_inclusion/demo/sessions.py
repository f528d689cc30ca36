"""Working sessions of the demo's people, for load drivers: signing in is limited."""

import json
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from red_inclusion.accounts.models import User
from red_inclusion.core import clock

from .people import DOMAIN

LASTS = timedelta(days=1)


def write_sessions(path: Path) -> int:
    """Write `{email: "name=value"}` of a fresh session for every person of the demo; gives how many."""
    people = list(User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).order_by("email"))
    made = {person.email: _session(person) for person in people}
    Session.objects.bulk_create(made.values(), batch_size=500)
    cookies = {email: f"{settings.SESSION_COOKIE_NAME}={session.session_key}" for email, session in made.items()}
    path.write_text(json.dumps(cookies, indent=1))
    path.chmod(0o600)
    return len(cookies)


def _session(person: User) -> Session:
    store = SessionStore()
    data = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    return Session(
        session_key=store._get_new_session_key(), session_data=store.encode(data), expire_date=clock.now() + LASTS
    )
