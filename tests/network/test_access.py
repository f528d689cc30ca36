"""«Ya no trabaja aquí», and taking it back."""

import pytest

from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.enums import InvitationState
from red_inclusion.network.models import Invitation, Mandate
from red_inclusion.network.standing import Standing, standing_of
from red_inclusion.notifications.models import Mail
from tests.factories import EntityFactory, InvitationFactory, MandateFactory, SeatFactory

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


@pytest.mark.parametrize(
    ("who", "withdrawn"), [("bruno", {"own"}), ("alba", {"own"}), ("coordination", {"own", "duplicate"})]
)
def test_invitations_to_her_for_the_entity_are_withdrawn_as_far_as_the_actor_may(cast, who, withdrawn):
    duplicate = EntityFactory(merged_into=cast.entity, former_name="Cruz Roja Local", name="Cruz Roja")
    seats = {
        "own": cast.seat,
        "duplicate": SeatFactory(entity=duplicate, area=cast.edu),
        "another entity": SeatFactory(entity=cast.other_entity, area=cast.emp),
    }
    SeatFactory(entity=cast.entity, area=cast.edu)
    for name, seat in seats.items():
        InvitationFactory(seat=seat, email="Observer@example.org", name=name, invited_by=cast.coordination)
    InvitationFactory(seat=cast.seat, name="a colleague", invited_by=cast.coordination)

    actions.end_access(cast.observer, entity=cast.entity, actor=getattr(cast, who))

    gone = Invitation.objects.exclude(withdrawn_at=None)
    assert {invitation.name for invitation in gone} == withdrawn


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


def test_nothing_is_undone_on_a_seat_that_has_ended_since(cast):
    ended = actions.end_access(cast.bruno, entity=cast.entity, actor=cast.alba)
    actions.end_seat(cast.seat, actor=cast.alba)

    with pytest.raises(DomainError) as refusal:
        actions.restore_access(cast.bruno, entity=cast.entity, mandates=ended, actor=cast.alba)

    assert refusal.value.code == "no_seat"
    assert not standing_of(cast.bruno).in_network


def test_a_stranger_undoes_nothing(cast):
    ended = actions.end_access(cast.bruno, entity=cast.entity, actor=cast.alba)

    with pytest.raises(NotAllowed):
        actions.restore_access(cast.bruno, entity=cast.entity, mandates=ended, actor=cast.carla)


def test_undo_leaves_withdrawn_what_was_withdrawn(cast):
    invitation = InvitationFactory(seat=cast.seat, email=cast.observer.email, invited_by=cast.alba)
    ended = actions.end_access(cast.observer, entity=cast.entity, actor=cast.bruno)

    actions.restore_access(cast.observer, entity=cast.entity, mandates=ended, actor=cast.bruno)

    invitation.refresh_from_db()
    assert (standing_of(cast.observer).in_network, invitation.state) == (True, InvitationState.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
def test_who_is_sent_away_while_she_accepts_another_place_is_out(cast):
    """Whichever comes first: the place is taken and ends with the others, or the invitation is withdrawn."""
    seat = SeatFactory(entity=cast.entity, area=cast.edu)
    invitation = InvitationFactory(seat=seat, email=cast.observer.email, invited_by=cast.coordination, token="link")
    answer = {"name": "Observer", "language": "es", "terms_version": cast.observer.terms_version}
    steps = [
        lambda: actions.accept_invitation(invitation, token="link", actor=cast.observer, **answer),
        lambda: actions.end_access(cast.observer, entity=cast.entity, actor=cast.coordination),
    ]

    outcomes = at_once(2, lambda: steps.pop()())

    assert outcomes in (["done", "done"], ["done", "withdrawn"])
    assert not standing_of(cast.observer).in_network


@pytest.mark.django_db(transaction=True)
def test_two_who_end_it_at_once_end_it_once(cast):
    outcomes = at_once(3, lambda: actions.end_access(cast.observer, entity=cast.entity, actor=cast.alba))

    assert outcomes == ["done", "not_yours", "not_yours"]
    assert AuditEvent.objects.filter(action="access.ended").count() == 1
