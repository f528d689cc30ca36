from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from needs import policies
from needs.actions import edit_need, log_need, require_editable, text_mark
from needs.forms.writing import NeedLogForm, NeedText
from needs.models import Confirmation, Need
from needs.policies import can_edit_need, confirming_entity_ids
from needs.similar import similar_needs
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.models import Area, Entity
from red_inclusion.network.standing import Standing

from .fetching import readable_need

JUST_LOGGED = "need_just_logged"


def loggable_areas(standing: Standing):
    if standing.coordinates:
        return Area.objects.all()
    return Area.objects.filter(pk__in=[pk for pk in standing.area_ids if policies.can_log_any_need(standing, pk)])


def draft_key(request: HttpRequest, area: Area) -> str:
    """Two people may share a phone."""
    return f"need-new-{request.user.pk}-{area.code}"


@require_http_methods(["GET", "HEAD", "POST"])
def need_create(request: HttpRequest) -> HttpResponse:
    area = _area_asked_for(request)
    if area is None:
        return render(request, "needs/need_area.html", {"areas": loggable_areas(request.standing)})
    form = NeedLogForm(request.POST or None, area=area, standing=request.standing)
    if request.method == "POST" and form.is_valid():
        need = _logged(request, form)
        if need:
            request.session[JUST_LOGGED] = need.pk
            return redirect(need)
    return render(request, "needs/need_form.html", _log_page(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, pk: int) -> HttpResponse:
    need = readable_need(request, pk)
    if not can_edit_need(request.standing, need):
        raise NotAllowed("not_allowed", _("Only the entity that detected it or who leads the area."))
    require_editable(need)
    form = NeedText.of(need, request.POST or None)
    if request.method == "POST" and form.is_valid() and _edited(request, need, form):
        return redirect(need)
    need = readable_need(request, pk)
    mark = text_mark(need)
    is_stale = request.POST.get("seen", mark) != mark
    return render(request, "needs/need_edit.html", {"need": need, "form": form, "seen": mark, "is_stale": is_stale})


@require_safe
def need_similar(request: HttpRequest) -> HttpResponse:
    """What stands beneath the title while it is typed."""
    area = Area.objects.filter(code=request.GET.get("area", "").replace("\0", "")).first()
    title = request.GET.get("title", "")[:500]
    needs = similar_needs(request.user, area_id=area.pk, title=title) if area else []
    return render(request, "needs/includes/similar_needs.html", {"rows": confirmable(request, needs)})


def confirmable(request: HttpRequest, needs: list[Need]) -> list[dict]:
    """Each need with the entities for which this person may confirm it, and those for which it is confirmed."""
    asked = {need.pk: confirming_entity_ids(request.standing, need) for need in needs}
    entities = Entity.objects.in_bulk({pk for pks in asked.values() for pk in pks})
    confirmed = Confirmation.objects.filter(need__in=needs)
    done = set(confirmed.values_list("need_id", Coalesce("entity__merged_into", "entity")))
    return [
        {
            "need": need,
            "to_confirm": [entities[pk] for pk in asked[need.pk] if (need.pk, pk) not in done and need.is_open],
            "confirmed": [entities[pk] for pk in asked[need.pk] if (need.pk, pk) in done],
        }
        for need in needs
    ]


def _area_asked_for(request: HttpRequest) -> Area | None:
    """The one she asks for, or the only one she could; None where she has to choose."""
    areas = loggable_areas(request.standing)
    code = (request.POST.get("area") or request.GET.get("area") or "").replace("\0", "")
    if code:
        return _area_with_code(request, code)
    if not areas:
        raise NotAllowed("not_allowed", _("Needs are logged by those who represent an entity in an area."))
    return areas[0] if len(areas) == 1 else None


def _area_with_code(request: HttpRequest, code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None or not request.standing.reads(area.pk):
        raise Http404
    if not policies.can_log_any_need(request.standing, area.pk):
        raise NotAllowed("not_allowed", _("Needs are logged by those who represent an entity in an area."))
    return area


def _logged(request: HttpRequest, form: NeedLogForm) -> Need | None:
    try:
        return log_need(form.area, actor=request.user, **form.need())
    except DomainError as refusal:
        return beside_fields(form, refusal)


def _edited(request: HttpRequest, need: Need, form: NeedText) -> bool:
    try:
        edit_need(need, actor=request.user, seen=request.POST.get("seen"), **form.cleaned_data)
    except DomainError as refusal:
        beside_fields(form, refusal)
        return False
    return True


def _log_page(request: HttpRequest, form: NeedLogForm) -> dict:
    return {
        "form": form,
        "area": form.area,
        "draft_key": draft_key(request, form.area),
        "several_areas": len(loggable_areas(request.standing)) > 1,
    }
