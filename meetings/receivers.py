"""What the network tells meetings."""

from typing import Any

from django.dispatch import receiver

from red_inclusion.network.signals import mandate_changed

from .actions.roll import join_late


@receiver(mandate_changed, dispatch_uid="meetings.join_late")
def take_into_open_rounds(sender: Any, person_id: int, **kwargs: Any) -> None:
    join_late(person_id)
