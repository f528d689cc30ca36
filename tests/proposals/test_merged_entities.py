"""What a duplicate took on is answered for by the entity it was merged into."""

import pytest

from meetings.presence import presence_of
from proposals.actions import answer_commitment
from proposals.enums import Answer
from proposals.models import Commitment, Proposal
from proposals.policies import entities_with_titular, own_entity_ids
from red_inclusion.core.errors import NotAllowed
from red_inclusion.desk.owed import owed_by
from red_inclusion.network import actions
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.standing import standing_of
from tests.factories import AreaFactory, EntityFactory, MandateFactory
from tests.meetings.factories import AttendanceFactory

from .factories import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(cast):
    """Proposed to a duplicate of Cruz Roja, before it was merged."""
    duplicate = EntityFactory(name="CR")
    proposal = ProposalFactory(area=cast.emp, lead_entity=duplicate, state="proposed")
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    return Commitment.objects.select_related("proposal", "entity").get(proposal=proposal)


def test_the_others_people_owe_the_answer_and_give_it(cast, merged):
    owed = [each.url for each in owed_by(cast.bruno, standing_of(cast.bruno))]

    answer_commitment(merged, actor=cast.bruno, answer=Answer.ACCEPT)

    merged.refresh_from_db()
    assert (merged.proposal.get_absolute_url() in owed, merged.state) == (True, "accepted")


def test_nobody_else_gives_it(cast, merged):
    with pytest.raises(NotAllowed):
        answer_commitment(merged, actor=cast.alba, answer=Answer.ACCEPT)


def test_the_proposal_is_found_by_the_other_and_is_its_own(cast, merged):
    proposal = merged.proposal

    assert list(Proposal.objects.of_entity(cast.entity.pk)) == [proposal]
    assert own_entity_ids(standing_of(cast.bruno), proposal) == [merged.entity_id]
    assert str(Proposal.objects.get(pk=proposal.pk).lead_entity) == "Cruz Roja"


def test_its_titular_answers_for_the_duplicate_too(cast):
    formal, duplicate = AreaFactory(formal=True), EntityFactory()
    MandateFactory(seat__entity=cast.entity, seat__area=formal, kind=MandateKind.TITULAR)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    assert entities_with_titular(formal.pk) == {cast.entity.pk, duplicate.pk}


def test_two_who_came_for_both_came_for_one(cast):
    duplicate = EntityFactory()
    meeting = AttendanceFactory(entity=cast.entity, meeting__area=cast.emp).meeting
    AttendanceFactory(entity=duplicate, meeting=meeting)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    assert presence_of(meeting.pk) == {"people": 2, "entities": 1}
