import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from proposals import actions
from red_inclusion.network.enums import MandateKind
from red_inclusion.notifications.models import Notification
from tests.factories import MandateFactory, PersonFactory, SeatFactory


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("kind", "person__name"))


def test_proposing_tells_who_answers_for_each_entity(cast, make):
    proposal = make("draft", partners=[cast.social_services])

    actions.propose(proposal, actor=cast.coordination)

    assert sorted(told()) == [("commitment_asked", "Alba"), ("commitment_asked", "Bruno")]


def test_where_there_is_a_titular_the_members_are_not_told(cast, make):
    titular = MandateFactory(seat=cast.seat, kind=MandateKind.TITULAR).person

    actions.propose(make("draft"), actor=cast.alba)

    assert told() == [("commitment_asked", titular.name)]


def test_the_answer_is_told_to_who_leads_the_area(cast, make):
    proposal = make("proposed")
    commitment = proposal.commitments.get()

    actions.answer_commitment(commitment, answer="amend", note="Only mornings", actor=cast.bruno)

    notice = Notification.objects.get()
    assert notice.person == cast.alba
    with translation.override("en"):
        assert notice.words == f"Cruz Roja takes it on with changes: «{proposal.title}»"
    assert list(notice.details) == ["Only mornings"]


def test_asking_again_and_asking_one_more_tell_only_whom_they_ask(cast, make):
    proposal = make("proposed", lead_commitment="declined")
    actions.ask_again(proposal.commitments.get(), actor=cast.alba)
    assert told() == [("commitment_asked", "Bruno")]

    actions.edit_proposal(proposal, actor=cast.coordination, partners=[cast.social_services])

    assert told() == [("commitment_asked", "Bruno"), ("commitment_asked", "Alba")]


def test_a_draft_asks_nobody(cast, make):
    actions.edit_proposal(make("draft"), actor=cast.alba, partners=[cast.social_services])

    assert told() == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_says_what_and_by_when_in_her_language(cast, make, language):
    actions.propose(make("draft", title="Aula abierta"), actor=cast.alba)
    notice = Notification.objects.get()

    with translation.override(language):
        said = [notice.words, *notice.details]

    assert (
        said
        == {
            "es": ["¿Lo asume Cruz Roja? «Aula abierta»", "Para cuándo: martes 30 de junio"],
            "en": ["Does Cruz Roja take it on? «Aula abierta»", "By when: Tuesday 30 June"],
        }[language]
    )


def test_one_more_person_costs_no_more_queries(cast, make):
    def queries(more):
        for _ in range(more):
            MandateFactory(seat=cast.seat, person=PersonFactory())
        proposal = make("draft")
        with CaptureQueriesContext(connection) as captured:
            actions.propose(proposal, actor=cast.alba)
        return len(captured)

    assert queries(0) == queries(3) == queries(40)


def test_people_of_the_entity_in_another_area_are_not_told(cast, make):
    seat = SeatFactory(entity=cast.entity, area=cast.edu)
    MandateFactory(seat=seat, person=PersonFactory(name="Elsewhere"))

    actions.propose(make("draft"), actor=cast.alba)

    assert told() == [("commitment_asked", "Bruno")]
