from typing import Any

from django.db import transaction

from red_inclusion.core import audit
from red_inclusion.core.errors import NotAllowed

from .guests import new_address
from .models import User


@transaction.atomic
def edit_profile(person: User, *, actor: User, name: str, language: str) -> User:
    """Her own name and language; nobody else's."""
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", "")
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    audit.record("profile.edited", person, actor=actor, fields=["name", "language"])
    return person


@transaction.atomic
def create_guest(*, actor: Any, name: str, language: str) -> User:
    """Somebody without an account who asks to enter a meeting; `actor` is whoever holds the phone, as yet nobody."""
    person = User(email=new_address(), name=name, language=language, is_guest=True)
    person.set_unusable_password()
    person.save()
    audit.record("person.came_as_guest", person, actor=actor)
    return person


def choose_language(person: User, *, actor: User, language: str) -> None:
    """The language switch in the menu: remembered for every device."""
    edit_profile(person, actor=actor, name=person.name, language=language)
