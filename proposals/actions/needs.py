"""What a proposal does to the needs it answers: in action while one live proposal is about them."""

from collections.abc import Iterable

from needs.actions import start_action, stop_action
from needs.models import Need
from proposals.enums import LIVE_STATES, ProposalState
from proposals.models import Proposal


def is_live(proposal: Proposal) -> bool:
    state = proposal.state_before if proposal.state == ProposalState.ON_HOLD else proposal.state
    return state in LIVE_STATES


def put_needs_in_action(needs: Iterable[Need], *, actor) -> None:
    for need in needs:
        start_action(need, actor=actor)


def let_needs_go(needs: Iterable[Need], *, actor) -> None:
    """Back to what they were, unless another live proposal is about them. Their rows are locked: no two proposals fail
    past each other."""
    for need in needs:
        if not Proposal.objects.live().filter(needs=need).exists():
            stop_action(need, actor=actor)
