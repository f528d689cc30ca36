"""Personal links: one person, one purpose, one thing, for some days, without signing in.

What a link may do is its purpose's: the app that has one registers it in `AppConfig.ready()`. A link is bound to what
gives her the right (`bond`: a mandate, a request): when that ends or changes, the link is over. Whoever holds the link
acts as her, so it opens one page and does one thing, through the same action and policy as when she signs in. Reading
the page changes nothing: mail programs open links by themselves.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from . import clock

SALT = "red-inclusion.personal-link"


@dataclass(frozen=True)
class Purpose:
    """`find(subject_id)` gives the thing or None; `bond(person, subject)` what gives her the right now, "" for nothing;
    `answer(request, person, subject)` the page, and what its POST does."""

    name: str
    days: int
    find: Callable[[int], Any]
    bond: Callable[[Any, Any], str]
    answer: Callable[[HttpRequest, Any, Any], HttpResponse]


_purposes: dict[str, Purpose] = {}


class LinkOver(Exception):
    """Forged, expired, or its ground has ended: nobody is told which."""


def register(purpose: Purpose) -> None:
    _purposes[purpose.name] = purpose


def link_path(purpose: str, *, person: Any, subject: Any) -> str:
    """The path of a new link for `person`; "" where she has no right that it could stand on."""
    known = _purposes[purpose]
    bond = known.bond(person, subject)
    if not bond:
        return ""
    until = int((clock.now() + timedelta(days=known.days)).timestamp())
    claims = [purpose, person.pk, subject.pk, until, _digest(person, bond)]
    return reverse("personal_link", args=[signing.dumps(claims, salt=SALT)])


def follow(token: str) -> tuple[Purpose, Any, Any]:
    """Purpose, person and thing of a link that holds now."""
    try:
        name, person_id, subject_id, until, digest = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkOver from error
    purpose = _purposes.get(name)
    if purpose is None or clock.now().timestamp() >= until:
        raise LinkOver
    person = get_user_model()._default_manager.filter(pk=person_id, is_active=True).first()
    subject = purpose.find(subject_id)
    if person is None or subject is None:
        raise LinkOver
    bond = purpose.bond(person, subject)
    if not bond or not constant_time_compare(digest, _digest(person, bond)):
        raise LinkOver
    return purpose, person, subject


def _digest(person: Any, bond: str) -> str:
    """Her address is in it: the mailbox that got the link must still be hers."""
    return hashlib.sha256(f"{person.email}\n{bond}".encode()).hexdigest()[:24]
