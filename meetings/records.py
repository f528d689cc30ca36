"""The record of a meeting: what its minutes say, gathered from what was done, nothing retyped.

The record is plain JSON. Closed, it is what the fingerprint covers, so its shape only grows: `version` says which.
"""

import base64
import hashlib
import json
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import override

from needs.enums import Visibility
from red_inclusion.core.disclosure import tells_agreement, tells_value

from .contributions import minutes_sections
from .enums import HERE, AttendanceStatus, Reply, RoundState
from .models import Meeting, Minutes

VERSION = 2  # 2: `meeting.held_at`
BY_ENTITY = (Coalesce("entity__name", NullIf("entity_name", Value(""))).asc(nulls_last=True), "person__name")


def fingerprint_of(record: dict[str, Any]) -> str:
    """SHA-256, in hexadecimal, of the record's canonical JSON: sorted keys, no blanks, UTF-8."""
    canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def check_code_of(fingerprint: str) -> str:
    """The fingerprint's first 60 bits as three groups of four letters or digits (RFC 4648 base 32), to read out."""
    letters = base64.b32encode(bytes.fromhex(fingerprint)).decode()
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def build_record(minutes: Minutes, *, language: str) -> dict[str, Any]:
    """What the minutes say now: the facts of the meeting and what was written about them."""
    meeting = minutes.meeting
    written, notes = minutes.sections, notes_of(minutes)
    with override(language):
        return {
            "version": VERSION,
            "language": language,
            "reference": minutes.reference,
            "area": {"code": meeting.area.code, "name": meeting.area.name},
            "meeting": _meeting(meeting),
            "summary": written.get("summary", ""),
            "attendance": _attendance(meeting),
            "agenda": [{"title": item.title, "notes": notes[item.pk]} for item in meeting.agenda.all()],
            "results": [_round(round_) for round_ in _told_rounds(meeting)],
            "void_rounds": [{"title": r.title, "reason": r.void_reason} for r in _void_rounds(meeting)],
            "decisions": [{"number": d.number, "text": d.text} for d in meeting.decisions.all()],
            "contributions": [_contribution(section, meeting) for section in minutes_sections()],
            "remarks": written.get("remarks", ""),
        }


def public_record(record: dict[str, Any]) -> dict[str, Any]:
    """The same record for anybody: entities instead of people, and only needs that were public when it closed."""
    public = dict(record)
    public["attendance"] = [
        {"entity": row["entity"], "people": len(row["present"])} for row in record["attendance"] if row["present"]
    ]
    public["results"] = [_public_round(round_) for round_ in record["results"]]
    public["contributions"] = [_public_contribution(section) for section in record["contributions"]]
    return public


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "held_at": meeting.held_at.isoformat(),
        "ends_at": (meeting.closed_at or meeting.ends_at).isoformat(),
        "place": meeting.place,
    }


def _attendance(meeting: Meeting) -> list[dict[str, Any]]:
    """By entity, in alphabetical order: who was there and who excused herself. Last, under «», who stands for none."""
    rows: dict[str, dict[str, Any]] = {}
    for attendance in meeting.attendances.select_related("person", "entity").order_by(*BY_ENTITY):
        here = attendance.status in HERE
        excused = attendance.status == AttendanceStatus.EXCUSED or (
            not attendance.status and attendance.reply == Reply.NOT_COMING
        )
        if not here and not excused:
            continue
        entity = attendance.entity_words
        row = rows.setdefault(entity, {"entity": entity, "present": [], "excused": []})
        row["present" if here else "excused"].append(attendance.person.name)
    return list(rows.values())


def notes_of(minutes: Minutes) -> dict[int, str]:
    """By agenda item: what the minutes say of it or, until they say something, what was noted in the meeting."""
    written = minutes.sections.get("agenda", {})
    return {item.pk: written.get(str(item.pk), item.notes) for item in minutes.meeting.agenda.all()}


def _told_rounds(meeting: Meeting):
    return meeting.rounds.filter(state=RoundState.PUBLISHED).prefetch_related("items__need")


def _void_rounds(meeting: Meeting):
    """They do not count, and are on record with the reason: it is asked for as something that anybody may read."""
    return meeting.rounds.filter(state=RoundState.VOID)


def _round(round_) -> dict[str, Any]:
    """The result as it was computed at the close; ranks count each entity the same."""
    lines = {line["item"]: line for line in round_.result["tally"]}
    items = sorted(round_.items.all(), key=lambda item: _place(lines[item.pk]))
    return {
        "title": round_.title,
        "closed_at": round_.closed_at.isoformat(),
        "turnout": round_.result["turnout"],
        "needs": [_result_line(item, lines[item.pk]) for item in items],
    }


def _place(line: dict[str, Any]) -> tuple[bool, int]:
    rank = line["by_entity"]["rank"]
    return (rank is None, rank or 0)


def _result_line(item, line: dict[str, Any]) -> dict[str, Any]:
    is_told = tells_value(line["n"], entities=line["by_entity"]["n"])
    return {
        "reference": item.need.reference,
        "title": item.need.title,
        "public": item.need.visibility == Visibility.PUBLIC,
        "rank": line["by_entity"]["rank"],
        "mean": line["by_entity"]["mean"] if is_told else None,
        "distribution": line["distribution"] if is_told else None,
        "agreement": line["agreement"] if tells_agreement(line["n"]) else None,
        "n": line["n"],
        "passed": line["passed"],
    }


def _contribution(section, meeting: Meeting) -> dict[str, Any]:
    return {"key": section.key, "title": str(section.title), "lines": section.build(meeting)}


def _public_round(round_: dict[str, Any]) -> dict[str, Any]:
    shown = [need for need in round_["needs"] if need["public"]]
    return {**round_, "needs": shown, "withheld": len(round_["needs"]) - len(shown)}


def _public_contribution(section: dict[str, Any]) -> dict[str, Any]:
    shown = [line for line in section["lines"] if line.get("public")]
    return {**section, "lines": shown, "withheld": len(section["lines"]) - len(shown)}
