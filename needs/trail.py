"""What has happened to a need and what is still to come, station by station.

Apps to the right add theirs in `AppConfig.ready()`: `trail.register("proposals", stations_of)`, where
`stations_of(need, user)` returns what this user may read. A station of one of `STILL_TO_COME` takes the place of the
dotted one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from red_inclusion.core.models import AuditEvent

from .enums import NeedState
from .models import Need
from .words import placing_words

STILL_TO_COME = {
    "prioritised": (gettext_lazy("Prioritised"), gettext_lazy("In a vote of its area.")),
    "in_action": (gettext_lazy("In action"), gettext_lazy("When an entity takes on an action proposal about it.")),
    "answered": (gettext_lazy("Answered"), gettext_lazy("When it can be told what was done about it.")),
}
CLOSINGS = {
    "need.answered": ("answered", gettext_lazy("Answered")),
    "need.discarded": ("discarded", gettext_lazy("Archived")),
    "need.reopened": ("reopened", gettext_lazy("Reopened")),
}
REACHED = {
    NeedState.DETECTED: (),
    NeedState.PRIORITISED: ("prioritised",),
    NeedState.IN_ACTION: ("in_action",),
    NeedState.ANSWERED: tuple(STILL_TO_COME),
    NeedState.DISCARDED: tuple(STILL_TO_COME),
}


@dataclass(frozen=True)
class Station:
    at: datetime | None
    kind: str
    title: str
    detail: str = ""
    url: str = ""
    done: bool = True
    current: bool = False

    # As the timeline asks for them.

    @property
    def when(self) -> datetime | None:
        return self.at

    @property
    def text(self) -> str:
        return self.detail

    @property
    def state(self) -> str:
        if not self.done:
            return "future"
        return "current" if self.current else "done"


Source = Callable[[Need, Any], Iterable[Station]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def trail_of(need: Need, user: Any) -> list[Station]:
    """Past stations by date, then what is planned, then the dotted rest. `need` comes from `visible_to(user)`."""
    stations = [station for source in _sources.values() for station in source(need, user)]
    dated = [(station.at, order, station) for order, station in enumerate(stations) if station.done and station.at]
    done = [station for _at, _order, station in sorted(dated)]
    planned = [station for station in stations if not (station.done and station.at)]
    if need.is_open and done:
        done[-1] = replace(done[-1], current=True)
    return [*done, *planned, *_still_to_come(need, stations)]


def _still_to_come(need: Need, stations: list[Station]) -> list[Station]:
    """What was reached and then undone is to come again, so the state tells, but for votes: those that stand are there
    in every state."""
    there = {station.kind for station in stations if not station.done or station.kind == "prioritised"}
    reached = there.union(REACHED[NeedState(need.state)])
    return [
        Station(None, kind, str(title), str(detail), done=False)
        for kind, (title, detail) in STILL_TO_COME.items()
        if kind not in reached
    ]


def own_stations(need: Need, user: Any) -> list[Station]:
    return [_logged(need), *_confirmed(need), *_prioritised(need), *_closed(need)]


def _logged(need: Need) -> Station:
    title = _("Detected by %(entity)s") % {"entity": need.entity} if need.shown_entity else _("Raised by the network")
    return Station(need.logged_at, "logged", title)


def _confirmed(need: Need) -> list[Station]:
    """One station a day, however many entities joined on it."""
    confirmations = need.confirmations.select_related("entity").order_by("at", "pk")
    days = groupby(confirmations, key=lambda confirmation: timezone.localtime(confirmation.at).date())
    return [_confirmed_on_a_day(list(same_day)) for _day, same_day in days]


def _confirmed_on_a_day(confirmations: list) -> Station:
    names = [confirmation.entity.name for confirmation in confirmations]
    detail = get_text_list(names, _("and"))
    return Station(confirmations[-1].at, "confirmed", _("Also detected by others"), detail)


def _prioritised(need: Need) -> list[Station]:
    return [
        Station(priority.decided_at, "prioritised", _("Prioritised"), placing_words(priority.rank, priority.out_of))
        for priority in need.priorities.standing().order_by("decided_at", "pk")
    ]


def _closed(need: Need) -> list[Station]:
    """When it was closed and reopened; the words only of the closing that holds."""
    events = AuditEvent.objects.filter(object_type=need._meta.label_lower, object_id=need.pk, action__in=CLOSINGS)
    stations = [Station(event.at, *_closing(event)) for event in events.order_by("pk")]
    if stations and not need.is_open:
        stations[-1] = replace(stations[-1], detail=need.outcome)
    return stations


def _closing(event: AuditEvent) -> tuple[str, str]:
    kind, title = CLOSINGS[event.action]
    return kind, str(title)


register("needs", own_stations)
