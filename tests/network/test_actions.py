from datetime import timedelta

import pytest

from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.enums import EntityKind, MandateKind
from red_inclusion.network.models import Coordinator, Entity, Mandate, Seat
from red_inclusion.network.signals import coordination_changed, mandate_changed
from red_inclusion.network.standing import Standing, standing_of
from tests.factories import AreaFactory, CoordinatorFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db

EVERYBODY = ["alba", "bruno", "observer", "carla", "coordination", "dani"]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("attempt", "may"),
    [
        (lambda c, who: actions.open_area(code="SAL", name="Salud", actor=who), {"coordination"}),
        (lambda c, who: actions.admit_entity(name="Cáritas", kind="third_sector", actor=who), {"coordination"}),
        (lambda c, who: actions.add_seat(c.emp, entity=c.other_entity, actor=who), {"alba", "coordination"}),
        (lambda c, who: actions.add_seat(c.edu, entity=c.entity, actor=who), {"coordination"}),
        (lambda c, who: actions.give_mandate(c.seat, person=c.carla, actor=who), {"alba", "coordination"}),
        (lambda c, who: actions.end_mandate(c.observer.mandates.get(), actor=who), {"alba", "bruno", "coordination"}),
        (lambda c, who: actions.name_lead(c.emp, person=c.bruno, actor=who), {"coordination"}),
        (lambda c, who: actions.end_lead(c.emp.leads.get(), actor=who), {"coordination"}),
        (lambda c, who: actions.name_coordinator(c.bruno, actor=who), {"coordination"}),
        (
            lambda c, who: actions.create_person(email="new@example.org", name="New", actor=who),
            {"alba", "coordination"},
        ),
    ],
    ids=["area", "entity", "seat", "seat_elsewhere", "mandate", "end", "lead", "end_lead", "coordinator", "person"],
)
def test_who_may_arrange_what(cast, attempt, may, who):
    events = AuditEvent.objects.count()

    try:
        attempt(cast, getattr(cast, who))
        done = True
    except NotAllowed:
        done = False

    assert done is (who in may)
    assert (AuditEvent.objects.count() > events) is done


def test_open_area_refused_when_the_code_is_taken(cast):
    with pytest.raises(DomainError) as refusal:
        actions.open_area(code="EMP", name="Otra", actor=SYSTEM)

    assert (refusal.value.code, refusal.value.field) == ("area_exists", "name")


def test_every_entity_is_in_the_area_of_the_whole_network(cast):
    network = actions.open_area(code="RED", name="Toda la red", whole_network=True, actor=SYSTEM)

    late = actions.admit_entity(name="Cáritas", kind=EntityKind.THIRD_SECTOR, actor=SYSTEM)

    assert set(network.entities.all()) == {cast.entity, cast.other_entity, cast.social_services, late}


def test_admit_entity_refused_when_the_name_is_taken(cast):
    with pytest.raises(DomainError) as refusal:
        actions.admit_entity(name="Cruz Roja", kind=EntityKind.OTHER, actor=SYSTEM)

    assert refusal.value.code == "entity_exists"
    assert Entity.objects.filter(name="Cruz Roja").count() == 1


def test_adding_a_seat_twice_keeps_one(cast):
    assert actions.add_seat(cast.emp, entity=cast.entity, actor=cast.alba) == cast.seat
    assert Seat.objects.filter(area=cast.emp, entity=cast.entity).count() == 1


def test_a_seat_that_begins_another_day_is_not_added_twice(cast):
    seat = SeatFactory(entity=cast.entity, area=cast.edu, since=clock.today() + timedelta(days=3))

    assert actions.add_seat(cast.edu, entity=cast.entity, actor=SYSTEM) == seat


@pytest.mark.parametrize("since", ["today", "in three days"])
def test_nobody_speaks_on_a_seat_that_has_ended(cast, since):
    """Ended before it began, it ends in the future."""
    begins = clock.today() + timedelta(days=0 if since == "today" else 3)
    seat = SeatFactory(entity=cast.entity, area=cast.edu, since=begins)
    actions.end_seat(seat, actor=SYSTEM)

    with pytest.raises(DomainError) as refusal:
        actions.give_mandate(seat, person=cast.carla, actor=SYSTEM)

    assert refusal.value.code == "no_seat"
    assert not Mandate.objects.filter(seat=seat).exists()


