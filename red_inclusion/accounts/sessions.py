"""Whose sessions these are, for many at once: sockets carry a cookie, and no request passes that would resolve it.

The same thousand are asked about every few seconds, so what a text means is worked out once: a session's content by its
signed text, a password's hash by the password as stored. Whether they still hold is read from the database every time.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .models import User

REMEMBERED = 20_000


def people_signed_in(keys: Collection[str]) -> dict[str, int]:
    """Session key to person, for the keys that are valid now. Two queries.

    As strict as `django.contrib.auth.get_user`: the row not expired, the backend still in use, the hash that changes
    with the password, the person active.
    """
    # A session's life is real time, whatever the domain's clock is set to.
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    claims = {
        key: claim for key, text in sessions.values_list("session_key", "session_data") if (claim := _claim(text))
    }
    people = User.objects.filter(is_active=True, pk__in={person for person, _hash in claims.values()})
    passwords = dict(people.values_list("pk", "password"))
    return {
        key: person
        for key, (person, given) in claims.items()
        if person in passwords and any(constant_time_compare(given, valid) for valid in _hashes(passwords[person]))
    }


@lru_cache(REMEMBERED)
def _claim(text: str) -> tuple[int, str] | None:
    """Who the session says it belongs to, and the hash that has to prove it."""
    content: dict[str, Any] = SessionStore().decode(text)
    person = str(content.get(SESSION_KEY, ""))
    if content.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or not person.isdecimal():
        return None
    return int(person), str(content.get(HASH_SESSION_KEY) or "")


@lru_cache(REMEMBERED)
def _hashes(password: str) -> tuple[str, ...]:
    user = User(password=password)
    return (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
