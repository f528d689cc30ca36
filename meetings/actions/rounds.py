"""A round's life: prepared, opened, closed, published, perhaps void."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.enums import ResultVisibility, RoundState, Stage
from meetings.models import VOID_REASON_LIMIT, BallotItem, Meeting, Round
from meetings.notifications import tell_prioritised
from meetings.results import compute_result
from needs.actions import priorities
from needs.enums import OPEN_STATES, SHARED
from needs.models import Need
from red_inclusion.core import audit, clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.disclosure import tells_value
from red_inclusion.core.errors import DomainError
from red_inclusion.core.submissions import twin_of

from .guards import require_in_session, require_lead, require_not_over
from .meeting import set_stage
from .prepared import drop
from .revisions import lock_meeting, touch
from .roll import freeze_roll

logger = logging.getLogger(__name__)

STRICTNESS = ResultVisibility.values
VOIDABLE = (RoundState.OPEN, RoundState.CLOSED, RoundState.PUBLISHED)


@transaction.atomic
def create_round(
    meeting: Meeting,
    *,
    actor: Any,
    title: str,
    needs: Sequence[Need],
    visibility: str = ResultVisibility.ON_CLOSE,
    impact: bool = False,
    submission: UUID | None = None,
) -> Round:
    """The same form sent twice (`submission`, same content) answers with the first."""
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    require_not_over(meeting)
    round = Round(meeting=meeting, title=title.strip(), visibility=visibility, impact=impact, created_by=actor)
    # Two taps queue at the meeting's lock, and the second finds what the first wrote.
    typed = _content(round, [need.pk for need in needs])
    twin, round.submission = twin_of(meeting.rounds.all(), submission, _content_of, **typed)
    if twin:
        return twin
    _require_votable(meeting, needs)
    round.full_clean(exclude=["meeting", "created_by"])
    round.save()
    _list_needs(round, needs)
    audit.record("round.created", round, actor=actor, meeting=meeting.pk, needs=[need.pk for need in needs])
    return round


@transaction.atomic
def edit_round(
    round: Round, *, actor: Any, title: str, needs: Sequence[Need], visibility: str, impact: bool = False
) -> Round:
    """What was prepared, while nobody has seen it open: all that it was prepared with."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    require_not_over(meeting)
    message = _("This vote was opened already, so it stays as it is. Prepare another one.")
    _require(round, RoundState.DRAFT, code="round_not_draft", message=message)
    _require_votable(meeting, needs)
    before, listed = _content_of(round), [need.pk for need in needs]
    round.title, round.visibility, round.impact = title.strip(), visibility, impact
    round.full_clean(exclude=["meeting", "created_by"])
    changed = [name for name, value in _content(round, listed).items() if before[name] != value]
    if not changed:
        return round
    round.save(update_fields=["title", "visibility", "impact"])
    if "needs" in changed:
        round.items.all().delete()
        _list_needs(round, needs)
    audit.record("round.edited", round, actor=actor, meeting=meeting.pk, fields=changed, needs=listed)
    return round


@transaction.atomic
def remove_round(round: Round, *, actor: Any) -> None:
    """One that was prepared and not opened."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    message = _("This vote was opened already: it cannot be removed, only declared void.")
    _require(round, RoundState.DRAFT, code="round_not_draft", message=message)
    drop(round, actor=actor)


@transaction.atomic
def open_round(round: Round, *, actor: Any, closes_at: datetime | None = None) -> Round:
    """From whatever stage the meeting is at: everybody's screens come along to the priorities."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    require_in_session(meeting)
    _require(round, RoundState.DRAFT, code="round_not_draft", message=_("This vote was opened before."))
    if closes_at and closes_at <= clock.now():
        raise DomainError(
            "closes_in_the_past", _("The vote would end before it starts: choose a later time."), field="closes_at"
        )
    if meeting.rounds.filter(state=RoundState.OPEN).exists():
        raise DomainError("round_already_open", _("Another vote of this meeting is open: close it first."))
    meeting = set_stage(meeting, stage=Stage.PRIORITISE, actor=actor)
    freeze_roll(meeting, round)
    # An edit of one of them that is under way ends before its text is read to the room.
    list(Need.objects.select_for_update().filter(pk__in=round.items.values("need")).order_by("pk"))
    round.closes_at = closes_at
    _move(meeting, round, RoundState.OPEN, "opened_at", "closes_at", actor=actor)
    return round


