import pytest

from red_inclusion.network import policies
from red_inclusion.network.standing import standing_of

pytestmark = pytest.mark.django_db

EVERYBODY = ["alba", "bruno", "observer", "carla", "coordination", "dani"]


def allowed(cast, question) -> set[str]:
    return {who for who in EVERYBODY if question(standing_of(getattr(cast, who)))}


def test_only_coordination_coordinates(cast):
    assert allowed(cast, policies.can_coordinate) == {"coordination"}


def test_lead_and_coordination_arrange_the_area(cast):
    assert allowed(cast, lambda s: policies.can_arrange_area(s, cast.emp.pk)) == {"alba", "coordination"}
    assert allowed(cast, lambda s: policies.can_arrange_area(s, cast.edu.pk)) == {"coordination"}


def test_colleagues_with_a_vote_lead_and_coordination_end_a_mandate(cast):
    mandate = cast.observer.mandates.get()

    assert allowed(cast, lambda s: policies.can_end_mandate(s, mandate)) == {"alba", "bruno", "coordination"}


def test_leads_and_coordination_create_people(cast):
    assert allowed(cast, policies.can_create_person) == {"alba", "coordination"}


def test_everybody_with_a_place_reads_the_network(cast):
    assert allowed(cast, policies.can_read_network) == set(EVERYBODY) - {"dani"}
