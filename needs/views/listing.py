from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from needs import sheet
from needs.forms.listing import NeedFilter
from needs.models import Need
from needs.views.writing import loggable_areas
from red_inclusion.core.sheets import csv_response

PER_PAGE = 20


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    seen = Need.objects.visible_to(request.user)
    filters = NeedFilter(request.GET, seen=seen)
    page = Paginator(filters.apply(seen.for_rows()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "filter_form": filters,
        "chosen": filters.chosen(),
        "area": filters.cleaned_data.get("area"),
        "any_closed": not page.object_list and not filters.is_asking and seen.exists(),
        "may_log": loggable_areas(request.standing).exists(),
    }
    return render(request, "needs/need_list.html", context)


@require_safe
def need_export(request: HttpRequest) -> HttpResponse:
    """The same list, whole, as a table to keep."""
    seen = Need.objects.visible_to(request.user)
    needs = NeedFilter(request.GET, seen=seen).apply(seen.for_rows())
    return csv_response(pgettext("name of a file", "needs"), sheet.head(), sheet.rows(needs))