@transaction.atomic
def close_round(round: Round, *, actor: Any) -> Round:
    """Closes and publishes: one tap. The result is computed here, once."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    _require(round, RoundState.OPEN, code="round_not_open", message=_("This vote is not open."))
    return _close(meeting, round, actor=actor)


def _close(meeting: Meeting, round: Round, *, actor: Any) -> Round:
    round.result = compute_result(round)
    _move(meeting, round, RoundState.CLOSED, "closed_at", "result", actor=actor)
    return _publish(meeting, round, actor=actor)


@transaction.atomic
def publish_round(round: Round, *, actor: Any) -> Round:
    """One that was closed without being published."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    _require(
        round, RoundState.CLOSED, code="round_not_closed", message=_("Only a vote that is closed can be published.")
    )
    return _publish(meeting, round, actor=actor)


def _publish(meeting: Meeting, round: Round, *, actor: Any) -> Round:
    _move(meeting, round, RoundState.PUBLISHED, "published_at", actor=actor)
    _write_priorities(round, actor=actor)
    return round


def _write_priorities(round: Round, *, actor: Any) -> None:
    """The rank shown first, the entities', becomes the need's. Needs are locked in the order of their numbers."""
    result, closed_at = cast(dict, round.result), cast(datetime, round.closed_at)
    tally = {row["item"]: row for row in result["tally"]}
    items = list(round.items.select_related("need").order_by("need_id"))
    for item in items:
        row = tally[item.pk]
        priorities.record_priority(
            item.need,
            round_id=round.pk,
            meeting_id=round.meeting_id,
            decided_at=closed_at,
            rank=row["by_entity"]["rank"],
            out_of=len(tally),
            mean=row["by_entity"]["mean"],
            distribution=_distribution_told(row),
            agreement=row["agreement"],
            n=row["n"],
            passed=row["passed"],
            actor=actor,
        )
    ranks = {item.need_id: rank for item in items if (rank := tally[item.pk]["by_entity"]["rank"])}
    ranked = [item.need for item in items if item.need_id in ranks]
    tell_prioritised(ranked, area_id=round.meeting.area_id, places=ranks, out_of=len(tally), actor=actor)


