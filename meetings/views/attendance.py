from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from meetings import presence
from meetings.actions.attendance import check_in, just_watch, mark_attendance
from meetings.enums import AttendanceStatus, MeetingState
from meetings.forms.joining import EntityForm
from meetings.models import Meeting
from red_inclusion.accounts.guests import guests_welcome
from red_inclusion.core.errors import DomainError
from red_inclusion.core.fields import is_number
from red_inclusion.core.returning import onward
from red_inclusion.network.models import Entity

from .fetching import enterable_meeting, led_meeting, require_inside


@require_safe
def attendance(request, pk: int):
    """Everybody of the area by entity, each with a tap for what she does."""
    meeting = led_meeting(request, pk)
    groups = presence.roster(meeting)
    marks = [AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT]
    if meeting.state == MeetingState.IN_SESSION:
        marks.insert(0, AttendanceStatus.PRESENT)
    context = {
        "meeting": meeting,
        "groups": groups,
        "numbers": presence.numbers(groups),
        "marks": marks,
        "over": meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED),
    }
    return render(request, "meetings/attendance.html", context)


@require_POST
def attendance_mark(request, pk: int):
    meeting = led_meeting(request, pk)
    person = get_object_or_404(get_user_model(), pk=_number(request.POST.get("person")))
    entity = _entity(request.POST.get("entity"))
    page = reverse("meetings:attendance", args=[pk])
    status = request.POST.get("status", "")
    try:
        mark_attendance(meeting, person=person, status=status, actor=request.user, entity=entity)
    except DomainError as refusal:
        if refusal.code != "seat_needed":
            raise
        return _ask_entity(request, meeting, person, page)
    return redirect(onward(request, f"{page}#person-{person.pk}"))


@guests_welcome
@require_POST
def check_in_view(request, pk: int):
    require_inside(request, meeting=pk)
    return enter(request, enterable_meeting(request, pk))


@guests_welcome
@require_POST
def just_watch_view(request, pk: int):
    require_inside(request, meeting=pk)
    meeting = enterable_meeting(request, pk)
    just_watch(meeting, person=request.user, actor=request.user)
    return redirect(onward(request, reverse("meetings:room", args=[pk])))


def enter(request, meeting: Meeting):
    """Checks her in and leads to the room; asks first whom she comes for, if she represents several."""
    room = reverse("meetings:room", args=[meeting.pk])
    entity = _entity(request.POST.get("entity"))
    try:
        check_in(meeting, person=request.user, actor=request.user, entity=entity)
    except DomainError as refusal:
        if refusal.code != "seat_needed":
            raise
        return _ask_entity(request, meeting, request.user, reverse("meetings:check_in", args=[meeting.pk]))
    return redirect(onward(request, room))


def _ask_entity(request, meeting: Meeting, person, action: str):
    entities = presence.entities_of(person.pk, meeting.area_id)
    form = EntityForm(entities=Entity.objects.filter(pk__in=[entity.pk for entity in entities]))
    context = {"meeting": meeting, "form": form, "person": person, "action": action}
    return render(request, "meetings/join_entity.html", context)


def _entity(typed: str | None) -> Entity | None:
    return get_object_or_404(Entity, pk=_number(typed)) if typed else None


def _number(typed: str | None) -> int:
    """A key from a form; what is none finds nothing."""
    return int(typed) if typed and is_number(typed) else 0
