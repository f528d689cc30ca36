"""The door of the room: a code, typed or scanned. Who has no account may ask to enter there."""

from collections.abc import Iterator

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.actions.guests import ask_to_enter
from meetings.codes import as_typed
from meetings.enums import GuestState, MeetingState
from meetings.forms.joining import GuestForm, JoinForm
from meetings.models import Guest, Meeting
from red_inclusion.accounts.guests import guests_welcome, is_guest
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError
from red_inclusion.core.limits import address_of

from .attendance import enter
from .limits import Limit, count, is_reached

# Only misses count, so that a whole room behind one address gets in; of strangers a whole room may mistype.
MISSES = Limit("join-misses", 20)
MISSES_OF_STRANGERS = Limit("join-misses-of-strangers", 60)
ASKS = Limit("guest-asks", 60)
ASKS_OF_ONE = Limit("guest-asks-of-one", 5)
AN_EVENING = 12 * 60 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"


@guests_welcome
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    if request.method != "POST":
        return _page(request, JoinForm())
    form = JoinForm(request.POST)
    if is_reached(_misses(request)):
        return _too_many(request, form)
    if not form.is_valid():
        return _page(request, form)
    meeting = _meeting_with(request, form.typed())
    if meeting is None:
        return _unknown(request, form, status=200)
    if _is_stranger(request):
        return redirect("meetings:join_code", meeting.join_code)
    if meeting.state == MeetingState.IN_SESSION and meeting.area_id in request.standing.area_ids:
        return enter(request, meeting)
    return redirect(_door_of(meeting))


@guests_welcome
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request, code: str):
    """The address in the QR code. It only leads on: being counted takes a tap in the room, and who has no account asks
    here to enter."""
    form = JoinForm({"code": code})
    if is_reached(_misses(request)):
        return _too_many(request, form)
    meeting = _meeting_with(request, as_typed(code))
    if meeting is None:
        form.is_valid()
        return _unknown(request, form, status=404)
    if _is_stranger(request):
        return _at_the_door(request, meeting)
    return redirect(_door_of(meeting))


def _is_stranger(request) -> bool:
    """Without an account: nobody, or a guest of this meeting or another."""
    return not request.user.is_authenticated or is_guest(request.user)


def _meeting_with(request, code: str) -> Meeting | None:
    """Of an area of hers; for a stranger one in session. Any other code is no code at all to her."""
    strangers = _is_stranger(request)
    meetings = Meeting.objects.in_session() if strangers else Meeting.objects.visible_to(request.user)
    return meetings.filter(join_code=code).select_related("area").first() if code else None


def _door_of(meeting: Meeting) -> str:
    over = meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED)
    return meeting.get_absolute_url() if over else reverse("meetings:room", args=[meeting.pk])


def _unknown(request, form: JoinForm, *, status: int):
    count(_misses(request))
    if not form.errors:
        form.add_error("code", _no_such_code(request))
    return _page(request, form, status=status)


def _no_such_code(request) -> str:
    if _is_stranger(request):
        return _("No meeting in session has this code. Look again, or wait until the meeting starts.")
    return _("No meeting of yours has this code. Look again: codes never have 0, O, 1, I or L.")


def _page(request, form: JoinForm, *, status: int = 200, **more):
    context = {"form": form, "stranger": _is_stranger(request), **more}
    return render(request, "meetings/join.html", context, status=status)


def _too_many(request, form: JoinForm):
    response = _page(request, form, status=429, too_many=True)
    response["Retry-After"] = str(MISSES.window)
    return response


def _misses(request) -> Iterator[tuple[Limit, object]]:
    if request.session.session_key:
        yield MISSES, f"{address_of(request)}:{request.session.session_key}"
    if _is_stranger(request):
        yield MISSES_OF_STRANGERS, address_of(request)
    else:
        yield MISSES, f"person:{request.user.pk}"


# Who has no account


def _at_the_door(request, meeting: Meeting):
    """Both ways in. Who has asked already goes where she waits; who was turned away finds what she wrote."""
    known = Guest.objects.filter(meeting=meeting, person=request.user).first() if is_guest(request.user) else None
    if known and known.state != GuestState.TURNED_AWAY:
        return redirect("meetings:guest", meeting.pk)
    form = GuestForm(request.POST or None, area=meeting.area, initial=_written_before(known))
    if request.method != "POST":
        return _ask_page(request, meeting, form)
    if is_reached(_asks(request)):
        return _too_many_asks(request, meeting, form)
    if form.is_valid() and _asked(request, meeting, form):
        return redirect("meetings:guest", meeting.pk)
    return _ask_page(request, meeting, form)


def _asked(request, meeting: Meeting, form: GuestForm) -> bool:
    count(_asks(request))
    try:
        guest = ask_to_enter(meeting, actor=request.user, language=get_language() or "", **form.told())
    except DomainError as refusal:
        beside_fields(form, refusal)
        return False
    if guest.person != request.user:
        login(request, guest.person, BACKEND)
        request.session.set_expiry(AN_EVENING)
    return True


def _asks(request) -> Iterator[tuple[Limit, object]]:
    yield ASKS, address_of(request)
    if request.session.session_key:
        yield ASKS_OF_ONE, request.session.session_key


def _ask_page(request, meeting: Meeting, form: GuestForm, *, status: int = 200, **more):
    return render(request, "meetings/guest_ask.html", {"meeting": meeting, "form": form, **more}, status=status)


def _too_many_asks(request, meeting: Meeting, form: GuestForm):
    response = _ask_page(request, meeting, form, status=429, too_many=True)
    response["Retry-After"] = str(ASKS.window)
    return response


def _written_before(guest: Guest | None) -> dict[str, object]:
    if guest is None:
        return {}
    entity = guest.entity_id or GuestForm.OTHER
    return {"name": guest.person.name, "entity": entity, "entity_name": guest.entity_name}
