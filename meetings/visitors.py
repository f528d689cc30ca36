"""Who may be in a room, judged for many people at once: a fixed number of queries, whatever their number."""

from collections.abc import Collection
from dataclasses import dataclass

from red_inclusion.network.models import AreaLead, Coordinator, Mandate

from .enums import AttendanceStatus
from .models import Attendance, Guest
from .snapshots import CONSOLE, PHONE, VIEWS


@dataclass(frozen=True, slots=True)
class Visitors:
    """Of the area by mandate, its leads, coordination, the meeting's guests; and whose coming was recorded already."""

    members: frozenset[int]
    leads: frozenset[int]
    coordination: frozenset[int]
    guests: frozenset[int]
    recorded: frozenset[int]

    def may_see(self, person: int, view: str) -> bool:
        runs = person in self.leads or person in self.coordination
        if view == CONSOLE:
            return runs
        if person in self.guests:
            return view == PHONE
        return view in VIEWS and (runs or person in self.members)

    def arrives(self, person: int) -> bool:
        """Of the area, and nothing recorded of her yet: neither that she is here nor that she left or only watches."""
        return person not in self.recorded and (person in self.members or person in self.leads)


def visitors_of(*, meeting_id: int, area_id: int, people: Collection[int]) -> Visitors:
    attendances = Attendance.objects.filter(meeting=meeting_id, person__in=people)
    return Visitors(
        members=_people(Mandate.objects.current().filter(seat__area_id=area_id), people),
        leads=_people(AreaLead.objects.current().filter(area=area_id), people),
        coordination=_people(Coordinator.objects.current(), people),
        guests=_people(Guest.objects.inside().filter(meeting=meeting_id), people),
        recorded=frozenset(
            person
            for person, status, left in attendances.values_list("person_id", "status", "left_at")
            if left or status in (AttendanceStatus.PRESENT, AttendanceStatus.GUEST)
        ),
    )


def _people(rows, people: Collection[int]) -> frozenset[int]:
    return frozenset(rows.filter(person__in=people).values_list("person_id", flat=True))
