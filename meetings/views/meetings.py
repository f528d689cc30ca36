from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import codes, policies, presence, qr
from meetings.actions.attendance import reply_to_notice
from meetings.actions.decisions import has_open_decisions
from meetings.actions.guards import require_not_over
from meetings.actions.meeting import create_meeting, edit_meeting, meeting_mark, set_stage
from meetings.contributions import minutes_sections
from meetings.enums import MeetingState, Reply, RoundState
from meetings.forms.meeting import USUAL_END, USUAL_START, MeetingFilter, MeetingForm, next_weekday
from meetings.models import Meeting, Minutes
from red_inclusion.accounts.guests import guests_welcome
from red_inclusion.core import clock
from red_inclusion.core.audit import reason_of
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.marks import stale
from red_inclusion.core.returning import onward
from red_inclusion.network.models import Area

from .agenda import removed_item
from .decisions import removed_decision
from .fetching import enterable_meeting, led_meeting, readable_meeting, require_inside
from .next_step import step_for_lead, step_for_member

PER_PAGE = 20
NEW_DRAFT = "meeting-new"  # of what is written on this device
FORM_FIELDS = {"starts_at": "start", "ends_at": "end"}


@require_safe
def meeting_list(request):
    filters = MeetingFilter(request.GET, user=request.user)
    readable = Meeting.objects.visible_to(request.user).select_related("area").with_attendance(request.user)
    page = Paginator(filters.apply(readable), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "filter_form": filters,
        "filters_active": filters.is_active,
        "searching": bool(filters.words) or filters.is_active,
        "sorted": bool(filters.cleaned_data.get("sort")),
        "may_convene": request.standing.coordinates or bool(request.standing.led_area_ids),
        "moment": clock.now(),
    }
    return render(request, "meetings/meeting_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request):
    areas = _areas_run_by(request.standing)
    if not areas.exists():
        raise NotAllowed("not_allowed", _("Only the lead of an area convenes its meetings."))
    form = MeetingForm(request.POST or None, areas=areas, initial=_usual(request, areas))
    if request.method == "POST" and form.is_valid():
        meeting = _created(request, form)
        if meeting:
            told = _("Meeting prepared. Nobody sees it announced until you convene it.")
            messages.success(request, told, extra_tags=NEW_DRAFT)
            return redirect(meeting)
    return render(request, "meetings/meeting_form.html", {"form": form, "draft_key": NEW_DRAFT})


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, pk: int):
    meeting = led_meeting(request, pk)
    form = MeetingForm.of(meeting, request.POST or None)
    if request.method == "POST" and form.is_valid() and _edited(request, meeting, form):
        messages.success(request, _("Changes saved."), extra_tags=f"meeting-{meeting.pk}")
        return redirect(meeting)
    if request.method == "POST":  # somebody else may have changed it meanwhile
        meeting = led_meeting(request, pk)
    else:
        require_not_over(meeting)
    context = {"form": form, "meeting": meeting, "draft_key": f"meeting-{meeting.pk}"}
    context |= stale(request, meeting_mark(meeting), form, MeetingForm.of(meeting))
    return render(request, "meetings/meeting_form.html", context)


@require_safe
def meeting_detail(request, pk: int):
    meeting = readable_meeting(request, pk)
    runs = policies.can_run_meeting(request.standing, meeting)
    minutes = Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    step = step_for_lead if runs else step_for_member
    over = meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED)
    context = {
        "meeting": meeting,
        "runs": runs,
        "step": step(meeting, minutes),
        "minutes": minutes,
        "agenda": meeting.agenda.all(),
        "removed": removed_item(request, meeting) if runs else None,
        "rounds": meeting.rounds.exclude(state=RoundState.DRAFT) if over else meeting.rounds.all(),
        "decisions": meeting.decisions.all(),
        "decides": runs and has_open_decisions(meeting),
        "removed_decision": removed_decision(request, meeting) if runs else None,
        "sections": [(section.title, section.build(meeting)) for section in minutes_sections()],
        "over": over,
        "guests": presence.guests_to_invite(meeting, request.standing) if runs else [],
        "reason": _why_cancelled(meeting),
        **_people(request, meeting),
        **joining(request, meeting),
    }
    return render(request, "meetings/meeting_detail.html", context)


@require_safe
def meeting_print(request, pk: int):
    meeting = readable_meeting(request, pk)
    context = {"meeting": meeting, "agenda": meeting.agenda.all(), **joining(request, meeting)}
    context |= {"groups": presence.roster(meeting), "qr": qr.qr_svg(context["join_url"])}
    return render(request, "meetings/meeting_print.html", context)


@guests_welcome
@require_safe
def meeting_qr(request, pk: int):
    require_inside(request, meeting=pk)
    meeting = enterable_meeting(request, pk)
    return HttpResponse(qr.qr_file(qr.join_url(request, meeting)), content_type="image/svg+xml")


@require_POST
def meeting_reply(request, pk: int):
    meeting = readable_meeting(request, pk)
    reply = request.POST.get("reply", "")
    reply_to_notice(meeting, person=request.user, reply=reply, actor=request.user)
    told = _("Noted: you are coming.") if reply == Reply.COMING else _("Noted: you can't come. You are excused.")
    messages.success(request, told)
    return redirect(onward(request, meeting.get_absolute_url()))


@require_POST
def stage_set(request, pk: int):
    meeting = readable_meeting(request, pk)
    set_stage(meeting, stage=request.POST.get("stage", ""), actor=request.user)
    return redirect(onward(request, meeting.get_absolute_url()))


def joining(request, meeting: Meeting) -> dict[str, str]:
    """What a page needs to show how to get in: code in groups and absolute address."""
    return {"join_code": codes.in_groups(meeting.join_code), "join_url": qr.join_url(request, meeting)}


def _areas_run_by(standing):
    areas = Area.objects.all()
    return areas if standing.coordinates else areas.filter(pk__in=standing.led_area_ids)


def _usual(request, areas) -> dict:
    """The next working day at ten, in the area she came from or the only one she leads."""
    asked = areas.filter(code=request.GET.get("area", "").replace("\0", "")).first()
    area = asked or (areas[0] if len(areas) == 1 else None)
    usual = {"day": next_weekday(), "start": USUAL_START, "end": USUAL_END}
    if area:
        usual |= {"area": area.code, "title": _("Meeting of %(area)s") % {"area": area.name}}
    return usual


def _created(request, form: MeetingForm) -> Meeting | None:
    told = form.cleaned_data
    try:
        return create_meeting(told["area"], actor=request.user, agenda=told["agenda"], **form.meeting())
    except DomainError as refusal:
        beside_fields(form, refusal, aliases=FORM_FIELDS)
        return None


def _edited(request, meeting: Meeting, form: MeetingForm) -> bool:
    try:
        edit_meeting(meeting, actor=request.user, seen=request.POST.get("seen"), **form.meeting())
    except DomainError as refusal:
        beside_fields(form, refusal, aliases=FORM_FIELDS)
        return False
    return True


def _people(request, meeting: Meeting) -> dict:
    groups = presence.roster(meeting)
    lines = [line for group in groups for line in group.lines]
    return {
        "groups": groups,
        "mine": next((line for line in lines if line.person_id == request.user.pk), None),
        "numbers": presence.numbers(groups),
    }


def _why_cancelled(meeting: Meeting) -> str:
    return reason_of(meeting, "meeting.cancelled") if meeting.state == MeetingState.CANCELLED else ""
