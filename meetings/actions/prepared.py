"""Votes that were prepared and never opened: nobody voted in them, so they may go, and the trail says that they did."""

from typing import Any

from meetings.enums import RoundState
from meetings.models import Meeting, Round
from red_inclusion.core import audit


def drop_prepared_rounds(meeting: Meeting, *, actor: Any) -> None:
    """Those of a meeting that is over. `meeting` is locked, so none opens meanwhile."""
    for round in meeting.rounds.filter(state=RoundState.DRAFT):
        drop(round, actor=actor)


def drop(round: Round, *, actor: Any) -> None:
    needs = list(round.items.values_list("need_id", flat=True))
    audit.record("round.removed", round, actor=actor, meeting=round.meeting_id, needs=needs)
    round.delete()
