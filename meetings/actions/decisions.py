from django.db import transaction
from django.utils.translation import gettext as _

from meetings.enums import MeetingState, MinutesState
from meetings.models import AgendaItem, Decision, Meeting, Minutes
from meetings.policies import can_run_meeting
from red_inclusion.core import audit, clock
from red_inclusion.core.counters import next_number
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.standing import standing_of


@transaction.atomic
def add_decision(meeting: Meeting, *, text: str, actor, agenda_item: AgendaItem | None = None) -> Decision:
    """Put on record what the meeting agrees, with the next number in it."""
    meeting = _open_for_decisions(meeting, actor)
    decision = Decision.objects.create(
        meeting=meeting,
        number=next_number(f"decision.meeting.{meeting.pk}"),
        text=_required(text),
        agenda_item=agenda_item,
        author=actor,
        at=clock.now(),
    )
    audit.record("decision.added", decision, actor=actor, meeting=meeting.pk)
    return decision


@transaction.atomic
def edit_decision(decision: Decision, *, text: str, actor) -> Decision:
    _open_for_decisions(decision.meeting, actor)
    decision.text = _required(text)
    decision.save(update_fields=["text"])
    audit.record("decision.changed", decision, actor=actor, fields=["text"])
    return decision


def _open_for_decisions(meeting: Meeting, actor) -> Meeting:
    # Locked, so that the minutes are not published between the look and the write.
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not can_run_meeting(standing_of(actor), meeting):
        raise NotAllowed("not_allowed", _("Only who leads this area records decisions."))
    if meeting.state not in (MeetingState.IN_SESSION, MeetingState.CLOSED):
        raise DomainError("meeting_not_started", _("Start the meeting first: decisions are taken in it."))
    if has_published_minutes(meeting):
        raise DomainError("minutes_published", _("The minutes are published: their decisions no longer change."))
    return meeting


def has_published_minutes(meeting: Meeting) -> bool:
    return Minutes.objects.filter(meeting=meeting, state=MinutesState.PUBLISHED).exists()


def _required(text: str) -> str:
    if not text.strip():
        raise DomainError("text_required", _("Write what was agreed."), field="text")
    return text.strip()
