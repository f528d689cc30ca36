"""How the pages of a meeting find it and refuse it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from meetings import policies
from meetings.models import AgendaItem, Guest, Meeting
from red_inclusion.accounts.guests import is_guest
from red_inclusion.core.errors import NotAllowed


def readable_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Hers to read, or 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("area"), pk=pk)


def enterable_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Hers to be in the room of, or 404; for a guest that one meeting, while it lets her in."""
    return get_object_or_404(Meeting.objects.enterable_by(request.user).select_related("area"), pk=pk)


def shut_out(request: HttpRequest, **of: int) -> Guest | None:
    """The guest whose meeting this is, and who is not inside: not yet, or not any more."""
    if not is_guest(request.user):
        return None
    guest = Guest.objects.select_related("meeting").filter(person=request.user, **of).first()
    return None if guest is None or guest.is_inside else guest


def require_inside(request: HttpRequest, **of: int) -> None:
    if shut_out(request, **of):
        message = _("A guest is in the room from being admitted until the meeting ends.")
        raise NotAllowed("guest_outside", message)


def led_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Hers to run: 404 to who may not read it, 403 to who may only read it."""
    meeting = readable_meeting(request, pk)
    if not policies.can_run_meeting(request.standing, meeting):
        raise NotAllowed("not_allowed", _("Only the lead of the area runs its meetings."))
    return meeting


def readable_item(request: HttpRequest, pk: int) -> AgendaItem:
    meetings = Meeting.objects.visible_to(request.user)
    return get_object_or_404(AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting__area"), pk=pk)
