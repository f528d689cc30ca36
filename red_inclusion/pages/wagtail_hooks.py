from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from .models import HomePage


@hooks.register("before_delete_page")
def keep_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Without its root the site would answer nothing."""
    if not isinstance(page.specific, HomePage):
        return None
    messages.error(request, _("The home page stays: change its text instead."))
    return redirect("wagtailadmin_pages:edit", page.pk)
