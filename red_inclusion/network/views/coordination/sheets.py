"""A sheet of areas, entities and people: template, upload, look, bring in, take back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network import actions
from red_inclusion.network.coordination_forms import SheetForm
from red_inclusion.network.models import SheetImport
from red_inclusion.network.sheets import template
from red_inclusion.network.sheets.checking import WRONG, check_tables
from red_inclusion.network.sheets.columns import ORDER
from red_inclusion.network.sheets.reading import MOST_BYTES

from .gate import for_coordination

PER_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def import_list(request: HttpRequest) -> HttpResponse:
    """To upload one, and those of before."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        try:
            return redirect(_uploaded(request, form.cleaned_data["file"]))
        except DomainError as refusal:
            beside_fields(form, refusal)
    uploads = SheetImport.objects.select_related("uploaded_by").defer("tables")
    page = Paginator(uploads, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/coordination/import_list.html", {"form": form, "page_obj": page})


def _uploaded(request: HttpRequest, file) -> SheetImport:
    """One byte more than we take is read at most, whatever was sent."""
    return actions.upload_sheets(file.name, file.read(MOST_BYTES + 1), actor=request.user)


@require_safe
@for_coordination
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(SheetImport, pk=pk)
    context = {"upload": upload, "counts": {name: len(ids) for name, ids in upload.made.items()}}
    if upload.done_at is None:
        plan = check_tables(upload.tables, language=get_language())
        context |= {"plan": plan, "wrong": plan.wrong, "WRONG": WRONG}
    return render(request, "network/coordination/import_detail.html", context)


@require_POST
@for_coordination
def import_apply(request: HttpRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(SheetImport, pk=pk)
    seen = request.POST.get("seen", "")
    try:
        actions.apply_sheets(upload, actor=request.user, seen=seen, language=get_language())
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect(upload)


@require_POST
@for_coordination
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    upload = get_object_or_404(SheetImport, pk=pk)
    try:
        actions.undo_import(upload, actor=request.user)
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return redirect(upload)
    messages.success(request, _("Undone: everything is as before."))
    return redirect("network:import_list")


@require_POST
@for_coordination
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    actions.drop_sheets(get_object_or_404(SheetImport, pk=pk), actor=request.user)
    messages.success(request, _("The file is forgotten. Nothing of it was brought in."))
    return redirect("network:import_list")


@require_safe
@for_coordination
def template_book(request: HttpRequest) -> HttpResponse:
    return _file(template.workbook(), XLSX, _("network-template") + ".xlsx")


@require_safe
@for_coordination
def template_text(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ORDER:
        raise Http404
    return _file(template.text(kind), "text/csv; charset=utf-8", f"{kind}.csv")


def _file(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
