"""What anybody may read of an area: its public needs, and the proposals about them, never an entity behind a need."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.enums import MeetingState
from meetings.models import Meeting, MinutesPage
from needs.enums import NeedState, Visibility
from needs.models import Need
from proposals.enums import ProposalState
from proposals.models import Proposal
from red_inclusion.core import clock
from red_inclusion.network.models import Area
from red_inclusion.pages.registry import AreaSection, Figure, PublicItem

MOST = 12
AGREED = (ProposalState.AGREED, ProposalState.IN_PROGRESS)
DONE = (ProposalState.DONE, ProposalState.EVALUATED)


def asked_for(area: Area) -> AreaSection:
    needs = Need.objects.public().filter(area=area).with_priority().most_urgent_first()[:MOST]
    return AreaSection(
        title=gettext_lazy("What we ask for"),
        lede=gettext_lazy("Needs that the entities detect in their work, the most urgent first."),
        items=tuple(PublicItem(need.title, mark=need.priority_mean, note=need.territory) for need in needs),
        empty=gettext_lazy("No need of this area has been published yet."),
    )


def agreed(area: Area) -> AreaSection:
    return AreaSection(
        title=gettext_lazy("What we agree"),
        lede=gettext_lazy("Actions that an entity has taken on."),
        items=tuple(_line(proposal) for proposal in _about_public_needs(area, AGREED)),
        empty=gettext_lazy("No action has been agreed yet."),
    )


def done(area: Area) -> AreaSection:
    return AreaSection(
        title=gettext_lazy("What has been done"),
        lede=gettext_lazy("Actions that are finished."),
        items=tuple(_line(proposal) for proposal in _about_public_needs(area, DONE)),
        empty=gettext_lazy("No action is finished yet."),
    )


def latest_minutes(limit: int) -> list[PublicItem]:
    return [
        PublicItem(
            page.title,
            url=page.get_url() or "",
            note=_("Minutes of %(area)s") % {"area": page.minutes.meeting.area.name},
            when=page.minutes.meeting.held_at,
        )
        for page in _minutes_pages()[:limit]
    ]


def minutes(area: Area) -> AreaSection:
    """All of them: what the network once published is found again years later."""
    pages = _minutes_pages().filter(minutes__meeting__area=area)
    return AreaSection(
        title=gettext_lazy("Minutes"),
        lede=gettext_lazy("What was said and decided in each meeting, in the version for everybody."),
        items=tuple(
            PublicItem(page.title, url=page.get_url() or "", when=page.minutes.meeting.held_at) for page in pages
        ),
        empty=gettext_lazy("No minutes of this area have been published yet."),
        is_step=False,
    )


def _minutes_pages():
    pages = MinutesPage.objects.live().public().select_related("minutes__meeting__area")
    return pages.order_by("-minutes__meeting__starts_at", "-pk")


def _about_public_needs(area: Area, states) -> list[Proposal]:
    """Only those that say nothing of a need that is not public."""
    withheld = Need.objects.exclude(visibility=Visibility.PUBLIC)
    shown = Proposal.objects.filter(area=area, state__in=states).exclude(needs__in=withheld)
    return list(shown.select_related("lead_entity").order_by("-changed_at")[:MOST])


def _line(proposal: Proposal) -> PublicItem:
    return PublicItem(
        proposal.title,
        note=_("Led by %(entity)s") % {"entity": proposal.lead_entity.name},
        state=proposal.state,
        state_label=proposal.get_state_display(),
    )


def coming_meetings(limit: int, area_code: str) -> list[PublicItem]:
    """When which area meets, under which title. Where, and what is on the agenda, is told to those who are called."""
    meetings = Meeting.objects.upcoming(clock.now()).select_related("area").order_by("starts_at", "pk")
    if area_code:
        meetings = meetings.filter(area__code=area_code)
    return [PublicItem(meeting.title, note=meeting.area.name, when=meeting.starts_at) for meeting in meetings[:limit]]


def _needs_detected() -> Figure:
    count = Need.objects.exclude(state=NeedState.DISCARDED).count()
    return Figure(count, ngettext("need detected", "needs detected", count))


def _needs_answered() -> Figure:
    count = Need.objects.filter(state=NeedState.ANSWERED).count()
    return Figure(count, ngettext("need answered", "needs answered", count))


def _actions_running() -> Figure:
    count = Proposal.objects.filter(state__in=AGREED).count()
    return Figure(count, ngettext("action agreed or under way", "actions agreed or under way", count))


def _actions_done() -> Figure:
    count = Proposal.objects.filter(state__in=DONE).count()
    return Figure(count, ngettext("action done", "actions done", count))


def _meetings_held() -> Figure:
    count = Meeting.objects.filter(state=MeetingState.CLOSED).count()
    return Figure(count, ngettext("meeting held", "meetings held", count))


# Sums over the whole network: they tell of no need, entity or person.
FIGURES: dict[str, tuple[Any, Callable[[], Figure]]] = {
    "needs_detected": (gettext_lazy("Needs detected"), _needs_detected),
    "needs_answered": (gettext_lazy("Needs answered"), _needs_answered),
    "actions_running": (gettext_lazy("Actions agreed or under way"), _actions_running),
    "actions_done": (gettext_lazy("Actions done"), _actions_done),
    "meetings_held": (gettext_lazy("Meetings held"), _meetings_held),
}
