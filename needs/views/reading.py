from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from needs import policies
from needs.enums import NeedState
from needs.forms.writing import VisibilityForm
from needs.holds import is_held
from needs.models import Need
from needs.similar import similar_needs
from needs.trail import trail_of

from .fetching import readable_need
from .writing import JUST_LOGGED, confirmable, draft_key


@require_safe
def need_detail(request: HttpRequest, pk: int) -> HttpResponse:
    need = readable_need(request, pk)
    context = {
        "need": need,
        "reads_area": request.standing.reads(need.area_id),
        "stations": trail_of(need, request.user),
        "priority": need.newest_priority,
        "confirmations": need.confirmations.select_related("entity"),
        "collectives": need.collectives.order_by("name"),
        "also_areas": need.also_areas.all(),
        "similar": similar_needs(request.user, area_id=need.area_id, title=need.title, exclude=need.pk),
        **_what_she_may(request, need),
    }
    if request.session.get(JUST_LOGGED) == need.pk:
        del request.session[JUST_LOGGED]
        context |= {"just_logged": True, "draft_key": draft_key(request, need.area)}
    return render(request, "needs/need_detail.html", context)


def _what_she_may(request: HttpRequest, need: Need) -> dict:
    standing = request.standing
    runs = policies.can_run_needs(standing, need.area_id)
    may_edit = need.state == NeedState.DETECTED and policies.can_edit_need(standing, need)
    (own,) = confirmable(request, [need])
    return {
        "may_edit": may_edit and not is_held(need),
        "may_run": runs,
        "may_archive": runs and need.state in (NeedState.DETECTED, NeedState.PRIORITISED),
        "may_propose": need.is_open and policies.can_log_any_need(standing, need.area_id),
        "to_confirm": own["to_confirm"],
        "confirmed": own["confirmed"] if need.is_open else [],
        "visibility_form": VisibilityForm(initial={"visibility": need.visibility}) if runs else None,
    }
