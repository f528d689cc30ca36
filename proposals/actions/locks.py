"""Who decides on a proposal holds its needs first, then itself, then its commitments: the order of the whole house."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from needs.models import Need
from proposals.models import Commitment, Milestone, Proposal
from red_inclusion.core.errors import DomainError


def lock_proposal(pk: int, *, also_needs: Iterable[int] = ()) -> Proposal:
    """The proposal as it is now, held with its needs (and `also_needs`) until the transaction ends."""
    held = {*Need.objects.filter(proposals=pk).values_list("pk", flat=True), *also_needs}
    lock_needs(held)
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("area", "lead_entity").get(pk=pk)
    # Somebody may have linked a need between the look and the lock; taking it now would turn the order around.
    if not set(proposal.needs.values_list("pk", flat=True)) <= held:
        raise DomainError("changed_meanwhile", _("Somebody has just changed this proposal. Reload the page."))
    return proposal


def lock_needs(pks: Iterable[int]) -> list[Need]:
    return list(Need.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def lock_commitment(commitment: Commitment) -> Commitment:
    proposal = lock_proposal(commitment.proposal_id)
    held = (
        proposal.commitments.select_for_update(of=("self",)).select_related("entity").filter(pk=commitment.pk).first()
    )
    if held is None:
        raise DomainError("commitment_withdrawn", _("This entity is no longer part of the proposal."))
    held.proposal = proposal
    return held


def lock_milestone(milestone: Milestone) -> Milestone:
    proposal = lock_proposal(milestone.proposal_id)
    held = proposal.milestones.filter(pk=milestone.pk).first()
    if held is None:
        raise DomainError("milestone_removed", _("Somebody has just removed this milestone."))
    held.proposal = proposal
    return held
