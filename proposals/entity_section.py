"""What an entity has been asked for and takes on: its commitments, on its page."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from proposals.enums import CommitmentState, ProposalState
from proposals.models import Commitment
from red_inclusion.network.entity_sections import EntitySection
from red_inclusion.network.models import Entity

ROWS_SHOWN = 5
NOT_SHOWN = (ProposalState.DRAFT, ProposalState.REJECTED)


def commitments_of(entity: Entity, user) -> EntitySection:
    """In the areas whose inside she reads, the nearest deadline first; what it said it cannot do is not its work."""
    commitments = (
        Commitment.objects.visible_to(user)
        .filter(entity__in=Entity.objects.standing_for([entity.pk]).values("pk"))
        .exclude(state=CommitmentState.DECLINED)
        .exclude(proposal__state__in=NOT_SHOWN)
    )
    nearest = commitments.order_by(F("proposal__deadline").asc(nulls_last=True), "pk")
    return EntitySection(
        title=_("What it takes on"),
        template="proposals/includes/entity_commitment.html",
        rows=nearest.select_related("proposal__area")[:ROWS_SHOWN],
        total=commitments.count(),
        empty=_("No commitment of it in the areas that you read."),
        more_url=f"{reverse('proposals:proposal_list')}?entity={entity.pk}",
    )
