from django.db import transaction

from red_inclusion.core import audit
from red_inclusion.core.errors import NotAllowed

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


def choose_language(person: User, *, actor: User, language: str) -> None:
    """The language switch in the menu: remembered for every device."""
    edit_profile(person, actor=actor, name=person.name, language=language)
