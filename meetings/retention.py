"""Guests have no account: what is known of them goes by itself."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.actions import pseudonymise
from red_inclusion.accounts.guests import ERASED
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.retention import Kept, register
from red_inclusion.network.actions.erasure import pseudonym_of

from .enums import GuestState
from .models import Guest


def register_all() -> None:
    register(
        Kept(
            "guests",
            _("Names of guests"),
            _("To write the minutes of the meeting and answer what is asked about them."),
            forget_guests,
        )
    )


def forget_guests(before: datetime) -> int:
    """Of meetings long over. Closed minutes keep who was there, as minutes must."""
    old = Guest.objects.filter(meeting__ends_at__lt=before).exclude(person__email__startswith=ERASED)
    people = [guest.person for guest in old.exclude(_is_awaited()).select_related("person")]
    for person in people:
        pseudonymise(person, actor=SYSTEM, name=pseudonym_of(person))
    return len(people)


def _is_awaited() -> Q:
    """Her name goes into minutes that are still being written."""
    return Q(state=GuestState.ADMITTED, meeting__minutes__isnull=False, meeting__minutes__record=None)