def test_give_mandate_refused_when_the_person_is_there_already(cast):
    with pytest.raises(DomainError) as refusal:
        actions.give_mandate(cast.seat, person=cast.bruno, actor=cast.alba)

    assert refusal.value.code == "already_on_seat"


@pytest.mark.parametrize("kind", [MandateKind.TITULAR, MandateKind.SUBSTITUTE])
def test_simple_areas_have_members_and_observers_only(cast, kind):
    with pytest.raises(DomainError) as refusal:
        actions.give_mandate(cast.seat, person=cast.carla, kind=kind, actor=cast.alba)

    assert refusal.value.code == "formal_areas_only"


def test_a_formal_seat_has_one_titular():
    seat = SeatFactory(area=AreaFactory(formal=True))
    actions.give_mandate(seat, person=PersonFactory(), kind=MandateKind.TITULAR, actor=SYSTEM)

    with pytest.raises(DomainError) as refusal:
        actions.give_mandate(seat, person=PersonFactory(), kind=MandateKind.TITULAR, actor=SYSTEM)

    assert refusal.value.code == "titular_exists"


def test_an_ended_mandate_ends_at_once_and_can_be_given_again_the_same_day(cast):
    actions.end_mandate(cast.bruno.mandates.get(), actor=cast.alba, reason="Ya no trabaja aquí")
    ended = standing_of(cast.bruno)

    again = actions.give_mandate(cast.seat, person=cast.bruno, actor=cast.alba)
    actions.end_mandate(again, actor=cast.alba)

    assert ended == standing_of(cast.bruno) == Standing()
    assert Mandate.objects.filter(person=cast.bruno).count() == 2


def test_ending_twice_leaves_the_first_end(cast):
    mandate = actions.end_mandate(cast.bruno.mandates.get(), actor=cast.alba)
    first = mandate.until

    with clock.set_to(clock.now() + timedelta(days=9)):
        actions.end_mandate(mandate, actor=cast.alba)

    assert Mandate.objects.get(pk=mandate.pk).until == first
    assert AuditEvent.objects.filter(action="mandate.ended").count() == 1


def test_naming_a_lead_twice_keeps_one(cast):
    again = actions.name_lead(cast.emp, person=cast.alba, actor=cast.coordination)

    assert list(cast.emp.leads.all()) == [again]


def test_the_last_coordinator_stays(cast):
    with pytest.raises(DomainError) as refusal:
        actions.end_coordinator(Coordinator.objects.get(), actor=cast.coordination)

    assert refusal.value.code == "last_coordinator"


def test_one_of_two_coordinators_may_go(cast):
    second = CoordinatorFactory(person=cast.bruno)

    actions.end_coordinator(second, actor=cast.coordination)

    assert not standing_of(cast.bruno).coordinates


def test_an_address_belongs_to_one_person_in_any_case(cast):
    with pytest.raises(DomainError) as refusal:
        actions.create_person(email=" BRUNO@example.org", name="Otro", actor=cast.alba)

    assert (refusal.value.code, refusal.value.field) == ("person_exists", "email")


def test_a_person_without_password_has_none_that_works(cast):
    person = actions.create_person(email="new@example.org", name="New", actor=cast.alba)

    assert not person.has_usable_password()
    assert User.objects.get(pk=person.pk).language == "es"


def test_the_trail_holds_ids_and_no_names(cast):
    actions.give_mandate(cast.seat, person=cast.carla, actor=cast.alba)

    event = AuditEvent.objects.get(action="mandate.given")
    assert (event.actor_id, event.object_type) == (cast.alba.pk, "network.mandate")
    assert event.data == {"seat": cast.seat.pk, "person": cast.carla.pk, "kind": "member"}


@pytest.fixture
def heard():
    said = []

    def hear_mandate(sender, person_id, **kwargs):
        said.append(("mandate", person_id))

    def hear_coordination(sender, person, **kwargs):
        said.append(("coordination", person.pk))

    mandate_changed.connect(hear_mandate)
    coordination_changed.connect(hear_coordination)
    yield said
    mandate_changed.disconnect(hear_mandate)
    coordination_changed.disconnect(hear_coordination)


def test_changes_are_told_after_the_commit(cast, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.give_mandate(cast.seat, person=cast.carla, actor=cast.alba)
        before_commit = list(heard)

    assert (before_commit, heard) == ([], [("mandate", cast.carla.pk)])


def test_naming_coordination_is_told_within_the_transaction(cast, heard):
    actions.name_coordinator(cast.bruno, actor=cast.coordination)

    assert heard == [("coordination", cast.bruno.pk)]
