"""What a person can do next with a proposal: the same answer for its page, its card and the board. No queries."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from red_inclusion.network.standing import Standing

from .enums import (
    ANSWERABLE_STATES,
    FINISHED_STATES,
    RUNNING_STATES,
    SETTLING_STATES,
    STEPS,
    CommitmentState,
    ProposalKind,
    ProposalState,
    Step,
)
from .models import Commitment, Proposal
from .policies import can_answer_commitment, can_edit_proposal, can_run_proposal, own_entity_ids

# The steps that ask something first have a page of their own.
STEPS_THAT_ASK = (Step.EVALUATE, Step.HOLD, Step.TRANSFER, Step.REJECT, Step.FINISH)
FORWARD = (Step.PROPOSE, Step.START, Step.RESUME, Step.EVALUATE)
SETTLED = (CommitmentState.FULFILLED, CommitmentState.UNMET)
ASKED_AGAIN = (CommitmentState.AMENDED, CommitmentState.DECLINED)


@dataclass(frozen=True)
class NextStep:
    step: Step
    asks: bool

    @property
    def label(self) -> str:
        return str(self.step.label)


@dataclass(frozen=True)
class Primary:
    """The one thing to do now: a link, or (with `step`) a post."""

    label: str
    url: str
    why: str
    step: str = ""


def steps_of(proposal: Proposal) -> list[NextStep]:
    """What its state allows to who leads the area."""
    allowed = [step for step, (origins, _to) in STEPS.items() if proposal.state in origins]
    if proposal.kind != ProposalKind.REQUEST:
        allowed = [step for step in allowed if step != Step.TRANSFER]
    return [NextStep(step, step in STEPS_THAT_ASK) for step in allowed]


@dataclass(frozen=True)
class CommitmentRow:
    commitment: Commitment
    asked: bool  # the proposal is past its draft
    answer: bool  # this person answers for the entity, and it is asked
    withdraw: bool
    settle: bool
    take: bool  # who leads the area may take the changes
    ask_again: bool
    contest: bool

    @property
    def has_actions(self) -> bool:
        return self.withdraw or self.settle or self.take or self.ask_again or self.contest


def commitment_row(
    commitment: Commitment, proposal: Proposal, standing: Standing, with_titular: set[int]
) -> CommitmentRow:
    state = commitment.state
    runs = can_run_proposal(standing, proposal)
    hers = can_answer_commitment(standing, commitment, seat_has_titular=commitment.entity_id in with_titular)
    open_, settling = proposal.state in ANSWERABLE_STATES, proposal.state in SETTLING_STATES
    return CommitmentRow(
        commitment=commitment,
        asked=proposal.state != ProposalState.DRAFT,
        answer=hers and open_ and state == CommitmentState.PENDING,
        withdraw=hers and open_ and state == CommitmentState.ACCEPTED,
        settle=hers and settling and state == CommitmentState.ACCEPTED,
        take=runs and open_ and state == CommitmentState.AMENDED,
        ask_again=runs and open_ and state in ASKED_AGAIN,
        contest=runs and settling and state in SETTLED,
    )


def primary_of(proposal: Proposal, rows: list[CommitmentRow], standing: Standing, person: Any) -> Primary | None:
    """Her entity's answer first; then what moves the proposal on; then telling how it goes."""
    if any(row.answer for row in rows):
        return None  # the question itself stands on top of the page
    if can_run_proposal(standing, proposal):
        return _of_lead(proposal, rows)
    if proposal.state == ProposalState.DRAFT and can_edit_proposal(standing, proposal, person):
        why = _("It is a draft. Who leads the area will propose it to the entities.")
        return Primary(_("Go on with the draft"), reverse("proposals:proposal_edit", args=[proposal.pk]), why)
    if proposal.state in RUNNING_STATES and own_entity_ids(standing, proposal):
        return Primary(_("Tell how it is going"), "#tell", _("Your entity is part of it."))
    return None


def _of_lead(proposal: Proposal, rows: list[CommitmentRow]) -> Primary | None:
    amended = next((row for row in rows if row.take), None)
    if amended:
        why = _("%(entity)s takes it on with changes.") % {"entity": amended.commitment.entity}
        return Primary(_("See the changes"), f"#commitment-{amended.commitment.pk}", why)
    if proposal.state == ProposalState.IN_PROGRESS:
        return _in_progress(proposal)
    step = next((each for each in steps_of(proposal) if each.step in FORWARD), None)
    if step is None:
        return None
    url = reverse("proposals:proposal_state", args=[proposal.pk])
    if step.asks:
        return Primary(step.label, f"{url}?step={step.step}", WHY[step.step]())
    return Primary(step.label, url, WHY[step.step](), step=step.step)


def _in_progress(proposal: Proposal) -> Primary:
    milestones = list(proposal.milestones.all())
    if milestones and all(milestone.done_on for milestone in milestones):
        url = reverse("proposals:proposal_state", args=[proposal.pk])
        return Primary(Step.FINISH.label, f"{url}?step={Step.FINISH}", _("All its milestones are done."))
    return Primary(_("Tell how it is going"), "#tell", _("It is in progress."))


WHY = {
    Step.PROPOSE: lambda: _("It is a draft: its entities have not been asked yet."),
    Step.START: lambda: _("The lead entity has taken it on."),
    Step.RESUME: lambda: _("It is on hold."),
    Step.EVALUATE: lambda: _("It is done. What remains is to say what came of it."),
}


def can_be_changed(proposal: Proposal) -> bool:
    return proposal.state not in FINISHED_STATES