@transaction.atomic
def make_stricter(round: Round, *, visibility: str, actor: Any) -> Round:
    """Hide the running result. The other way is closed once the vote is open: people voted knowing who would see."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    _require(round, RoundState.OPEN, code="round_not_open", message=_("This vote is not open."))
    if visibility not in STRICTNESS or STRICTNESS.index(visibility) <= STRICTNESS.index(round.visibility):
        raise DomainError("not_stricter", _("An open vote can only show less, never more."), field="visibility")
    round.visibility = visibility
    round.save(update_fields=["visibility"])
    audit.record("round.made_stricter", round, actor=actor, visibility=visibility)
    touch(meeting, "round", "tally")
    return round


@transaction.atomic
def void_round(round: Round, *, actor: Any, reason: str) -> Round:
    """It does not count, and says why; needs go back to what earlier votes said of them."""
    meeting, round = _locked(round)
    require_lead(meeting, actor)
    reason = reason.strip()
    if not reason:
        raise DomainError("reason_needed", _("Say why this vote does not count."), field="reason")
    if len(reason) > VOID_REASON_LIMIT:
        raise DomainError("reason_too_long", _("Say it in 300 characters or fewer."), field="reason")
    if round.state not in VOIDABLE:
        raise DomainError("round_not_voidable", _("Only a vote that was opened can be declared void."))
    round.void_reason = reason
    _move(meeting, round, RoundState.VOID, "void_reason", actor=actor, reason=reason)
    priorities.withdraw_priorities(round_id=round.pk, actor=actor)
    return round


def close_due_rounds() -> None:
    """Those whose time has come. Idempotent: whoever gets the lock first closes, the next finds it closed."""
    due = Round.objects.filter(state=RoundState.OPEN, closes_at__lte=clock.now())
    for round in due:
        try:
            _close_due(round)
        except Exception:
            logger.exception("round %s is due and could not be closed", round.pk)


@transaction.atomic
def _close_due(round: Round) -> None:
    meeting, round = _locked(round)
    if round.state == RoundState.OPEN and round.closes_at and round.closes_at <= clock.now():
        _close(meeting, round, actor=SYSTEM)


def _distribution_told(row: dict[str, Any]) -> list[int]:
    """Empty where it would tell what one person, or two of one entity, answered."""
    is_hidden = row["n"] and not tells_value(row["n"], entities=row["by_entity"]["n"])
    return [] if is_hidden else row["distribution"]


def _locked(round: Round) -> tuple[Meeting, Round]:
    """Meeting first, then round: the order in which votes lock them too, so that none lands after the close."""
    meeting = lock_meeting(round.meeting_id)
    found = Round.objects.select_for_update().filter(pk=round.pk).first()
    if found is None:
        raise DomainError("round_removed", _("This vote was removed meanwhile. Prepare another one."))
    return meeting, found


def _move(meeting: Meeting, round: Round, state: RoundState, *fields: str, actor: Any, reason: str = "") -> None:
    for field in fields:
        if field in ("opened_at", "closed_at", "published_at"):
            setattr(round, field, clock.now())
    round.state = state
    round.save(update_fields=["state", *fields])
    audit.record(f"round.{_verb(state)}", round, actor=actor, reason=reason, meeting=meeting.pk)
    touch(meeting, "round", "tally")


def _verb(state: RoundState) -> str:
    return {RoundState.OPEN: "opened", RoundState.VOID: "voided"}.get(state, str(state))


def _list_needs(round: Round, needs: Sequence[Need]) -> None:
    BallotItem.objects.bulk_create(BallotItem(round=round, need=need, order=n) for n, need in enumerate(needs, start=1))


def _needs_of(round: Round) -> list[int]:
    return list(round.items.values_list("need_id", flat=True))


def _content_of(round: Round) -> dict[str, Any]:
    return _content(round, _needs_of(round))


def _content(round: Round, needs: list[int]) -> dict[str, Any]:
    """All that it is prepared with."""
    return {"title": round.title, "visibility": round.visibility, "impact": round.impact, "needs": needs}


def _require(round: Round, state: RoundState, *, code: str, message: str) -> None:
    if round.state != state:
        raise DomainError(code, message)


def _require_votable(meeting: Meeting, needs: Sequence[Need]) -> None:
    if not needs:
        raise DomainError("no_needs", _("Choose at least one need."), field="needs")
    if len({need.pk for need in needs}) != len(needs):
        raise DomainError("need_twice", _("Each need can be in the vote once."), field="needs")
    votable = votable_needs(meeting)
    if votable.filter(pk__in=[need.pk for need in needs]).count() != len(needs):
        raise DomainError("need_not_votable", _("Only open needs of this area can be voted on."), field="needs")


def votable_needs(meeting: Meeting):
    """The open needs of the area, and those of others that concern it: in a joint meeting, all that areas share."""
    also = Need.also_areas.through.objects.filter(area_id=meeting.area_id).values("need_id")
    votable = Q(area_id=meeting.area_id) | Q(pk__in=also)
    if meeting.area.whole_network:
        votable |= Q(visibility__in=SHARED)
    return Need.objects.filter(votable, state__in=OPEN_STATES)
