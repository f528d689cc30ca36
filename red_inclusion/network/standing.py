"""What a person is in the network today, read in four queries at most: the ground of every policy."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from red_inclusion.core.actors import SYSTEM

from .enums import VOTING_KINDS, MandateKind
from .models import AreaLead, Coordinator, Entity, Mandate

_read: ContextVar["dict[int, Standing] | None"] = ContextVar("standings read in this request", default=None)


@dataclass(frozen=True)
class Place:
    """One current mandate: of which entity, in which area, as what."""

    area_id: int
    entity_id: int
    seat_id: int
    kind: str


@dataclass(frozen=True)
class Standing:
    coordinates: bool = False
    led_area_ids: frozenset[int] = frozenset()
    places: tuple[Place, ...] = ()
    duplicates: tuple[tuple[int, int], ...] = ()  # merged into an entity of hers: (duplicate, the entity it stands for)

    @property
    def area_ids(self) -> frozenset[int]:
        """The areas whose inside she reads (coordination reads all)."""
        return self.led_area_ids | {place.area_id for place in self.places}

    @property
    def in_network(self) -> bool:
        return self.coordinates or bool(self.led_area_ids or self.places)

    @property
    def voting_places(self) -> list[Place]:
        """Those in which she speaks for an entity."""
        return [place for place in self.places if place.kind in VOTING_KINDS]

    @property
    def voting_seat_ids(self) -> frozenset[int]:
        return frozenset(place.seat_id for place in self.voting_places)

    @property
    def voting_entity_ids(self) -> frozenset[int]:
        """In whatever area."""
        return frozenset(place.entity_id for place in self.voting_places)

    def reads(self, area_id: int) -> bool:
        return self.coordinates or area_id in self.area_ids

    def runs(self, area_id: int) -> bool:
        """Lead of the area, or coordination."""
        return self.coordinates or area_id in self.led_area_ids

    def entity_ids_in(self, area_id: int) -> list[int]:
        """The entities she speaks for in the area: with a mandate that votes."""
        return [place.entity_id for place in self.voting_places if place.area_id == area_id]

    def stands_for(self, entity_id: int) -> int:
        """The entity of hers that this one was merged into; any other is itself."""
        return dict(self.duplicates).get(entity_id, entity_id)

    def speaks_for(self, entity_id: int, area_id: int) -> bool:
        """What was written for a duplicate is her entity's as well."""
        return self.stands_for(entity_id) in self.entity_ids_in(area_id)

    def with_duplicates(self, entity_ids: Collection[int]) -> set[int]:
        return {*entity_ids, *(duplicate for duplicate, entity in self.duplicates if entity in entity_ids)}

    def takes_part(self, area_id: int) -> bool:
        return bool(self.entity_ids_in(area_id))

    def answers_for(self, entity_id: int, area_id: int, *, seat_has_titular: bool) -> bool:
        """May accept or decline in the entity's name: titular or substitute; any member where there is no titular."""
        entity_id = self.stands_for(entity_id)
        kinds = {p.kind for p in self.places if p.area_id == area_id and p.entity_id == entity_id}
        if kinds & {MandateKind.TITULAR, MandateKind.SUBSTITUTE}:
            return True
        return MandateKind.MEMBER in kinds and not seat_has_titular


@contextmanager
def read_once() -> Iterator[None]:
    """For a request that only looks: each list it asks for would read the same standing again."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def standing_of(user) -> Standing:
    """Fresh from the database: actions decide on it, so it is never kept between requests. The system may all."""
    if user is SYSTEM:
        return Standing(coordinates=True)
    if not user.is_authenticated or not user.is_active:
        return Standing()
    read = _read.get()
    if read is None:
        return _read_standing(user)
    if user.pk not in read:
        read[user.pk] = _read_standing(user)
    return read[user.pk]


def _read_standing(user) -> Standing:
    mandates = Mandate.objects.current().filter(person=user)
    places = tuple(Place(*row) for row in mandates.values_list("seat__area_id", "seat__entity_id", "seat_id", "kind"))
    merged = Entity.objects.filter(merged_into__in={place.entity_id for place in places})
    return Standing(
        coordinates=Coordinator.objects.current().filter(person=user).exists(),
        led_area_ids=frozenset(AreaLead.objects.current().filter(person=user).values_list("area_id", flat=True)),
        places=places,
        duplicates=tuple(merged.values_list("pk", "merged_into_id")),
    )
