"""What meetings tell of a need's way: that it is being voted on now. The result is the need's own priority."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from needs.models import Need
from needs.trail import Station

from .enums import RoundState
from .models import Round


def stations_of(need: Need, user: Any) -> list[Station]:
    """Only to who reads the meeting: a need is shared with the network, the votes of an area are not."""
    open_rounds = Round.objects.visible_to(user).filter(state=RoundState.OPEN, items__need=need)
    return [_station(round_) for round_ in open_rounds.select_related("meeting")]


def is_being_voted(need: Need) -> bool:
    """Whoever may read that vote."""
    return Round.objects.filter(state=RoundState.OPEN, items__need=need).exists()


def _station(round_: Round) -> Station:
    url = reverse("meetings:room", args=[round_.meeting_id])
    detail = _("In «%(meeting)s»") % {"meeting": round_.meeting.title}
    return Station(round_.opened_at, "prioritised", _("Being voted on now"), detail, url)
