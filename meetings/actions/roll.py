"""The roll of a round: frozen at opening; late mandates and guests join by themselves, logged."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction

from meetings.enums import AttendanceStatus, RoundState
from meetings.models import Attendance, Meeting, RollEntry, Round
from red_inclusion.core import audit
from red_inclusion.core.actors import SYSTEM
from red_inclusion.network.models import Mandate

from .revisions import lock_meeting, touch


def freeze_roll(meeting: Meeting, round: Round) -> None:
    """Everyone with a voting mandate in the area, and the admitted guests."""
    RollEntry.objects.bulk_create(_entries(meeting, round, _entities(meeting)))


def enrol(meeting: Meeting, round: Round, *, people: Collection[int]) -> int:
    """Those of `people` who may vote and are not yet on the roll join it. The meeting and the round are locked."""
    missing = set(people) - set(round.roll.filter(person__in=people).values_list("person_id", flat=True))
    late = RollEntry.objects.bulk_create(_entries(meeting, round, _entities(meeting, missing))) if missing else []
    for entry in late:
        audit.record("round.joined_late", round, actor=SYSTEM, person=entry.person_id, entity=entry.entity_id)
    if late:
        touch(meeting, "round", "tally")
    return len(late)


def join_late(person_id: int) -> None:
    """A mandate was given while a vote is open: she joins it without anybody doing anything."""
    areas = Mandate.objects.voting().filter(person=person_id).values("seat__area_id")
    open_rounds = Round.objects.filter(state=RoundState.OPEN, meeting__area__in=areas)
    for round_id, meeting_id in open_rounds.exclude(roll__person=person_id).values_list("pk", "meeting_id"):
        _join(round_id, meeting_id, person_id)


@transaction.atomic
def _join(round_id: int, meeting_id: int, person_id: int) -> None:
    meeting = lock_meeting(meeting_id)
    round = Round.objects.select_for_update().get(pk=round_id)
    if round.state == RoundState.OPEN:
        enrol(meeting, round, people=[person_id])


def seat_arrival(meeting: Meeting, row: Attendance) -> None:
    """Who arrives while a vote is open stands on its roll for the entity she came for; once she voted it stays.

    Called in the transaction of the check-in, with the meeting locked.
    """
    round = meeting.rounds.select_for_update().filter(state=RoundState.OPEN).first()
    if not round:
        return
    if not enrol(meeting, round, people=[row.person_id]) and row.entity_id:
        entity = _entities(meeting, [row.person_id]).get(row.person_id, UNKNOWN).number
        moved = round.roll.filter(person=row.person_id, ballot=None).exclude(entity=entity)
        if entity and moved.update(entity=entity):
            audit.record("round.entity_changed", round, actor=SYSTEM, person=row.person_id, entity=entity)


class Voice(NamedTuple):
    """An entity of the network by its number, another one by its name."""

    number: int | None
    name: str = ""


UNKNOWN = Voice(None)


def _entries(meeting: Meeting, round: Round, voices: dict[int, Voice]) -> list[RollEntry]:
    return [
        RollEntry(round=round, person_id=person, entity_id=voice.number, entity_name=voice.name)
        for person, voice in voices.items()
    ]


def _entities(meeting: Meeting, people: Collection[int] | None = None) -> dict[int, Voice]:
    """Who may vote, and for which entity: the one she came for where she has several, else her first."""
    mandates = Mandate.objects.voting().filter(seat__area_id=meeting.area_id).order_by("pk")
    attendances = meeting.attendances.exclude(entity=None, entity_name="")
    if people is not None:
        mandates, attendances = mandates.filter(person__in=people), attendances.filter(person__in=people)
    came_for: dict[int, Voice] = {}
    guests: set[int] = set()
    columns = ("person_id", "entity_id", "entity_name", "status", "person__is_guest")
    for person, entity, name, status, is_guest in attendances.values_list(*columns):
        came_for[person] = Voice(entity, name)
        if is_guest or status == AttendanceStatus.GUEST:
            guests.add(person)
    chosen: dict[int, Voice] = {}
    for person, entity in mandates.values_list("person_id", "seat__entity_id"):
        if person not in chosen or came_for.get(person, UNKNOWN).number == entity:
            chosen[person] = Voice(entity)
    return {person: came_for[person] for person in guests} | chosen
