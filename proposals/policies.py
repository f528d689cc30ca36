"""Who may do what to a proposal. Its state is another question, asked by the actions."""

from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Entity, Mandate
from red_inclusion.network.standing import Standing

from .enums import ProposalState
from .models import Commitment, Milestone, Proposal


def can_create_proposal(standing: Standing, area_id: int) -> bool:
    return standing.runs(area_id) or standing.takes_part(area_id)


def can_run_proposal(standing: Standing, proposal: Proposal) -> bool:
    """Its state, its plan, what its entities are asked."""
    return standing.runs(proposal.area_id)


def can_edit_proposal(standing: Standing, proposal: Proposal, person) -> bool:
    """Who leads the area, any; who wrote a draft, hers."""
    if can_run_proposal(standing, proposal):
        return True
    own_draft = proposal.state == ProposalState.DRAFT and proposal.author_id == person.pk
    return own_draft and standing.takes_part(proposal.area_id)


def can_answer_commitment(standing: Standing, commitment: Commitment, *, seat_has_titular: bool) -> bool:
    """In the entity's name: accept, amend, decline, fulfilled, unmet."""
    area_id = commitment.proposal.area_id
    return standing.answers_for(commitment.entity_id, area_id, seat_has_titular=seat_has_titular)


def can_tick_milestone(standing: Standing, milestone: Milestone) -> bool:
    area_id = milestone.proposal.area_id
    return standing.runs(area_id) or standing.speaks_for(milestone.responsible_id, area_id)


def can_tell_progress(standing: Standing, proposal: Proposal) -> bool:
    return can_run_proposal(standing, proposal) or bool(own_entity_ids(standing, proposal))


def own_entity_ids(standing: Standing, proposal: Proposal) -> list[int]:
    """Of the entities in the proposal, those she speaks for, as in `commitments`: the lead entity first."""
    entities = [commitment.entity_id for commitment in proposal.commitments.all()]
    return [entity for entity in entities if standing.speaks_for(entity, proposal.area_id)]


def entities_with_titular(area_id: int) -> set[int]:
    """Where there is a titular, other members do not answer for the entity."""
    titulars = Mandate.objects.current().filter(seat__area_id=area_id, kind=MandateKind.TITULAR)
    return set(Entity.objects.standing_for(titulars.values("seat__entity")).values_list("pk", flat=True))
