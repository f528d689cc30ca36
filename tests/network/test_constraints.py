"""The database holds the invariants, whatever the code does."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError
from red_inclusion.network import actions
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Mandate
from tests.factories import (
    LONG_AGO,
    AreaFactory,
    AreaLeadFactory,
    CoordinatorFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)

THE_DAY_BEFORE = LONG_AGO - timedelta(days=1)


def refused(make) -> bool:
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "shared"),
    [
        (MandateFactory, ["seat", "person"]),
        (SeatFactory, ["entity", "area"]),
        (AreaLeadFactory, ["area", "person"]),
        (CoordinatorFactory, ["person"]),
    ],
)
def test_one_of_each_at_a_time(factory, shared):
    first = factory()
    same = {name: getattr(first, name) for name in shared}

    assert refused(lambda: factory(**same))
    assert not refused(lambda: factory(**same, until=LONG_AGO))


@pytest.mark.django_db
def test_one_titular_per_seat_and_any_number_of_members():
    seat = SeatFactory(area__formal=True)
    MandateFactory(seat=seat, kind=MandateKind.TITULAR)

    assert refused(lambda: MandateFactory(seat=seat, kind=MandateKind.TITULAR))
    assert not refused(lambda: MandateFactory(seat=seat, kind=MandateKind.SUBSTITUTE))
    assert not refused(lambda: MandateFactory(seat=seat, kind=MandateKind.TITULAR, until=LONG_AGO))


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [MandateFactory, SeatFactory, AreaLeadFactory, CoordinatorFactory])
def test_nothing_ends_before_it_begins(factory):
    assert refused(lambda: factory(until=THE_DAY_BEFORE))
    assert not refused(lambda: factory(until=LONG_AGO))


@pytest.mark.django_db
def test_one_person_per_address_in_any_case():
    PersonFactory(email="bruno@example.org")

    assert refused(lambda: PersonFactory(email="Bruno@Example.org"))


def at_once(count: int, attempt) -> list[str]:
    """What `count` threads that start together got: "done" or the code of the refusal."""
    barrier, outcomes = Barrier(count), []

    def run():
        try:
            barrier.wait(timeout=20)
            attempt()
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_titulars_named_at_once_leave_one():
    seat = SeatFactory(area__formal=True)
    people = [PersonFactory() for _ in range(4)]

    outcomes = at_once(
        4,
        lambda: actions.give_mandate(seat, person=people.pop(), kind=MandateKind.TITULAR, actor=SYSTEM),
    )

    assert outcomes == ["done", *["titular_exists"] * 3]
    assert Mandate.objects.filter(seat=seat).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_mandate_given_twice_at_once_is_given_once():
    seat, person = SeatFactory(), PersonFactory()

    outcomes = at_once(4, lambda: actions.give_mandate(seat, person=person, actor=SYSTEM))

    assert outcomes == ["already_on_seat"] * 3 + ["done"]


@pytest.mark.django_db(transaction=True)
def test_the_same_lead_named_twice_at_once_is_one():
    area, person = AreaFactory(), PersonFactory()

    outcomes = at_once(4, lambda: actions.name_lead(area, person=person, actor=SYSTEM))

    assert outcomes == ["done"] * 4
    assert area.leads.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_address_taken_twice_at_once_is_one_person():
    outcomes = at_once(4, lambda: actions.create_person(email="new@example.org", name="New", actor=SYSTEM))

    assert outcomes == ["done", *["person_exists"] * 3]
