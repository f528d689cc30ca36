"""The room without a socket: what it looks like, and voting by form."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from meetings import events, policies, snapshots
from meetings.actions.ballots import Outcome, cast_ballot
from meetings.enums import RoundState
from meetings.forms.ballots import BallotForm
from meetings.models import Round
from red_inclusion.accounts.guests import guests_welcome, is_guest
from red_inclusion.core.errors import NotAllowed

from .fetching import enterable_meeting, require_inside, shut_out
from .room import phone_page

SEE_OTHER = 303
SERVICE_UNAVAILABLE = 503


@guests_welcome
@require_safe
@cache_control(private=True, no_cache=True)
def room_snapshot(request, pk: int):
    """`room.snapshot` by HTTP, for who cannot open a socket."""
    require_inside(request, meeting=pk)
    meeting = enterable_meeting(request, pk)
    view = snapshots.PHONE if is_guest(request.user) else request.GET.get("view", snapshots.PHONE)
    if view == snapshots.CONSOLE and not policies.can_run_meeting(request.standing, meeting):
        raise NotAllowed("not_allowed", _("Only the lead of the area runs its meetings."))
    snapshot = snapshots.load_snapshot(meeting, request.user, view)
    response = HttpResponse(events.encode(snapshot), content_type="application/json")
    response["ETag"] = etag = snapshots.etag_of(snapshot)
    return get_conditional_response(request, etag=etag, response=response)


@guests_welcome
def ballot(request, pk: int):
    """Votes and goes back to the room. What is refused is shown there, beside what it is about, with all that was
    typed."""
    if guest := shut_out(request, meeting__rounds=pk):
        return redirect("meetings:guest", guest.meeting_id)
    round = get_object_or_404(Round.objects.enterable_by(request.user).select_related("meeting__area"), pk=pk)
    room = reverse("meetings:room", args=[round.meeting_id])
    if request.method != "POST":
        return redirect(room)
    form = BallotForm(request.POST, round_id=pk, items=list(round.items.values_list("pk", flat=True)))
    # Who marked nothing asks for nothing; only of an open vote is that an answer.
    if form.is_valid() and round.state != RoundState.OPEN:
        form.add_error(None, events.MESSAGES["round_not_open"])
    if form.is_valid() and _recorded(request, round, form):
        return HttpResponseRedirect(room, status=SEE_OTHER)
    return phone_page(
        request, round.meeting, errors=form.errors_by_item(), posted=request.POST, status=_status_of(form)
    )


def _recorded(request, round, form: BallotForm) -> bool:
    outcomes = cast_ballot(round, actor=request.user, acts=form.acts())
    for code in dict.fromkeys(outcome for outcome in outcomes if isinstance(outcome, str)):
        form.add_error(None, ValidationError(str(events.MESSAGES[code]), code=code))
    if not form.errors and _is_a_page(request):
        _tell(request, outcomes)
    return not form.errors


def _status_of(form: BallotForm) -> int:
    """What could not be taken just now a script sends again, what is refused it does not."""
    is_later = any(form.has_error(NON_FIELD_ERRORS, code) for code in events.SEND_AGAIN)
    return SERVICE_UNAVAILABLE if is_later else 200


def _tell(request, outcomes: Sequence[Outcome]) -> None:
    if any(outcome.superseded for outcome in outcomes):
        messages.warning(request, _("On another device you voted later: that vote stands."))
    elif outcomes:
        messages.success(request, _("Your vote is recorded."))


def _is_a_page(request: HttpRequest) -> bool:
    """A script shows by itself what it recorded."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
