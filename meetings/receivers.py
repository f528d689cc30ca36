"""What the network tells meetings."""

from typing import Any

from django.dispatch import receiver

from red_inclusion.accounts.models import User
from red_inclusion.core.words import Words
from red_inclusion.network.signals import mandate_changed, person_leaving, text_leaving

from .actions.amending import withdraw_from_records, withdraw_from_rooms, withdraw_person_from_records
from .actions.leaving import leave_open_rounds
from .actions.roll import join_late


@receiver(mandate_changed, dispatch_uid="meetings.join_late")
def take_into_open_rounds(sender: Any, person_id: int, **kwargs: Any) -> None:
    join_late(person_id)


@receiver(person_leaving, dispatch_uid="meetings.person_leaving")
def let_her_go(sender: Any, person: User, words: Words, actor: Any, **kwargs: Any) -> None:
    leave_open_rounds(person, actor=actor)
    withdraw_person_from_records(person, words, actor=actor)
    withdraw_from_rooms(words)


@receiver(text_leaving, dispatch_uid="meetings.text_leaving")
def take_from_minutes_and_rooms(sender: Any, words: Words, actor: Any, **kwargs: Any) -> list[tuple[str, str]]:
    amended = withdraw_from_records(words, actor=actor)
    withdraw_from_rooms(words)
    return [(minutes.reference, minutes.get_absolute_url()) for minutes in amended]
