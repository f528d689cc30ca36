"""What happened lately in the areas a person reads."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.enums import MinutesState
from meetings.models import Minutes
from needs.models import Need
from proposals.enums import ProposalState
from proposals.models import Milestone, Proposal, StateChange

TOLD_STATES = (ProposalState.AGREED, ProposalState.IN_PROGRESS, ProposalState.DONE, ProposalState.EVALUATED)


@dataclass(frozen=True)
class News:
    at: datetime
    what: str
    title: str
    url: str
    accent: str


def latest(user, *, most: int) -> list[News]:
    """The newest first."""
    told = [*_needs(user, most), *_minutes(user, most), *_proposals(user, most), *_milestones(user, most)]
    return sorted(told, key=lambda news: news.at, reverse=True)[:most]


def _needs(user, most: int) -> list[News]:
    needs = Need.objects.visible_to(user).select_related("area").order_by("-logged_at")[:most]
    return [News(n.logged_at, _("New need"), n.title, n.get_absolute_url(), n.area.accent) for n in needs]


def _minutes(user, most: int) -> list[News]:
    published = Minutes.objects.visible_to(user).filter(state=MinutesState.PUBLISHED)
    newest = published.select_related("meeting__area").order_by("-published_at")[:most]
    return [
        News(m.published_at, _("Minutes published"), m.meeting.title, m.get_absolute_url(), m.meeting.area.accent)
        for m in newest
    ]


def _proposals(user, most: int) -> list[News]:
    mine = Proposal.objects.visible_to(user)
    changes = StateChange.objects.filter(proposal__in=mine, after__in=TOLD_STATES)
    newest = changes.select_related("proposal__area").order_by("-at", "-pk")[:most]
    return [
        News(
            change.at,
            pgettext("news", "Proposal %(state)s") % {"state": change.get_after_display()},
            change.proposal.title,
            change.proposal.get_absolute_url(),
            change.proposal.area.accent,
        )
        for change in newest
    ]


def _milestones(user, most: int) -> list[News]:
    reached = Milestone.objects.visible_to(user).filter(done_on__isnull=False)
    newest = reached.select_related("proposal__area").order_by("-done_on", "-pk")[:most]
    return [
        News(_noon(m.done_on), _("Milestone reached"), m.title, m.proposal.get_absolute_url(), m.proposal.area.accent)
        for m in newest
    ]


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
