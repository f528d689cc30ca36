"""Hints are kept by person, so that she sees none of them twice on another device. They leave no line in the trail, as
reading a notice leaves none."""

from django.db import transaction

from red_inclusion.accounts.models import User
from red_inclusion.core.errors import NotAllowed

from .models import HiddenHint


@transaction.atomic
def hide_hint(person: User, *, actor: User, name: str) -> None:
    """Hidden twice, from two devices, it is hidden once."""
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", "")
    HiddenHint.objects.get_or_create(person=person, hint=name)


@transaction.atomic
def show_hints_again(person: User, *, actor: User) -> int:
    """All of them, as on her first day; gives how many had been hidden."""
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", "")
    return HiddenHint.objects.filter(person=person).delete()[0]
