"""For coordination: the mails that reached nobody, to be sent once more."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from red_inclusion.core.folding import all_in
from red_inclusion.network.coordination_forms import MailFilter
from red_inclusion.notifications.actions import retry_mail
from red_inclusion.notifications.models import Mail

from .coordination.gate import for_coordination

PER_PAGE = 20


@require_safe
@for_coordination
def mail_list(request: HttpRequest) -> HttpResponse:
    filters = MailFilter(request.GET)
    page = Paginator(_wanted(filters.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/mail_list.html", {"filter_form": filters, "page_obj": page})


@require_POST
@for_coordination
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    if retry_mail(get_object_or_404(Mail, pk=pk), actor=request.user):
        messages.success(request, _("It will be sent again in a moment. If it fails once more, you will find it here."))
    else:
        messages.info(request, _("It is on its way already."))
    return redirect("network:mail_list")


def _wanted(wanted: dict):
    found = Mail.objects.failed()
    if wanted.get("q"):
        rows = found.values_list("pk", "to", "subject")
        found = found.filter(pk__in=[row[0] for row in rows if all_in(wanted["q"], " ".join(row[1:]))])
    return found.order_by(wanted.get("sort") or "-created_at", "-pk")
