from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.marks import stale
from red_inclusion.network.models import Area
from red_inclusion.pages.actions import edit_area_intro, intro_mark
from red_inclusion.pages.forms import AreaIntroForm
from red_inclusion.pages.models import AreaPage
from red_inclusion.pages.policies import can_edit_area_page


@require_http_methods(["GET", "HEAD", "POST"])
def area_intro(request: HttpRequest, code: str) -> HttpResponse:
    """The introduction of the area's public page, for who runs the area: no need of the CMS."""
    area = get_object_or_404(Area.objects.visible_to(request.user), code=code)
    if not can_edit_area_page(request.standing, area.pk):
        raise NotAllowed("not_allowed", _("Only the lead of the area or coordination can do this."))
    page = get_object_or_404(AreaPage.objects.live(), area=area)
    form = AreaIntroForm(request.POST or None, initial={"intro": page.intro})
    if request.method == "POST" and form.is_valid() and _saved(request, page, form):
        messages.success(request, _("The public page says it already."))
        return redirect(page.get_url(request))
    page.refresh_from_db()
    saved = AreaIntroForm(initial={"intro": page.intro})
    context = {"form": form, "area": area, "page": page} | stale(request, intro_mark(page), form, saved)
    return render(request, "pages/area_intro.html", context)


def _saved(request: HttpRequest, page: AreaPage, form: AreaIntroForm) -> bool:
    try:
        edit_area_intro(page, actor=request.user, intro=form.cleaned_data["intro"], seen=request.POST.get("seen"))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
