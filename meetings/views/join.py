"""The door of the room: a code, typed or scanned."""

from contextlib import suppress

from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings.codes import as_typed
from meetings.enums import MeetingState
from meetings.forms.joining import JoinForm
from meetings.models import Meeting

from .attendance import enter

TRIES = 20
WINDOW = 600


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    if request.method != "POST":
        return render(request, "meetings/join.html", {"form": JoinForm()})
    form = JoinForm(request.POST)
    if _is_blocked(request):
        return _too_many(request, form)
    if not form.is_valid():
        return render(request, "meetings/join.html", {"form": form})
    meeting = _meeting_with(request, form.typed())
    if meeting is None:
        return _unknown(request, form, status=200)
    if meeting.state == MeetingState.IN_SESSION and meeting.area_id in request.standing.area_ids:
        return enter(request, meeting)
    return redirect(_door_of(meeting))


@require_safe
def join_code(request, code: str):
    """The address in the QR code. It only leads on: being counted takes a tap in the room."""
    form = JoinForm({"code": code})
    if _is_blocked(request):
        return _too_many(request, form)
    meeting = _meeting_with(request, as_typed(code))
    if meeting is None:
        form.is_valid()
        return _unknown(request, form, status=404)
    return redirect(_door_of(meeting))


def _meeting_with(request, code: str) -> Meeting | None:
    """Of an area of hers. A code of another area is no code at all to her."""
    return Meeting.objects.visible_to(request.user).filter(join_code=code).first() if code else None


def _door_of(meeting: Meeting) -> str:
    over = meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED)
    return meeting.get_absolute_url() if over else reverse("meetings:room", args=[meeting.pk])


def _unknown(request, form: JoinForm, *, status: int):
    _count_miss(request)
    if not form.errors:
        form.add_error("code", _("No meeting of yours has this code. Look again: codes never have 0, O, 1, I or L."))
    return render(request, "meetings/join.html", {"form": form}, status=status)


def _too_many(request, form: JoinForm):
    response = render(request, "meetings/join.html", {"form": form, "too_many": True}, status=429)
    response["Retry-After"] = str(WINDOW)
    return response


# Only misses count, so that a whole room behind one address gets in.


def _keys(request) -> list[str]:
    address = request.META.get("REMOTE_ADDR", "")
    return [f"join-misses:person:{request.user.pk}", f"join-misses:{address}:{request.session.session_key}"]


def _is_blocked(request) -> bool:
    return any(count >= TRIES for count in cache.get_many(_keys(request)).values())


def _count_miss(request) -> None:
    for key in _keys(request):
        cache.add(key, 0, WINDOW)
        # Between the two lines the window may end.
        with suppress(ValueError):
            cache.incr(key)
