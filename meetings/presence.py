"""Who is of a meeting and who is at it: reads shared by its page, its room and its minutes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from red_inclusion.core import clock
from red_inclusion.core.folding import fold
from red_inclusion.network.enums import VOTING_KINDS
from red_inclusion.network.models import AreaLead, Entity, Invitation, Mandate
from red_inclusion.network.standing import Standing

from .enums import HERE, AttendanceStatus, GuestState, MeetingState, Reply
from .models import Attendance, Guest, Meeting

SLIP = timedelta(minutes=5)


def presence_of(meeting_id: int) -> dict[str, int]:
    """How many people are here and of how many entities."""
    counts = Attendance.objects.filter(meeting_id=meeting_id, status__in=HERE).aggregate(
        people=Count("pk"),
        known=Count(Coalesce("entity__merged_into", "entity"), distinct=True),
        others=Count("entity_name", distinct=True, filter=~Q(entity_name="")),
    )
    return {"people": counts["people"], "entities": counts["known"] + counts["others"]}


def asking(meeting: Meeting) -> list[Guest]:
    """Who stands at the door, in the order of asking; `has_double` says that another guest bears the same name."""
    if meeting.state != MeetingState.IN_SESSION:
        return []
    guests = list(meeting.guests.exclude(state=GuestState.TURNED_AWAY).select_related("person", "entity"))
    names = Counter(fold(guest.person.name) for guest in guests)
    for guest in guests:
        guest.has_double = names[fold(guest.person.name)] > 1
    return [guest for guest in guests if guest.state == GuestState.ASKED]


def turned_away(meeting: Meeting) -> list[Guest]:
    """Who is not let in, the last one first, with `just_now` for whom it can still be a slip."""
    if meeting.state != MeetingState.IN_SESSION:
        return []
    guests = meeting.guests.filter(state=GuestState.TURNED_AWAY).select_related("person", "entity")
    rows = list(guests.order_by("-answered_at", "-pk"))
    for guest in rows:
        guest.just_now = clock.now() - guest.answered_at < SLIP
    return rows


def guests_to_invite(meeting: Meeting, standing: Standing) -> list[Guest]:
    """Who took part as a guest of a meeting that is over. `may_invite`: this person may, for the guest's entity;
    `was_invited`: somebody of that name has been since. Three queries."""
    if meeting.state != MeetingState.CLOSED:
        return []
    guests = list(meeting.guests.filter(state=GuestState.ADMITTED).select_related("person", "entity"))
    of_area = set(Entity.objects.in_area(meeting.area_id).values_list("pk", flat=True)) if guests else set()
    since = Invitation.objects.filter(created_at__gte=meeting.closed_at, withdrawn_at=None) if guests else ()
    invited = {(invitation.entity_id, fold(invitation.name)) for invitation in since}
    for guest in guests:
        runs = standing.coordinates or guest.entity_id in of_area and standing.runs(meeting.area_id)
        guest.may_invite = bool(guest.entity_id) and runs
        guest.was_invited = (guest.entity_id, fold(guest.person.name)) in invited
    return guests


def guests_inside(meeting: Meeting) -> list[Guest]:
    return list(meeting.guests.inside().select_related("person", "entity"))


def entities_of(person_id: int, area_id: int) -> list[Entity]:
    """The entities she may come for, those that she votes for first."""
    mandates = Mandate.objects.current().filter(person_id=person_id, seat__area_id=area_id)
    mandates = sorted(mandates.select_related("seat__entity"), key=lambda m: m.kind not in VOTING_KINDS)
    return list({mandate.seat.entity_id: mandate.seat.entity for mandate in mandates}.values())


def is_of_area(person_id: int, area_id: int) -> bool:
    leads = AreaLead.objects.current().filter(person_id=person_id, area_id=area_id)
    return bool(entities_of(person_id, area_id)) or leads.exists()


@dataclass
class Line:
    """One person of a meeting. `status` is empty while nothing was recorded, «absent» once the meeting has closed."""

    person_id: int
    name: str
    entity: Entity | None
    status: str = ""
    reply: str = ""
    words: str = ""
    several: bool = False
    attendance: Attendance | None = None
    other: str = ""

    @property
    def is_here(self) -> bool:
        return self.status in HERE

    @property
    def mark(self) -> str:
        """The lead's mark that says the same: a guest is present too."""
        return AttendanceStatus.PRESENT if self.is_here else self.status

    @property
    def look(self) -> str:
        """What to draw for it: the status, or what is known before there is one."""
        return self.status or ("pending" if self.reply != Reply.COMING else "accepted")


