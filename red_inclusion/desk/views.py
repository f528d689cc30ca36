from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.enums import HERE, MinutesState, Reply
from meetings.models import Meeting, Minutes
from meetings.policies import can_convene
from needs.models import Need
from proposals.enums import TIMED_STATES
from proposals.models import Proposal
from red_inclusion.core import clock
from red_inclusion.network.asking import whom_to_ask
from red_inclusion.network.models import Area, Entity
from red_inclusion.network.querysets import current
from red_inclusion.pages.models import AreaPage

from . import styleguide as samples
from .news import latest
from .owed import owed_by

NEWS_SHOWN = 8
ROWS_SHOWN = 5


@require_safe
def my_work(request):
    """The landing page: what is on now, what waits for her, what comes next, what is new."""
    standing = request.standing
    meetings = Meeting.objects.visible_to(request.user).filter(area_id__in=standing.area_ids).select_related("area")
    context = {
        "greeting": _greeting(timezone.localtime(clock.now()).hour),
        "in_session": meetings.in_session().order_by("starts_at"),
        "owed": owed_by(request.user, standing),
        "upcoming": _with_replies(meetings.upcoming(clock.now()), request.user)[:ROWS_SHOWN],
        "news": latest(request.user, most=NEWS_SHOWN),
        "in_network": standing.in_network,
        "whom_to_ask": None if standing.in_network else whom_to_ask(request.user),
        "logs_needs": any(standing.takes_part(area_id) for area_id in standing.area_ids) or standing.led_area_ids,
        "may_convene": standing.coordinates or standing.led_area_ids,
        "COMING": Reply.COMING,
        "NOT_COMING": Reply.NOT_COMING,
    }
    return render(request, "desk/my_work.html", context)


@require_safe
def area_home(request, code: str):
    area = get_object_or_404(Area.objects.visible_to(request.user), code=code)
    meetings = Meeting.objects.visible_to(request.user).filter(area=area)
    needs = Need.objects.visible_to(request.user).filter(area=area).open()
    proposals = Proposal.objects.visible_to(request.user).filter(area=area, state__in=TIMED_STATES)
    minutes = Minutes.objects.visible_to(request.user).filter(meeting__area=area, state=MinutesState.PUBLISHED)
    public = AreaPage.objects.live().filter(area=area).first()
    context = {
        "area": area,
        "public_url": public.get_url(request) if public else "",
        "in_session": meetings.in_session().first(),
        "next_meeting": meetings.upcoming(clock.now()).order_by("starts_at").prefetch_related("agenda").first(),
        "needs": needs.for_rows().most_urgent_first()[:ROWS_SHOWN],
        "need_count": needs.count(),
        "proposals": proposals.for_rows().by_deadline()[:ROWS_SHOWN],
        "minutes": minutes.select_related("meeting")[:3],
        "entities": _entities_of(area),
        "leads": [lead.person for lead in area.leads.current().select_related("person")],
        "may_convene": can_convene(request.standing, area.pk),
        "may_arrange": request.standing.runs(area.pk),
        "may_log": request.standing.takes_part(area.pk) or request.standing.runs(area.pk),
    }
    return render(request, "desk/area_home.html", context)


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part of the interface in every state, for who works on it; where people work it is not there."""
    if not settings.STYLEGUIDE:
        raise Http404
    return render(request, "desk/styleguide.html", samples.context(request.GET.get("page", "5")))


def _greeting(hour: int) -> str:
    if 6 <= hour < 14:
        return _("Good morning.")
    if 14 <= hour < 21:
        return _("Good afternoon.")
    return _("Good evening.")


def _with_replies(meetings, user):
    """Each with `coming`, how many said they come, and `my_reply`."""
    coming = Count("attendances", filter=Q(attendances__reply=Reply.COMING) | Q(attendances__status__in=HERE))
    rows = list(meetings.annotate(coming=coming).order_by("starts_at")[:ROWS_SHOWN])
    mine = dict(user.attendances.filter(meeting__in=rows).values_list("meeting_id", "reply"))
    for meeting in rows:
        meeting.my_reply = mine.get(meeting.pk, "")
    return rows


def _entities_of(area: Area):
    return Entity.objects.filter(current("seats__"), seats__area=area).distinct().order_by("name")
