from django.db import transaction
from django.utils.translation import gettext as _

from proposals.enums import (
    STANDING_COMMITMENTS,
    STEPS,
    CommitmentRole,
    CommitmentState,
    ProposalKind,
    ProposalState,
    Step,
)
from proposals.models import Proposal, StateChange
from proposals.notifications import tell_asked
from proposals.policies import can_run_proposal
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.standing import standing_of

from .locks import lock_proposal
from .needs import is_live, let_needs_go, put_needs_in_action


@transaction.atomic
def propose(proposal: Proposal, *, actor) -> Proposal:
    """Ask every entity in it for its commitment."""
    proposal = _ready_for(Step.PROPOSE, proposal, actor)
    if proposal.deadline is None:
        raise DomainError("deadline_needed", _("Say by when before proposing it to the entities."), field="deadline")
    proposal.commitments.filter(state=CommitmentState.PENDING).update(asked_at=clock.now())
    proposal = move(proposal, ProposalState.PROPOSED, actor=actor)
    _tell_those_asked(proposal, actor)
    return proposal


def _tell_those_asked(proposal: Proposal, actor) -> None:
    asked = proposal.commitments.filter(state=CommitmentState.PENDING).select_related("entity")
    for commitment in asked:
        commitment.proposal = proposal
    tell_asked(asked, actor=actor)


@transaction.atomic
def start(proposal: Proposal, *, actor) -> Proposal:
    return move(_ready_for(Step.START, proposal, actor), ProposalState.IN_PROGRESS, actor=actor)


@transaction.atomic
def finish(proposal: Proposal, *, actor, reason: str = "") -> Proposal:
    return move(_ready_for(Step.FINISH, proposal, actor), ProposalState.DONE, actor=actor, reason=reason)


@transaction.atomic
def evaluate(proposal: Proposal, *, actor, reason: str) -> Proposal:
    """`reason` is what came of it."""
    proposal = _ready_for(Step.EVALUATE, proposal, actor)
    return move(proposal, ProposalState.EVALUATED, actor=actor, reason=_said(reason, _("Write what came of it.")))


@transaction.atomic
def hold(proposal: Proposal, *, actor, reason: str = "") -> Proposal:
    return move(_ready_for(Step.HOLD, proposal, actor), ProposalState.ON_HOLD, actor=actor, reason=reason)


@transaction.atomic
def resume(proposal: Proposal, *, actor) -> Proposal:
    """Back to where it was."""
    proposal = _ready_for(Step.RESUME, proposal, actor)
    return move(proposal, ProposalState(proposal.state_before), actor=actor)


@transaction.atomic
def reject(proposal: Proposal, *, actor, reason: str) -> Proposal:
    proposal = _ready_for(Step.REJECT, proposal, actor)
    return move(
        proposal, ProposalState.REJECTED, actor=actor, reason=_said(reason, _("Write why it does not go ahead."))
    )


@transaction.atomic
def transfer(proposal: Proposal, *, actor, to: str, reason: str = "") -> Proposal:
    """A request now waits for another administration's answer."""
    proposal = _ready_for(Step.TRANSFER, proposal, actor)
    if proposal.kind != ProposalKind.REQUEST:
        raise DomainError("not_a_request", _("Only a request to another administration can be transferred."))
    proposal.transferred_to = _said(to, _("Write which administration has it now."), field="transferred_to")
    return move(proposal, ProposalState.TRANSFERRED, actor=actor, reason=reason)


def move(proposal: Proposal, state: ProposalState, *, actor, reason: str = "") -> Proposal:
    """Write the new state, its line of history and what it means for the needs. The proposal is locked."""
    before, was_live = proposal.state, is_live(proposal)
    proposal.state, proposal.state_before, proposal.changed_at = state, before, clock.now()
    proposal.save(update_fields=["state", "state_before", "transferred_to", "changed_at"])
    StateChange.objects.create(
        proposal=proposal, before=before, after=state, at=clock.now(), actor=actor, reason=reason.strip()
    )
    audit.record("proposal.moved", proposal, actor=actor, before=before, after=state)
    _tell_needs(proposal, was_live, actor)
    return proposal


def follow_lead_entity(proposal: Proposal, *, actor) -> None:
    """Agreed while the lead entity's commitment stands, proposed again when that stops. The proposal is locked."""
    stands = proposal.commitments.filter(role=CommitmentRole.LEAD, state__in=STANDING_COMMITMENTS).exists()
    if proposal.state == ProposalState.ON_HOLD:
        return _follow_on_hold(proposal, stands, actor)
    if stands and proposal.state == ProposalState.PROPOSED:
        move(proposal, ProposalState.AGREED, actor=actor)
    if not stands and proposal.state in (ProposalState.AGREED, ProposalState.IN_PROGRESS, ProposalState.TRANSFERRED):
        move(proposal, ProposalState.PROPOSED, actor=actor)
    return None


def _follow_on_hold(proposal: Proposal, stands: bool, actor) -> None:
    """Paused, it changes where it will return to."""
    was_live = is_live(proposal)
    if stands == was_live:
        return
    proposal.state_before = ProposalState.AGREED if stands else ProposalState.PROPOSED
    proposal.save(update_fields=["state_before"])
    _tell_needs(proposal, was_live, actor)


def _tell_needs(proposal: Proposal, was_live: bool, actor) -> None:
    if is_live(proposal) == was_live:
        return
    needs = proposal.needs.order_by("pk")
    if was_live:
        let_needs_go(needs, actor=actor)
    else:
        put_needs_in_action(needs, actor=actor)


def _ready_for(step: Step, proposal: Proposal, actor) -> Proposal:
    proposal = lock_proposal(proposal.pk)
    if not can_run_proposal(standing_of(actor), proposal):
        raise NotAllowed("not_allowed", _("Only the lead of this area changes the state of its proposals."))
    origins, _target = STEPS[step]
    if proposal.state not in origins:
        raise DomainError(
            "wrong_state",
            _("The proposal is now «%(state)s» and this step is not possible. Reload the page to see what is.")
            % {"state": proposal.get_state_display()},
        )
    return proposal


def _said(text: str, otherwise: str, *, field: str = "reason") -> str:
    if not text.strip():
        raise DomainError("reason_needed", otherwise, field=field)
    return text.strip()
