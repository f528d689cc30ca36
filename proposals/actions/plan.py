"""The plan and how it goes: milestones, updates, the indicator and its readings."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from proposals.enums import FINISHED_STATES, Direction, ProposalState
from proposals.models import Indicator, Milestone, Proposal, Reading, Update
from proposals.policies import (
    can_edit_proposal,
    can_run_proposal,
    can_tell_progress,
    can_tick_milestone,
    own_entity_ids,
)
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.fields import FIRST_YEAR
from red_inclusion.core.submissions import twin_of
from red_inclusion.network.models import Entity
from red_inclusion.network.standing import Standing, standing_of

from .locks import lock_milestone, lock_proposal


@transaction.atomic
def add_milestone(proposal: Proposal, *, title: str, responsible: Entity, due: date, actor) -> Milestone:
    """Who leads the area plans for any entity of the proposal; an entity's people, for their own. The same one sent
    twice is one."""
    proposal = lock_proposal(proposal.pk)
    _may_plan(standing_of(actor), proposal, responsible, actor)
    _not_finished(proposal)
    if not proposal.commitments.filter(entity=responsible).exists():
        raise DomainError(
            "entity_not_in_proposal", _("Choose one of the entities of this proposal."), field="responsible"
        )
    planned = {"title": title.strip(), "responsible": responsible, "due": due}
    twin = proposal.milestones.filter(**planned).first()
    if twin:
        return twin
    milestone = Milestone.objects.create(proposal=proposal, **planned)
    audit.record("milestone.added", milestone, actor=actor, proposal=proposal.pk)
    return milestone


@transaction.atomic
def remove_milestone(milestone: Milestone, *, actor) -> None:
    milestone = lock_milestone(milestone)
    _may_plan(standing_of(actor), milestone.proposal, milestone.responsible, actor)
    _not_finished(milestone.proposal)
    if milestone.done_on:
        raise DomainError("milestone_done", _("This milestone is done. Untick it first if it was a mistake."))
    audit.record("milestone.removed", milestone, actor=actor, proposal=milestone.proposal_id)
    milestone.delete()


@transaction.atomic
def tick_milestone(milestone: Milestone, *, actor, on: date | None = None) -> Milestone:
    """Done; ticked twice it keeps its first day."""
    milestone = _held_for_ticking(milestone, actor)
    if milestone.done_on is None:
        milestone.done_on, milestone.done_by = on or clock.today(), actor
        milestone.save(update_fields=["done_on", "done_by"])
        audit.record("milestone.ticked", milestone, actor=actor, proposal=milestone.proposal_id)
    return milestone


@transaction.atomic
def untick_milestone(milestone: Milestone, *, actor) -> Milestone:
    milestone = _held_for_ticking(milestone, actor)
    if milestone.done_on is not None:
        milestone.done_on = milestone.done_by = None
        milestone.save(update_fields=["done_on", "done_by"])
        audit.record("milestone.unticked", milestone, actor=actor, proposal=milestone.proposal_id)
    return milestone


@transaction.atomic
def add_update(
    proposal: Proposal,
    *,
    actor,
    text: str,
    entity: Entity | None = None,
    milestone: Milestone | None = None,
    blocked_by: str = "",
    can_unblock: Entity | None = None,
    submission: UUID | None = None,
) -> Update:
    """How it goes, said by one of the entities, or (no entity) by who leads the area. The form that was sent before
    with this `submission` gets what it made then."""
    proposal = _held_for_progress(proposal, actor)
    if entity is not None and entity.pk not in own_entity_ids(standing_of(actor), proposal):
        raise NotAllowed("not_your_entity", _("You can only speak for your own entity."))
    if entity is None and not can_run_proposal(standing_of(actor), proposal):
        raise DomainError("entity_needed", _("Say for which entity you write."), field="entity")
    said: dict[str, Any] = {
        "text": text.strip(),
        "blocked_by": blocked_by.strip(),
        "entity_id": entity.pk if entity else None,
        "milestone_id": milestone.pk if milestone else None,
        "can_unblock_id": can_unblock.pk if can_unblock else None,
    }
    twin, submission = twin_of(proposal.updates.all(), submission, **said)
    if twin:
        return twin
    update = Update.objects.create(proposal=proposal, submission=submission, author=actor, at=clock.now(), **said)
    audit.record("update.added", update, actor=actor, proposal=proposal.pk)
    return update


@transaction.atomic
def set_indicator(
    proposal: Proposal,
    *,
    actor,
    unit: str = "",
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    direction: str = Direction.UP,
    source: str = "",
) -> Indicator:
    """The figures behind «how will we know it worked?»."""
    proposal = lock_proposal(proposal.pk)
    if not can_edit_proposal(standing_of(actor), proposal, actor):
        raise NotAllowed("not_allowed", _("Only the lead of this area changes this proposal now."))
    _not_finished(proposal)
    values = {"unit": unit.strip(), "baseline": baseline, "target": target, "direction": direction, "source": source}
    indicator, _created = Indicator.objects.update_or_create(proposal=proposal, defaults=values)
    audit.record("indicator.set", indicator, actor=actor, proposal=proposal.pk, fields=sorted(values))
    return indicator


@transaction.atomic
def add_reading(proposal: Proposal, *, actor, value: Decimal, on: date | None = None, note: str = "") -> Reading:
    """Of a day, past or today. The same one sent twice is one."""
    proposal = _held_for_progress(proposal, actor)
    indicator, _created = Indicator.objects.get_or_create(proposal=proposal)
    day = on or clock.today()
    if day > clock.today():
        raise DomainError("reading_in_future", _("This day has not come yet: give the day of the figure."), field="on")
    if day.year < FIRST_YEAR:
        message = _("Check the year: it has to lie between 2000 and 2100.")
        raise DomainError("reading_too_old", message, field="on")
    read = {"value": value, "on": day, "note": note.strip(), "author": actor}
    twin = indicator.readings.filter(**read).first()
    if twin:
        return twin
    reading = Reading.objects.create(indicator=indicator, **read)
    audit.record("reading.added", reading, actor=actor, proposal=proposal.pk)
    return reading


def _may_plan(standing: Standing, proposal: Proposal, responsible: Entity, actor) -> None:
    if can_edit_proposal(standing, proposal, actor) or responsible.pk in own_entity_ids(standing, proposal):
        return
    raise NotAllowed("not_your_entity", _("Who leads the area plans for other entities; you can for your own."))


def _held_for_ticking(milestone: Milestone, actor) -> Milestone:
    milestone = lock_milestone(milestone)
    if not can_tick_milestone(standing_of(actor), milestone):
        raise NotAllowed("not_your_entity", _("Only its entity, or who leads the area, ticks this milestone."))
    _already_proposed(milestone.proposal)
    return milestone


def _held_for_progress(proposal: Proposal, actor) -> Proposal:
    proposal = lock_proposal(proposal.pk)
    if not can_tell_progress(standing_of(actor), proposal):
        raise NotAllowed(
            "not_your_entity", _("Only the entities of this proposal, and who leads the area, can do this.")
        )
    _already_proposed(proposal)
    return proposal


def _already_proposed(proposal: Proposal) -> None:
    if proposal.state == ProposalState.DRAFT:
        raise DomainError(
            "still_draft", _("It is still a draft. Follow-up begins once it is proposed to the entities.")
        )
    _not_finished(proposal)


def _not_finished(proposal: Proposal) -> None:
    if proposal.state in FINISHED_STATES:
        raise DomainError(
            "finished",
            _("The proposal is «%(state)s» and no longer changes.") % {"state": proposal.get_state_display()},
        )
