"""Everybody at once: the cast, a formal area beside it, and one signed-in browser for each role."""

from dataclasses import dataclass, field
from functools import cached_property

from django.test import Client

from meetings.models import Attendance, Guest, Meeting
from red_inclusion.accounts.models import User
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Area, Entity
from tests.cast import Cast, person
from tests.factories import AreaFactory, MandateFactory, SeatFactory
from tests.meetings.factories import GuestFactory

ANONYMOUS = "anonymous"
GUEST = "guest"  # without an account, let into one meeting of the member's area
NEWCOMER = "newcomer"  # signed in, without a place in the network
OUTSIDER = "outsider"  # member of another area
OBSERVER = "observer"
MEMBER = "member"
SUBSTITUTE = "substitute"  # of a formal area
TITULAR = "titular"  # of a formal area
LEAD = "lead"  # Alba, who has a member mandate too
COORDINATION = "coordination"

ROLES = (ANONYMOUS, GUEST, NEWCOMER, OUTSIDER, OBSERVER, MEMBER, SUBSTITUTE, TITULAR, LEAD, COORDINATION)
STRANGERS = frozenset({ANONYMOUS, GUEST})
SIGNED_IN = frozenset(ROLES) - STRANGERS
IN_NETWORK = SIGNED_IN - {NEWCOMER}
READERS = IN_NETWORK - {OUTSIDER}
MEMBERS = frozenset({MEMBER, SUBSTITUTE, TITULAR})
RUNNING = frozenset({LEAD, COORDINATION})

OWN = "own area"
OTHER = "another area"


@dataclass
class World:
    cast: Cast
    people: dict[str, User] = field(init=False)
    formal: Area = field(init=False)

    def __post_init__(self):
        cast = self.cast
        self.formal = AreaFactory(code="SAN", name="Sociosanitaria", formal=True)
        self.people = {
            GUEST: self._guest(),
            NEWCOMER: person("newcomer"),
            OUTSIDER: cast.carla,
            OBSERVER: cast.observer,
            MEMBER: cast.bruno,
            SUBSTITUTE: person("substitute"),
            TITULAR: person("titular"),
            LEAD: cast.alba,
            COORDINATION: cast.coordination,
        }
        seat = SeatFactory(entity=cast.entity, area=self.formal)
        for kind in (MandateKind.SUBSTITUTE, MandateKind.TITULAR):
            MandateFactory(seat=seat, person=self.people[kind.value], kind=kind)
        # Carla's area has a second entity, so that what others own there is not hers.
        SeatFactory(entity=cast.entity, area=cast.edu)

    def _guest(self) -> User:
        """She is inside of a meeting that goes on, and of no other."""
        let_in = GuestFactory(meeting__area=self.cast.emp, meeting__created_by=self.cast.coordination, inside=True)
        return let_in.person

    @cached_property
    def clients(self) -> dict[str, Client]:
        clients = {role: Client() for role in ROLES}
        for role, somebody in self.people.items():
            clients[role].force_login(somebody, "django.contrib.auth.backends.ModelBackend")
        return clients

    @cached_property
    def author(self) -> User:
        """Somebody who is none of the roles and wrote what they look at."""
        return person("author")

    def area(self, role: str, place: str) -> Area:
        """The area of the object. Outsider and newcomer have no area to own: they look at the member's."""
        if place == OTHER:
            return self.cast.edu
        return self.formal if role in (SUBSTITUTE, TITULAR) else self.cast.emp


@dataclass(frozen=True)
class Case:
    """One request to come: who asks, and for an object of which area."""

    world: World
    role: str
    place: str

    @property
    def cast(self) -> Cast:
        return self.world.cast

    @property
    def person(self) -> User | None:
        return self.world.people.get(self.role)

    @property
    def author(self) -> User:
        return self.world.author

    @property
    def area(self) -> Area:
        return self.world.area(self.role, self.place)

    def let_in(self, meeting: Meeting) -> Meeting:
        """The same meeting, in which the guest is, if it is she who asks and it is one of the area she came to."""
        if self.role == GUEST and self.place == OWN:
            Guest.objects.filter(person=self.person).update(meeting=meeting)
            Attendance.objects.filter(person=self.person).update(meeting=meeting)
        return meeting

    @property
    def entity(self) -> Entity:
        """The entity she speaks for (Alba: Servicios Sociales); Cruz Roja, which is everywhere, for who has none."""
        return self.cast.social_services if self.role == LEAD else self.cast.entity
