from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings.actions.agenda import (
    add_agenda_item,
    edit_agenda_item,
    finish_item,
    item_mark,
    move_agenda_item,
    remove_agenda_item,
    set_current_item,
)
from meetings.forms.meeting import AgendaItemForm
from meetings.models import AgendaItem, Meeting
from meetings.removals import forget_removed, keep_removed, removed
from red_inclusion.core.beside import done_beside
from red_inclusion.core.marks import stale
from red_inclusion.core.returning import onward

from .fetching import led_meeting, readable_item

REMOVED = "agenda_item"


@require_POST
def agenda_add(request, pk: int):
    meeting = led_meeting(request, pk)
    form = AgendaItemForm(request.POST)
    if form.is_valid() and done_beside(form, lambda: _add(meeting, form, actor=request.user)):
        return redirect(onward(request, _agenda_of(meeting)))
    return render(request, "meetings/agenda_form.html", {"form": form, "meeting": meeting})


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_edit(request, pk: int):
    item = readable_item(request, pk)
    meeting = led_meeting(request, item.meeting_id)
    form = AgendaItemForm(request.POST or None, initial=_as_initial(item))
    seen = request.POST.get("seen")
    if (
        request.method == "POST"
        and form.is_valid()
        and done_beside(form, lambda: edit_agenda_item(item, actor=request.user, seen=seen, **form.item()))
    ):
        return redirect(onward(request, _agenda_of(meeting)))
    if request.method == "POST":  # somebody else may have changed it meanwhile
        item = readable_item(request, pk)
    context = {"form": form, "meeting": meeting, "item": item}
    context |= stale(request, item_mark(item), form, AgendaItemForm(initial=_as_initial(item)))
    return render(request, "meetings/agenda_form.html", context)


@require_POST
def agenda_move(request, pk: int):
    item = move_agenda_item(readable_item(request, pk), actor=request.user, up=request.POST.get("to") == "up")
    return redirect(onward(request, _agenda_of(item.meeting)))


@require_POST
def agenda_remove(request, pk: int):
    item = readable_item(request, pk)
    gone = remove_agenda_item(item, actor=request.user)
    keep_removed(request, REMOVED, item.meeting_id, gone)
    return redirect(onward(request, _agenda_of(item.meeting)))


@require_POST
def agenda_restore(request, pk: int):
    """Undo of the last removal."""
    meeting = led_meeting(request, pk)
    gone = removed_item(request, meeting)
    if gone:
        add_agenda_item(meeting, actor=request.user, **gone)
        forget_removed(request, REMOVED)
        messages.success(request, _("«%(title)s» is back on the agenda.") % {"title": gone["title"]})
    return redirect(onward(request, _agenda_of(meeting)))


@require_POST
def agenda_current(request, pk: int):
    """Begins the item; with `done` it ends instead."""
    act = finish_item if "done" in request.POST else set_current_item
    item = act(readable_item(request, pk), actor=request.user)
    return redirect(onward(request, _agenda_of(item.meeting)))


def removed_item(request, meeting: Meeting) -> dict | None:
    """What was last taken off this agenda, for as long as it can come back."""
    return removed(request, REMOVED, meeting)


def _add(meeting: Meeting, form: AgendaItemForm, *, actor) -> AgendaItem:
    return add_agenda_item(meeting, actor=actor, submission=form.cleaned_data["submission"], **form.item())


def _as_initial(item: AgendaItem) -> dict[str, str]:
    return {"title": item.title, "notes": item.notes}


def _agenda_of(meeting: Meeting) -> str:
    return f"{meeting.get_absolute_url()}#agenda"
