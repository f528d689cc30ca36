"""For coordination: the mails that reached nobody, to be sent once more."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.fields import PlainText
from red_inclusion.network.policies import can_coordinate
from red_inclusion.notifications.actions import retry_mail
from red_inclusion.notifications.models import Mail

PER_PAGE = 20


class MailFilter(forms.Form):
    q = PlainText(
        label=gettext_lazy("Search mails"),
        required=False,
        limit=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("Address or subject")}),
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("order", "Newest first")),
            ("created_at", pgettext_lazy("order", "Oldest first")),
            ("to", pgettext_lazy("order", "By address")),
        ],
    )

    def apply(self, mails):
        self.is_valid()
        for word in self.cleaned_data.get("q", "").split():
            mails = mails.filter(to__icontains=word) | mails.filter(subject__icontains=word)
        return mails.order_by(self.cleaned_data.get("sort") or "-created_at", "-pk")

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    _require_coordination(request)
    filters = MailFilter(request.GET)
    page = Paginator(filters.apply(Mail.objects.failed()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/mail_list.html", {"filter_form": filters, "page_obj": page})


@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    _require_coordination(request)
    if retry_mail(get_object_or_404(Mail, pk=pk), actor=request.user):
        messages.success(request, _("It will be sent again in a moment. If it fails once more, you will find it here."))
    else:
        messages.info(request, _("It is on its way already."))
    return redirect("network:mail_list")


def _require_coordination(request: HttpRequest) -> None:
    if not can_coordinate(request.standing):
        raise NotAllowed("coordination_only", _("Only network coordination can do this. Ask them."))
