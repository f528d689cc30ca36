"""What the lead does to a vote."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from meetings import policies
from meetings.actions.rounds import close_round, make_stricter, open_round, publish_round, remove_round, void_round
from meetings.enums import ResultVisibility, RoundState
from meetings.forms.opening import OpenRoundForm, VoidForm
from meetings.models import Round
from meetings.results import is_waited_for
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.returning import onward


def readable_round(request: HttpRequest, pk: int) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("meeting__area"), pk=pk)


def led_round(request: HttpRequest, pk: int) -> Round:
    round = readable_round(request, pk)
    if not policies.can_run_meeting(request.standing, round.meeting):
        raise NotAllowed("not_allowed", _("Only the lead of the area runs its meetings."))
    return round


@require_POST
def round_open(request, pk: int):
    round = led_round(request, pk)
    form = OpenRoundForm(request.POST)
    if not form.is_valid():
        raise DomainError("bad_value", form.errors["minutes"][0], field="minutes")
    return _back(request, open_round(round, actor=request.user, closes_at=form.closes_at))


@require_POST
def round_remove(request, pk: int):
    round = led_round(request, pk)
    remove_round(round, actor=request.user)
    messages.success(request, _("«%(title)s» is removed.") % {"title": round.title})
    return _back(request, round)


@require_POST
def round_close(request, pk: int):
    """Her desk wants to be asked (`ask`) while somebody who is here has not voted; a script that does not, closes."""
    round = led_round(request, pk)
    if "ask" in request.POST and round.state == RoundState.OPEN and is_waited_for(round):
        return redirect(reverse("meetings:console", args=[round.meeting_id], query={"closing": pk}))
    return _back(request, close_round(round, actor=request.user))


@require_POST
def round_publish(request, pk: int):
    return _back(request, publish_round(led_round(request, pk), actor=request.user))


@require_POST
def round_stricter(request, pk: int):
    visibility = request.POST.get("visibility", ResultVisibility.ON_CLOSE)
    return _back(request, make_stricter(led_round(request, pk), visibility=visibility, actor=request.user))


def round_void(request, pk: int):
    round = led_round(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _voided(request, round, form):
        messages.success(request, _("That vote no longer counts, and its page says why."))
        return _back(request, round)
    turn = {
        "title": _("Declare this vote void?"),
        "consequences": [
            _("It stays on record with your reason."),
            _("Your reason is read in the minutes, also in their public version: name nobody."),
            _("The priorities it gave are withdrawn."),
            _("It cannot be undone."),
        ],
        "submit": _("Declare it void"),
        "danger": True,
    }
    action = reverse("meetings:round_void", args=[pk])
    return render(
        request, "meetings/meeting_turn.html", {"meeting": round.meeting, "action": action, "form": form, **turn}
    )


def _voided(request, round: Round, form: VoidForm) -> bool:
    try:
        void_round(round, actor=request.user, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        beside_fields(form, refusal)
        return False
    return True


def _back(request, round: Round):
    return redirect(onward(request, reverse("meetings:console", args=[round.meeting_id])))