@dataclass
class EntityLines:
    """`other` is the name of an entity outside the network, of which a guest came."""

    entity: Entity | None
    other: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def here(self) -> int:
        return sum(line.is_here for line in self.lines)


def roster(meeting: Meeting) -> list[EntityLines]:
    """Everybody of the area and whoever else was recorded, by entity; each person once. Four queries at most."""
    recorded = {row.person_id: row for row in meeting.attendances.select_related("person", "entity")}
    lines = _lines_of_area(meeting, recorded)
    for person_id, row in recorded.items():
        if person_id not in lines:
            lines[person_id] = Line(person_id, str(row.person), row.entity, other=row.entity_name)
    for person_id, line in lines.items():
        _fill(line, recorded.get(person_id), meeting.state)
    return _grouped(lines.values())


def numbers(groups: list[EntityLines]) -> dict[str, int]:
    """How many of whom: here, of how many entities, excused, coming, without an answer, in all."""
    lines = [line for group in groups for line in group.lines]
    return {
        "people": sum(line.is_here for line in lines),
        "entities": sum(bool(group.here) for group in groups if group.entity or group.other),
        "excused": sum(line.status == AttendanceStatus.EXCUSED for line in lines),
        "absent": sum(line.status == AttendanceStatus.ABSENT for line in lines),
        "coming": sum(line.reply == Reply.COMING for line in lines),
        "silent": sum(not line.status and not line.reply for line in lines),
        "all": len(lines),
    }


def _lines_of_area(meeting: Meeting, recorded) -> dict[int, Line]:
    lines: dict[int, Line] = {}
    for mandate in _mandates_of(meeting):
        entity, person = mandate.seat.entity, mandate.person
        line = lines.setdefault(person.pk, Line(person.pk, str(person), entity))
        line.several = line.several or line.entity != entity
    for lead in _leads_of(meeting):
        lines.setdefault(lead.person_id, Line(lead.person_id, str(lead.person), None))
    return lines


def _day_of(meeting: Meeting) -> date | None:
    """Whose mandates count: for a past meeting those of its day; None stands for those that hold now."""
    if meeting.state != MeetingState.CLOSED:
        return None
    return timezone.localtime(meeting.opened_at or meeting.starts_at).date()


def _mandates_of(meeting: Meeting) -> list[Mandate]:
    mandates = Mandate.objects.filter(seat__area_id=meeting.area_id).select_related("seat__entity", "person")
    day = _day_of(meeting)
    mandates = _held_on(_held_on(mandates, day), day, "seat__") if day else mandates.current()
    return sorted(mandates, key=lambda m: (m.kind not in VOTING_KINDS, m.pk))


def _leads_of(meeting: Meeting) -> QuerySet[AreaLead]:
    leads = AreaLead.objects.filter(area=meeting.area_id).select_related("person")
    day = _day_of(meeting)
    return _held_on(leads, day) if day else leads.current()


def _held_on(rows, day: date, prefix: str = ""):
    """Who was ended on that very day is among them: she may have been ended after the meeting."""
    still = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day})
    return rows.filter(still, **{f"{prefix}since__lte": day})


def _fill(line: Line, row: Attendance | None, state: str) -> None:
    if row:
        line.attendance, line.status, line.reply = row, row.status, row.reply
        line.entity = row.entity or line.entity
    if state == MeetingState.CLOSED and not line.status:
        line.status = AttendanceStatus.ABSENT
    line.words = str(_words_of(line, state))


def _words_of(line: Line, state: str):
    if line.status:
        return AttendanceStatus(line.status).label
    if state == MeetingState.IN_SESSION:
        return _("not here yet")
    return _("is coming") if line.reply == Reply.COMING else _("no answer yet")


def _grouped(lines) -> list[EntityLines]:
    groups: dict[tuple[int | None, str], EntityLines] = {}
    for line in lines:
        key = (line.entity.stands_for if line.entity else None, line.other)
        groups.setdefault(key, EntityLines(line.entity, line.other)).lines.append(line)
    for group in groups.values():
        group.lines.sort(key=lambda line: fold(line.name))
    return sorted(groups.values(), key=_place)


def _place(group: EntityLines) -> tuple[bool, str]:
    """By name, of the network or not; last who came for none."""
    name = str(group.entity or group.other)
    return (not name, fold(name))
