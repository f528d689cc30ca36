from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.actions.minutes import (
    draft_minutes,
    edit_minutes,
    minutes_mark,
    publish_minutes,
    publish_public_version,
)
from meetings.enums import MinutesState
from meetings.forms.minutes import MinutesFilter, MinutesForm
from meetings.models import Meeting, Minutes
from meetings.policies import can_run_meeting
from meetings.records import build_record, public_record
from red_inclusion.core.beside import done_beside
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.marks import mark_of, stale

PER_PAGE = 20


@require_safe
def minutes_list(request):
    filters = MinutesFilter(request.GET, user=request.user)
    found = filters.apply(Minutes.objects.visible_to(request.user).select_related("meeting__area"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "filter_form": filters, "filters_active": filters.is_active}
    return render(request, "meetings/minutes_list.html", context)


@require_safe
def minutes_detail(request, pk: int):
    minutes = _readable(request, pk)
    runs = can_run_meeting(request.standing, minutes.meeting)
    may_edit = runs and minutes.state == MinutesState.DRAFTING
    may_go_public = runs and minutes.state == MinutesState.PUBLISHED and not minutes.public
    final = _final(minutes) if may_edit or may_go_public else None
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "seen": mark_of(final) if final else "",
        "record": minutes.record or build_record(minutes, language=get_language()),
        "runs": runs,
        "may_edit": may_edit,
        "may_go_public": may_go_public,
        "public_version": public_record(final) if final else None,
        "public_url": minutes.page.url if minutes.public else "",
    }
    return render(request, "meetings/minutes_detail.html", context)


@require_POST
def minutes_create(request, pk: int):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    minutes = draft_minutes(meeting, actor=request.user)
    if minutes.state == MinutesState.PUBLISHED:
        return redirect(minutes)
    return redirect("meetings:minutes_edit", minutes.pk)


def minutes_edit(request, pk: int):
    minutes = _readable(request, pk)
    if not can_run_meeting(request.standing, minutes.meeting):
        raise NotAllowed("not_allowed", _("Only the lead of this area writes its minutes."))
    if minutes.state == MinutesState.PUBLISHED:
        return redirect(minutes)
    form = MinutesForm(request.POST or None, minutes=minutes)
    if request.method == "POST" and form.is_valid() and _saved(request, form, minutes):
        return redirect(minutes)
    minutes = _readable(request, pk)
    context = {"form": form, "minutes": minutes, "meeting": minutes.meeting}
    context |= stale(request, minutes_mark(minutes), form, MinutesForm(minutes=minutes))
    context["record"] = build_record(minutes, language=get_language())
    return render(request, "meetings/minutes_form.html", context)


@require_POST
def minutes_publish(request, pk: int):
    told = {"public": "public" in request.POST, "seen": request.POST.get("seen")}
    minutes = publish_minutes(_readable(request, pk), actor=request.user, **told)
    messages.success(request, _("The minutes are published. Everyone in the area can read them."))
    return redirect(minutes)


@require_POST
def minutes_make_public(request, pk: int):
    minutes = publish_public_version(_readable(request, pk), actor=request.user)
    messages.success(request, _("Anybody can now read the public version."))
    return redirect(minutes)


def _readable(request, pk: int) -> Minutes:
    readable = Minutes.objects.visible_to(request.user).select_related("meeting__area", "published_by")
    return get_object_or_404(readable, pk=pk)


def _final(minutes: Minutes) -> dict:
    """Exactly what is closed, or would be: in the language in which it is."""
    return minutes.record or build_record(minutes, language=settings.LANGUAGE_CODE)


def _saved(request, form: MinutesForm, minutes: Minutes) -> bool:
    told = {"seen": request.POST.get("seen"), **form.written()}
    if not done_beside(form, lambda: edit_minutes(minutes, actor=request.user, **told)):
        return False
    saved = _("Saved. Read it through once before you publish it.")
    messages.success(request, saved, extra_tags=f"minutes-{minutes.pk}")
    return True
