"""What rounds say of needs: written when a result becomes visible, withdrawn when its round is void."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from needs.enums import NeedState
from needs.models import Need, Priority

from .locking import Actor, locked, tell, write
from .states import BEFORE_ACTION, settled_state


@transaction.atomic
def record_priority(
    need: Need,
    *,
    round_id: int,
    meeting_id: int,
    decided_at: datetime,
    rank: int | None,
    out_of: int,
    mean: float | None,
    distribution: Sequence[int],
    agreement: float | None,
    n: int,
    passed: int,
    actor: Actor,
) -> Priority:
    """One per need and round; recorded again it takes the new figures. Nobody voted on it (`rank` None): it stays."""
    need = locked(need)
    figures = {
        "meeting_id": meeting_id,
        "decided_at": decided_at,
        "rank": rank,
        "out_of": out_of,
        "mean": mean,
        "distribution": list(distribution),
        "agreement": agreement,
        "n": n,
        "passed": passed,
        "void": False,
    }
    priority, _created = need.priorities.update_or_create(round_id=round_id, defaults=figures)
    _settle(need, "prioritised", round_id, actor)
    return priority


@transaction.atomic
def withdraw_priorities(*, round_id: int, actor: Actor) -> None:
    """The round is void: its needs go back to what earlier rounds said of them."""
    judged = Need.objects.filter(priorities__round_id=round_id, priorities__void=False)
    for need in Need.objects.select_for_update().filter(pk__in=judged.values("pk")).order_by("pk"):
        need.priorities.filter(round_id=round_id).update(void=True)
        _settle(need, "priority_withdrawn", round_id, actor)


def _settle(need: Need, verb: str, round_id: int, actor: Actor) -> None:
    """Only between detected and prioritised: what is in action or closed finds its place when it comes back."""
    settled = settled_state(need)
    if need.state not in BEFORE_ACTION or need.state == settled:
        return tell(need, verb, actor=actor, round=round_id)
    need.state = NeedState(settled)
    write(need, verb, "state", actor=actor, round=round_id)
    return None
