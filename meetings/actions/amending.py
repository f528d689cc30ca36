"""Closed minutes change for one reason only: what they must not tell. They say so, and get a new fingerprint."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.enums import AddendumReason
from meetings.models import AgendaItem, BallotItem, Meeting, Minutes, Round
from meetings.records import check_code_of, fingerprint_of
from needs.models import Need
from red_inclusion.core import audit, clock
from red_inclusion.core.personal_data import holding
from red_inclusion.core.words import Words
from red_inclusion.network.models import AreaLead, Mandate

from .revisions import lock_meeting, touch

TOLD = ("meeting", "summary", "agenda", "results", "void_rounds", "decisions", "contributions", "remarks")
Record = dict[str, Any]


@transaction.atomic
def withdraw_from_records(words: Words, *, actor: Any) -> list[Minutes]:
    """Withdrawn texts leave the closed minutes that repeat them."""
    return _amend(words, lambda minutes, record: without(words, record), AddendumReason.TEXT, actor)


@transaction.atomic
def withdraw_from_rooms(words: Words) -> None:
    """Open rooms that say `words` read their texts anew once these have left."""
    for pk in sorted(_meetings_saying(words)):
        touch(lock_meeting(pk), "stage", "agenda", "round")


@transaction.atomic
def withdraw_person_from_records(person: Any, words: Words, *, actor: Any) -> list[Minutes]:
    """Her name leaves the closed minutes. Where she was, it says as what."""

    def amended(minutes: Minutes, record: Record) -> Record:
        return without_person(person, words, minutes, record)

    return _amend(words, amended, AddendumReason.PERSON, actor)


def without(words: Words, record: Record) -> Record:
    return record | {key: words.out_of(record[key]) for key in TOLD if key in record}


def without_person(person: Any, words: Words, minutes: Minutes, record: Record) -> Record:
    record = without(words, record)
    was_there = minutes.meeting.attendances.filter(person=person).exists()
    with override(record.get("language")):
        role = _role_of(person, minutes)
    names = [name for name in words.words if was_there or len(name.split()) > 1]
    rows = [row | _renamed(row, names, role) for row in record.get("attendance", [])]
    return record | {"attendance": rows}


def _renamed(row: Record, names: list[str], role: str) -> Record:
    return {key: [role if name in names else name for name in row[key]] for key in ("present", "excused") if key in row}


def _role_of(person: Any, minutes: Minutes) -> str:
    """As what she was there, that day."""
    meeting = minutes.meeting
    day = timezone.localdate(meeting.held_at)
    then = Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))
    if person.is_guest:
        return _("guest")
    mandate = Mandate.objects.filter(then, person=person, seat__area=meeting.area_id).order_by("pk").first()
    if mandate:
        return str(mandate.get_kind_display())
    leads = AreaLead.objects.filter(then, person=person, area=meeting.area_id).exists()
    return _("area lead") if leads else _("participant")


def _amend(
    words: Words, amended: Callable[[Minutes, Record], Record], why: AddendumReason, actor: Any
) -> list[Minutes]:
    changed = []
    for minutes in _closed_with(words):
        former: Record = minutes.record or {}
        record = amended(minutes, former)
        if record != former:
            changed.append(_close_again(minutes, record, why, actor))
    return changed


def _closed_with(words: Words) -> Iterator[Minutes]:
    """One after the other, each under the lock of its meeting."""
    closed = holding(Minutes.objects.exclude(record=None), ["record"], words)
    for pk, meeting_id in closed.order_by("meeting_id").values_list("pk", "meeting_id"):
        meeting = lock_meeting(meeting_id)
        minutes = Minutes.objects.select_for_update().get(pk=pk)
        minutes.meeting = meeting
        yield minutes


def _meetings_saying(words: Words) -> set[int]:
    needs = holding(Need.objects.all(), ["title"], words)
    return {
        *holding(Meeting.objects.all(), ["title"], words).values_list("pk", flat=True),
        *holding(AgendaItem.objects.all(), ["title"], words).values_list("meeting", flat=True),
        *holding(Round.objects.all(), ["title"], words).values_list("meeting", flat=True),
        *BallotItem.objects.filter(need__in=needs).values_list("round__meeting", flat=True),
    }


def _close_again(minutes: Minutes, record: Record, why: AddendumReason, actor: Any) -> Minutes:
    addendum = {"at": clock.now().isoformat(), "why": why.value, "former_check_code": minutes.check_code}
    minutes.record = record | {"addenda": [*record.get("addenda", []), addendum]}
    minutes.fingerprint = fingerprint_of(minutes.record)
    minutes.check_code = check_code_of(minutes.fingerprint)
    minutes.changed_at = clock.now()
    minutes.save(update_fields=["record", "fingerprint", "check_code", "changed_at"])
    audit.record("minutes.amended", minutes, actor=actor, reason=why.value)
    return minutes
