"""Somebody is erased: what a room still holds of her."""

from typing import Any

from django.db import transaction

from meetings.enums import RoundState
from meetings.models import Round
from red_inclusion.core import audit

from .announcements import tell_presence
from .revisions import lock_meeting, touch


@transaction.atomic
def leave_open_rounds(person: Any, *, actor: Any) -> int:
    """Her ballot and her place on the roll of votes that are still open go; closed ones keep their result."""
    open_rounds = Round.objects.filter(state=RoundState.OPEN, roll__person=person).order_by("meeting_id")
    left = 0
    for pk, meeting_id in list(open_rounds.values_list("pk", "meeting_id")):
        meeting = lock_meeting(meeting_id)
        round = Round.objects.select_for_update().get(pk=pk)
        if round.state != RoundState.OPEN or not round.roll.filter(person=person).delete()[0]:
            continue
        audit.record("round.left", round, actor=actor, person=person.pk)
        touch(meeting, "round", "tally", "presence")
        tell_presence(meeting)
        left += 1
    return left
