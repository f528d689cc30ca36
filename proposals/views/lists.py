from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from proposals import sheet
from proposals.forms import FilterForm
from proposals.models import Proposal
from red_inclusion.core.sheets import csv_response
from red_inclusion.network.models import Area, Entity

ROWS_A_PAGE = 20


@require_safe
def proposal_list(request):
    visible = Proposal.objects.visible_to(request.user)
    form = filter_form(request)
    page = Paginator(form.filtered(visible.for_rows()), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "page_obj": page,
        "narrowed": form.is_active or bool(request.GET.get("q", "").strip()),
        "can_create": can_create_somewhere(request.standing),
        "views": switch(request, current="list"),
    }
    return render(request, "proposals/proposal_list.html", context)


@require_safe
def proposal_export(request):
    """The same list, whole, as a table to keep."""
    found = filter_form(request).filtered(Proposal.objects.visible_to(request.user).for_rows())
    return csv_response(pgettext("name of a file", "proposals"), sheet.head(), sheet.rows(found))


def filter_form(request, *, board: bool = False) -> FilterForm:
    areas = Area.objects.visible_to(request.user)
    entities = Entity.objects.filter(commitments__proposal__area__in=areas.values("pk")).distinct()
    return FilterForm(request.GET, areas=areas, entities=entities, board=board)


def can_create_somewhere(standing) -> bool:
    return bool(standing.coordinates or standing.led_area_ids or any(map(standing.takes_part, standing.area_ids)))


def switch(request, *, current: str) -> list[dict]:
    """The same filters, seen as a list or as a board."""
    kept = request.GET.copy()
    for name in ("page", "state", "sort"):
        kept.pop(name, None)
    tail = f"?{kept.urlencode()}" if kept else ""
    return [
        {"label": _("List"), "url": reverse("proposals:proposal_list") + tail, "current": current == "list"},
        {"label": _("Board"), "url": reverse("proposals:proposal_board") + tail, "current": current == "board"},
    ]
