"""The figures of a round, read from the database and summed by `tallies`."""

from typing import Any

import msgspec
from django.db.models import Count as CountOf
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from red_inclusion.network.models import Entity

from .enums import HERE, ResultVisibility, RoundState
from .events import Turnout
from .models import Attendance, Ballot, RollEntry, Round, Vote
from .tallies import Count, ItemTally, tally

VISIBLE_STATES = (RoundState.CLOSED, RoundState.PUBLISHED)


def is_result_visible(round: Round) -> bool:
    """To anybody: lead and projector see no more than voters do."""
    if round.state == RoundState.OPEN:
        return round.visibility == ResultVisibility.LIVE
    return round.state in VISIBLE_STATES


def results_of(round: Round) -> list[ItemTally] | None:
    """What voters may see: the running tally of a live round, the stored one after the close, None while hidden."""
    if not is_result_visible(round):
        return None
    if round.state == RoundState.OPEN:
        return count_votes(round)
    return msgspec.convert(round.result["tally"], list[ItemTally])


def turnout_of(round: Round) -> Turnout:
    """Of a round that is over, as it was at the close."""
    if round.result:
        return msgspec.convert(round.result["turnout"], Turnout)
    return count_turnout(round)


def compute_result(round: Round) -> dict[str, Any]:
    """What the close stores."""
    return msgspec.to_builtins({"turnout": count_turnout(round), "tally": count_votes(round)})


def count_votes(round: Round) -> list[ItemTally]:
    """Three queries: the database counts, so that a thousand voters cost no more rows than their entities do."""
    items = list(round.items.values_list("pk", flat=True))
    votes = Vote.objects.filter(item__round=round).filter(Q(value__isnull=False) | Q(passed=True)).order_by()
    columns = ("item_id", "ballot__entry__entity_id", "ballot__entry__entity_name", "value")
    rows = votes.values_list(*columns).annotate(people=CountOf("pk"))
    merged = dict(Entity.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    counts = [
        Count(item, merged.get(entity, entity) or name, value, people) for item, entity, name, value, people in rows
    ]
    return tally(items, counts)


def count_turnout(round: Round) -> Turnout:
    here = Attendance.objects.filter(
        meeting=round.meeting_id, person=OuterRef("person"), status__in=HERE, left_at__isnull=True
    )
    counts = round.roll.aggregate(entitled=CountOf("pk"), present=CountOf("pk", filter=Exists(here)))
    return Turnout(cast=cast_ballots(round).count(), **counts)


def cast_ballots(round: Round):
    """Abstained, or with at least one vote or pass: an emptied ballot was not cast."""
    said = Vote.objects.filter(Q(value__isnull=False) | Q(passed=True), ballot=OuterRef("pk"))
    return Ballot.objects.filter(Q(abstained=True) | Exists(said), entry__round=round)


def is_waited_for(round: Round) -> bool:
    """Somebody who is here has not voted."""
    return any(entry.here and not entry.voted for entry in roll_of(round))


def roll_of(round: Round) -> list[RollEntry]:
    """Who is entitled, each with `here` and `voted`: never what."""
    here = Attendance.objects.filter(
        meeting=round.meeting_id, person=OuterRef("person"), status__in=HERE, left_at__isnull=True
    )
    voted = cast_ballots(round).filter(entry=OuterRef("pk"))
    rows = round.roll.select_related("person", "entity").annotate(here=Exists(here), voted=Exists(voted))
    return list(rows.order_by(Coalesce("entity__name", "entity_name"), "person__name", "pk"))
