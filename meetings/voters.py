"""Who may vote in a room right now, read for many people at once: a fixed number of queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from red_inclusion.network.models import Mandate

from .enums import HERE, AttendanceStatus
from .models import Attendance, RollEntry


@dataclass(frozen=True, slots=True)
class Place:
    """A seat she votes from today."""

    seat: int
    entity: int
    entity_name: str


@dataclass(frozen=True, slots=True)
class Voter:
    """`entry` and `entity` are of the roll of one round; both None where she is not on it."""

    entry: int | None = None
    entity: int | None = None
    places: tuple[Place, ...] = ()
    present: bool = False
    guest: bool = False

    @property
    def has_mandate(self) -> bool:
        return bool(self.places) or self.guest

    @property
    def is_entitled(self) -> bool:
        return self.entry is not None and self.has_mandate

    @property
    def joins_late(self) -> bool:
        return self.entry is None and self.has_mandate

    @property
    def seats(self) -> tuple[Place, ...]:
        """One roll entry, one entity: the one she is on the roll for."""
        if self.entity is None:
            return self.places
        return tuple(place for place in self.places if place.entity == self.entity)


def voters_of(*, meeting_id: int, area_id: int, round_id: int | None, people: Collection[int]) -> dict[int, Voter]:
    """Everybody of `people`, with what the database says of her now. Three queries."""
    here = {row[0]: row[1:] for row in _attendances(meeting_id, people)}
    places = _places(area_id, people)
    roll = {row[0]: row[1:] for row in _entries(round_id, people)} if round_id else {}
    return {person: _voter(roll.get(person), places.get(person, ()), here.get(person)) for person in people}


def _voter(entry, places, attendance) -> Voter:
    status, left_at, is_guest = attendance or ("", None, False)
    present = status in HERE and left_at is None
    entry_id, entity_id = entry or (None, None)
    return Voter(entry_id, entity_id, tuple(places), present, is_guest or status == AttendanceStatus.GUEST)


def _attendances(meeting_id: int, people: Collection[int]):
    rows = Attendance.objects.filter(meeting_id=meeting_id, person_id__in=people)
    return rows.values_list("person_id", "status", "left_at", "person__is_guest")


def _entries(round_id: int, people: Collection[int]):
    rows = RollEntry.objects.filter(round_id=round_id, person_id__in=people)
    return rows.values_list("person_id", "pk", "entity_id")


def _places(area_id: int, people: Collection[int]) -> dict[int, list[Place]]:
    mandates = Mandate.objects.voting().filter(seat__area_id=area_id, person_id__in=people).order_by("pk")
    places = defaultdict(list)
    for person, *place in mandates.values_list("person_id", "seat_id", "seat__entity_id", "seat__entity__name"):
        places[person].append(Place(*place))
    return places
