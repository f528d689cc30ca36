"""Guests at the door: where one waits, and what whoever leads the meeting answers her."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings import policies
from meetings.actions.guests import PAUSE, TIMES, admit_guest, admit_guests, put_out_guest, turn_away_guest
from meetings.enums import GuestState, MeetingState
from meetings.models import Guest
from red_inclusion.accounts.guests import guests_welcome
from red_inclusion.core import clock
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.fields import is_number
from red_inclusion.core.returning import onward

from .fetching import led_meeting


@guests_welcome
@never_cache
@require_safe
def guest(request, pk: int):
    """Where she waits; once admitted it leads into the room, and when the meeting is over it says goodbye."""
    guests = Guest.objects.select_related("meeting__area", "entity", "person")
    guest = get_object_or_404(guests, meeting=pk, person=request.user)
    if guest.is_inside:
        return redirect("meetings:room", pk)
    context = {"guest": guest, "meeting": guest.meeting, "phase": _phase(guest), "may_ask_again": _may_ask_again(guest)}
    return render(request, "meetings/guest.html", context)


def _phase(guest: Guest) -> str:
    if guest.meeting.state == MeetingState.IN_SESSION:
        return guest.state
    return "thanks" if guest.state == GuestState.ADMITTED else "over"


def _may_ask_again(guest: Guest) -> bool:
    """Once, and not at once."""
    answered = guest.answered_at or clock.now() - timedelta(days=1)
    return guest.times_asked < TIMES and clock.now() >= answered + PAUSE


@require_POST
def guest_admit(request, pk: int):
    return _back(request, admit_guest(_led_guest(request, pk), actor=request.user))


@require_POST
def guests_admit(request, pk: int):
    """Those who stood on her screen when she pressed."""
    meeting = led_meeting(request, pk)
    numbers = [int(number) for number in request.POST.getlist("waiting") if is_number(number)]
    admitted = admit_guests(meeting, numbers=numbers, actor=request.user)
    said = ngettext("%(n)s person has been admitted.", "%(n)s people have been admitted.", admitted)
    if admitted:
        messages.success(request, said % {"n": admitted})
    else:
        messages.info(request, _("Nobody was waiting at the door any more."))
    return redirect(onward(request, reverse("meetings:console", args=[pk])))


@require_POST
def guest_put_out(request, pk: int):
    return _back(request, put_out_guest(_led_guest(request, pk), actor=request.user))


@require_POST
def guest_turn_away(request, pk: int):
    return _back(request, turn_away_guest(_led_guest(request, pk), actor=request.user))


def _led_guest(request: HttpRequest, pk: int) -> Guest:
    guest = get_object_or_404(Guest.objects.visible_to(request.user).select_related("meeting"), pk=pk)
    if not policies.can_run_meeting(request.standing, guest.meeting):
        raise NotAllowed("not_allowed", _("Only the lead of the area runs its meetings."))
    return guest


def _back(request: HttpRequest, guest: Guest):
    return redirect(onward(request, reverse("meetings:console", args=[guest.meeting_id])))
