from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from meetings.enums import MeetingState, MinutesState
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from red_inclusion.core import audit, clock
from red_inclusion.core.counters import next_number
from red_inclusion.core.errors import DomainError
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.core.submissions import twin_of

from .guards import require_lead
from .revisions import lock_meeting


@transaction.atomic
def add_decision(
    meeting: Meeting,
    *,
    text: str,
    actor,
    agenda_item: AgendaItem | None = None,
    number: int | None = None,
    submission: UUID | None = None,
) -> Decision:
    """Put on record what the meeting agrees, with the next number in it; with its old `number` when a removal is
    undone. The form that was sent before with this `submission` gets what it made then."""
    meeting = _open_for_decisions(meeting, actor)
    twin, submission = twin_of(meeting.decisions.all(), submission, text=_required(text))
    if twin:
        return twin
    decision = Decision.objects.create(
        meeting=meeting,
        number=_free_number(meeting, number),
        text=_required(text),
        agenda_item=agenda_item,
        author=actor,
        at=clock.now(),
        submission=submission,
    )
    audit.record("decision.added", decision, actor=actor, meeting=meeting.pk)
    return decision


@transaction.atomic
def edit_decision(decision: Decision, *, text: str, actor, seen: str | None = None) -> Decision:
    """`seen` is the `decision_mark` of what she had before her."""
    meeting = _open_for_decisions(decision.meeting, actor)
    decision = _still_there(meeting, decision)
    refuse_if_changed(seen, decision_mark(decision))
    decision.text = _required(text)
    decision.save(update_fields=["text"])
    audit.record("decision.changed", decision, actor=actor, fields=["text"])
    return decision


def decision_mark(decision: Decision) -> str:
    return mark_of({"text": decision.text})


@transaction.atomic
def remove_decision(decision: Decision, *, actor) -> dict[str, Any]:
    """The others keep their numbers. Answers with what `add_decision` needs to bring it back, its agenda item by id."""
    meeting = _open_for_decisions(decision.meeting, actor)
    decision = _still_there(meeting, decision)
    gone = {"text": decision.text, "number": decision.number, "agenda_item": decision.agenda_item_id}
    audit.record("decision.removed", decision, actor=actor, meeting=meeting.pk, number=decision.number)
    try:
        decision.delete()
    except ProtectedError as error:
        message = _("A proposal comes from this decision, so it stays. Change its text instead.")
        raise DomainError("decision_in_use", message) from error
    return gone


def has_open_decisions(meeting: Meeting) -> bool:
    """Since it starts and until its minutes are published."""
    return meeting.state in (MeetingState.IN_SESSION, MeetingState.CLOSED) and not has_published_minutes(meeting)


def _open_for_decisions(meeting: Meeting, actor) -> Meeting:
    # Locked, so that the minutes are not published between the look and the write.
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    if meeting.state not in (MeetingState.IN_SESSION, MeetingState.CLOSED):
        raise DomainError("meeting_not_started", _("Start the meeting first: decisions are taken in it."))
    if has_published_minutes(meeting):
        raise DomainError("minutes_published", _("The minutes are published: their decisions no longer change."))
    return meeting


def has_published_minutes(meeting: Meeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, state=MinutesState.PUBLISHED).exists()


def _still_there(meeting: Meeting, decision: Decision) -> Decision:
    found = meeting.decisions.filter(pk=decision.pk).first()
    if found is None:
        raise DomainError("no_such_decision", _("That decision has been removed meanwhile."))
    return found


def _free_number(meeting: Meeting, wanted: int | None) -> int:
    """Its old one when a removal is undone; no other decision was given it meanwhile."""
    if wanted and not meeting.decisions.filter(number=wanted).exists():
        return wanted
    return next_number(f"decision.meeting.{meeting.pk}")


def _required(text: str) -> str:
    if not text.strip():
        raise DomainError("text_required", _("Write what was agreed."), field="text")
    return text.strip()
