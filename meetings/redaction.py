"""The texts of meetings that can be withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import clock
from red_inclusion.core.audit import reason_of
from red_inclusion.network.redaction import Kind, Passage, of_fields, register
from red_inclusion.network.standing import Standing

from .models import Decision, Meeting, Minutes
from .policies import can_run_meeting
from .records import notes_of

SECTIONS = ("summary", "remarks")
OWN = ("title", "place", "notes")
FIELDS = of_fields(*OWN)
OF_ITEM = {"title": _("Agenda item"), "notes": _("Notes of the agenda item")}
OF_ROUND = {"title": _("Vote"), "void_reason": _("Why a vote does not count")}


def register_all() -> None:
    register(
        Kind(
            "meeting",
            Meeting,
            find=lambda user, pk: get_object_or_404(_meetings(user), pk=pk),
            may=can_run_meeting,
            path=lambda meeting: meeting.get_absolute_url(),
            texts=texts_of_meeting,
            write=write_meeting,
        )
    )
    register(
        Kind(
            "decision",
            Decision,
            find=_find_decision,
            may=lambda standing, decision: can_run_meeting(standing, decision.meeting),
            path=lambda decision: decision.meeting.get_absolute_url(),
            **of_fields("text"),
        )
    )
    register(
        Kind(
            "minutes",
            Minutes,
            find=_find_minutes,
            may=_may_of_minutes,
            path=lambda minutes: minutes.get_absolute_url(),
            texts=texts_of_minutes,
            write=write_minutes,
        )
    )


def texts_of_meeting(meeting: Meeting) -> dict[str, Passage]:
    """Its own, and those of its agenda and its votes; decisions are withdrawn one by one."""
    texts = FIELDS["texts"](meeting)
    # It stands in the trail, from which the words are withdrawn anyway.
    texts["cancelled"] = Passage(_("Why it was cancelled"), reason_of(meeting, "meeting.cancelled"))
    for noun, rows, labels in _parts(meeting):
        for row in rows:
            texts |= {f"{noun}-{row.pk}-{name}": Passage(labels[name], getattr(row, name)) for name in labels}
    return {key: passage for key, passage in texts.items() if passage.text}


def write_meeting(meeting: Meeting, new: Mapping[str, str]) -> None:
    FIELDS["write"](meeting, {key: text for key, text in new.items() if key in OWN})
    parts = {noun: rows for noun, rows, _labels in _parts(meeting)}
    for key, text in new.items():
        noun, _dash, rest = key.partition("-")
        if rest:
            pk, _dash, name = rest.partition("-")
            parts[noun].filter(pk=pk).update(**{name: text})


def _parts(meeting: Meeting) -> list[tuple[str, QuerySet, dict[str, Any]]]:
    return [("agenda", meeting.agenda.all(), OF_ITEM), ("round", meeting.rounds.all(), OF_ROUND)]


def texts_of_minutes(minutes: Minutes) -> dict[str, Passage]:
    """What was written by hand: the sections, the notes of each agenda item, the decisions."""
    labels = {"summary": _("Summary"), "remarks": _("Remarks")}
    texts = {key: Passage(labels[key], minutes.sections.get(key, "")) for key in SECTIONS}
    notes = notes_of(minutes)
    for item in minutes.meeting.agenda.all():
        texts[f"agenda-{item.pk}"] = Passage(gettext("Notes: %(item)s") % {"item": item.title}, notes[item.pk])
    for decision in minutes.meeting.decisions.all():
        label = gettext("Decision %(number)s") % {"number": decision.number}
        texts[f"decision-{decision.pk}"] = Passage(label, decision.text)
    return {key: passage for key, passage in texts.items() if passage.text}


def write_minutes(minutes: Minutes, new: Mapping[str, str]) -> None:
    sections: dict[str, Any] = {"agenda": {}, **minutes.sections}
    for key, text in new.items():
        noun, _dash, pk = key.partition("-")
        if noun == "decision":
            minutes.meeting.decisions.filter(pk=pk).update(text=text)
        elif noun == "agenda":
            sections["agenda"] = {**sections["agenda"], pk: text}
            minutes.meeting.agenda.filter(pk=pk).exclude(notes="").update(notes=text)
        else:
            sections[key] = text
    minutes.sections, minutes.changed_at = sections, clock.now()
    minutes.save(update_fields=["sections", "changed_at"])


def _meetings(user: Any):
    return Meeting.objects.visible_to(user).select_related("area")


def _find_decision(user: Any, pk: int) -> Model:
    return get_object_or_404(Decision.objects.filter(meeting__in=_meetings(user)).select_related("meeting"), pk=pk)


def _find_minutes(user: Any, pk: int) -> Model:
    return get_object_or_404(Minutes.objects.visible_to(user).select_related("meeting__area"), pk=pk)


def _may_of_minutes(standing: Standing, minutes: Minutes) -> bool:
    return can_run_meeting(standing, minutes.meeting)
