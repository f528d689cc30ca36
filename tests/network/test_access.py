"""«Ya no trabaja aquí», and taking it back."""

import pytest

from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.models import Mandate
from red_inclusion.network.standing import Standing, standing_of
from red_inclusion.notifications.models import Mail
from tests.factories import MandateFactory, SeatFactory

from .test_constraints import at_once

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["alba", "bruno", "observer", "carla", "coordination", "dani"])
def test_who_may_end_the_access_of_a_colleague(cast, who):
    try:
        actions.end_access(cast.observer, entity=cast.entity, actor=getattr(cast, who))
        done = True
    except NotAllowed:
        done = False

    assert done is (who in {"alba", "bruno", "coordination"})
    assert standing_of(cast.observer).in_network is not done


def test_all_her_mandates_of_the_entity_end_and_those_of_another_stay(cast):
    MandateFactory(person=cast.bruno, seat__entity=cast.entity, seat__area=cast.edu)
    elsewhere = MandateFactory(person=cast.bruno, seat__entity=cast.other_entity, seat__area=cast.emp)

    ended = actions.end_access(cast.bruno, entity=cast.entity, actor=cast.coordination)

    assert len(ended) == 2
    assert list(Mandate.objects.current().filter(person=cast.bruno)) == [elsewhere]


def test_a_lead_ends_what_is_in_her_area(cast):
    other = MandateFactory(person=cast.bruno, seat__entity=cast.entity, seat__area=cast.edu)

    actions.end_access(cast.bruno, entity=cast.entity, actor=cast.alba)

    assert list(Mandate.objects.current().filter(person=cast.bruno)) == [other]


def test_the_lead_is_told(cast):
    actions.end_access(cast.observer, entity=cast.entity, actor=cast.bruno)

    [mail] = Mail.objects.all()
    assert (mail.kind, mail.to) == ("access_ended", "alba@example.org")
    assert "Observer" in mail.subject and "Empleo y Formación" in mail.text


def test_undo_gives_the_same_mandates_again_and_leaves_the_old_ones_ended(cast):
    MandateFactory(person=cast.bruno, seat=SeatFactory(entity=cast.entity, area=cast.edu))
    before = standing_of(cast.bruno)
    ended = actions.end_access(cast.bruno, entity=cast.entity, actor=cast.coordination)
    gone = standing_of(cast.bruno)

    actions.restore_access(cast.bruno, entity=cast.entity, mandates=ended, actor=cast.coordination)

    assert (gone, set(standing_of(cast.bruno).places)) == (Standing(), set(before.places))
    assert Mandate.objects.filter(person=cast.bruno).count() == 4
    assert AuditEvent.objects.filter(action="access.restored").count() == 1


def test_there_is_nothing_to_undo_of_what_goes_on(cast):
    mandates = list(cast.bruno.mandates.select_related("seat"))

    with pytest.raises(DomainError) as refusal:
        actions.restore_access(cast.bruno, entity=cast.entity, mandates=mandates, actor=cast.coordination)

    assert refusal.value.code == "nothing_to_undo"


def test_a_stranger_undoes_nothing(cast):
    ended = actions.end_access(cast.bruno, entity=cast.entity, actor=cast.alba)

    with pytest.raises(NotAllowed):
        actions.restore_access(cast.bruno, entity=cast.entity, mandates=ended, actor=cast.carla)


@pytest.mark.django_db(transaction=True)
def test_two_who_end_it_at_once_end_it_once(cast):
    outcomes = at_once(3, lambda: actions.end_access(cast.observer, entity=cast.entity, actor=cast.alba))

    assert outcomes == ["done", "not_yours", "not_yours"]
    assert AuditEvent.objects.filter(action="access.ended").count() == 1
