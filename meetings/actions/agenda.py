"""What the meeting will speak of, in its order; at most one item is the current one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.enums import AgendaState
from meetings.models import AgendaItem, Meeting
from red_inclusion.core import audit
from red_inclusion.core.errors import DomainError
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.core.submissions import twin_of

from .guards import require_in_session, require_lead, require_not_over
from .revisions import lock_meeting, touch

TITLE_LIMIT = 160


@transaction.atomic
def add_agenda_item(
    meeting: Meeting,
    *,
    actor: Any,
    title: str,
    notes: str = "",
    order: int | None = None,
    decisions: Iterable[int] = (),
    submission: UUID | None = None,
) -> AgendaItem:
    """At the end; at `order`, with its notes and decisions, when a removal is undone. The form that was sent before
    with this `submission` gets what it made then."""
    meeting = _locked(meeting, actor)
    twin, submission = twin_of(meeting.agenda.all(), submission, title=_clean(title), notes=notes)
    if twin:
        return twin
    items = list(meeting.agenda.all())
    place = len(items) if order is None else max(0, min(order - 1, len(items)))
    item = AgendaItem(meeting=meeting, order=place + 1, title=_clean(title), notes=notes, submission=submission)
    item.save()
    items.insert(place, item)
    _renumber(items)
    meeting.decisions.filter(pk__in=decisions, agenda_item=None).update(agenda_item=item)
    return _tell(meeting, item, "added", actor)


@transaction.atomic
def edit_agenda_item(
    item: AgendaItem, *, actor: Any, title: str | None = None, notes: str | None = None, seen: str | None = None
) -> AgendaItem:
    """`seen` is the `item_mark` of what she had before her."""
    meeting, item = _locked_with(item, actor)
    refuse_if_changed(seen, item_mark(item))
    if title is not None:
        item.title = _clean(title)
    if notes is not None:
        item.notes = notes
    item.save(update_fields=["title", "notes"])
    return _tell(meeting, item, "edited", actor)


def item_mark(item: AgendaItem) -> str:
    return mark_of({"title": item.title, "notes": item.notes})


@transaction.atomic
def move_agenda_item(item: AgendaItem, *, actor: Any, up: bool) -> AgendaItem:
    """One place up or down; at the edge it stays."""
    meeting, item = _locked_with(item, actor)
    items = list(meeting.agenda.all())
    place = items.index(item)
    target = place - 1 if up else place + 1
    if not 0 <= target < len(items):
        return item
    items.insert(target, items.pop(place))
    _renumber(items)
    return _tell(meeting, item, "moved", actor)


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, actor: Any) -> dict[str, Any]:
    """Answers with what `add_agenda_item` needs to bring it back."""
    meeting, item = _locked_with(item, actor)
    gone = {
        "title": item.title,
        "notes": item.notes,
        "order": list(meeting.agenda.all()).index(item) + 1,
        "decisions": list(item.decisions.values_list("pk", flat=True)),
    }
    _tell(meeting, item, "removed", actor)
    item.delete()
    _renumber(list(meeting.agenda.all()))
    return gone


@transaction.atomic
def set_current_item(item: AgendaItem, *, actor: Any) -> AgendaItem:
    """What is spoken of now; the one before is done. Only in session, as nothing is being spoken of otherwise."""
    meeting, item = _locked_with(item, actor)
    require_in_session(meeting)
    meeting.agenda.filter(state=AgendaState.CURRENT).exclude(pk=item.pk).update(state=AgendaState.DONE)
    return _set_state(meeting, item, AgendaState.CURRENT, "begun", actor)


@transaction.atomic
def finish_item(item: AgendaItem, *, actor: Any) -> AgendaItem:
    meeting, item = _locked_with(item, actor)
    require_in_session(meeting)
    return _set_state(meeting, item, AgendaState.DONE, "finished", actor)


def _set_state(meeting: Meeting, item: AgendaItem, state: str, verb: str, actor: Any) -> AgendaItem:
    item.state = state
    item.save(update_fields=["state"])
    return _tell(meeting, item, verb, actor)


def _locked(meeting: Meeting, actor: Any) -> Meeting:
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    require_not_over(meeting)
    return meeting


def _locked_with(item: AgendaItem, actor: Any) -> tuple[Meeting, AgendaItem]:
    """The meeting, and the item as it is under its lock."""
    meeting = _locked(item.meeting, actor)
    found = meeting.agenda.filter(pk=item.pk).first()
    if found is None:
        raise DomainError("no_such_item", _("That agenda item has been removed meanwhile."))
    found.meeting = meeting
    return meeting, found


def _clean(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise DomainError("title_needed", _("Write what will be discussed."), field="title")
    if len(title) > TITLE_LIMIT:
        raise DomainError("title_too_long", _("Shorten it: one line of 160 characters at most."), field="title")
    return title


def _renumber(items: list[AgendaItem]) -> None:
    for order, item in enumerate(items, 1):
        item.order = order
    AgendaItem.objects.bulk_update(items, ["order"])


def _tell(meeting: Meeting, item: AgendaItem, verb: str, actor: Any) -> AgendaItem:
    audit.record(f"agenda_item.{verb}", item, actor=actor, meeting=meeting.pk)
    touch(meeting, "agenda")
    return item
