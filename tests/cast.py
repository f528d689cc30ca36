"""The fixed cast: Alba leads the area, Bruno is a member, Carla belongs to another area, Dani is not logged in."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from red_inclusion.accounts.models import User
from red_inclusion.network.enums import EntityKind, MandateKind
from red_inclusion.network.models import Area, Entity, Seat

from .factories import (
    AreaFactory,
    AreaLeadFactory,
    CoordinatorFactory,
    EntityFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)


@dataclass(frozen=True)
class Cast:
    emp: Area
    edu: Area
    entity: Entity  # Cruz Roja, Bruno's
    other_entity: Entity  # Juventud, Carla's
    social_services: Entity  # Alba's
    seat: Seat  # of Cruz Roja in EMP
    alba: User
    bruno: User
    carla: User
    observer: User  # of Cruz Roja in EMP
    coordination: User
    dani: AnonymousUser


def person(name: str) -> User:
    return PersonFactory(name=name.capitalize(), email=f"{name}@example.org")


@pytest.fixture
def cast(db) -> Cast:
    emp = AreaFactory(code="EMP", name="Empleo y Formación")
    edu = AreaFactory(code="EDU", name="Educación y Juventud")
    social_services = EntityFactory(name="Servicios Sociales", kind=EntityKind.MUNICIPAL_DEPARTMENT)
    red_cross = EntityFactory(name="Cruz Roja")
    youth = EntityFactory(name="Juventud", kind=EntityKind.MUNICIPAL_DEPARTMENT)
    alba, bruno, carla, observer, coordination = map(person, ("alba", "bruno", "carla", "observer", "coordination"))
    seat = SeatFactory(entity=red_cross, area=emp)
    AreaLeadFactory(area=emp, person=alba)
    MandateFactory(person=alba, seat__entity=social_services, seat__area=emp)
    MandateFactory(person=bruno, seat=seat)
    MandateFactory(person=observer, seat=seat, kind=MandateKind.OBSERVER)
    MandateFactory(person=carla, seat__entity=youth, seat__area=edu)
    CoordinatorFactory(person=coordination)
    return Cast(
        emp=emp,
        edu=edu,
        entity=red_cross,
        other_entity=youth,
        social_services=social_services,
        seat=seat,
        alba=alba,
        bruno=bruno,
        carla=carla,
        observer=observer,
        coordination=coordination,
        dani=AnonymousUser(),
    )
