from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import actions
from .enums import Reach
from .forms import PreferenceForm
from .models import Notification, Preference

PER_PAGE = 30


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    notices = Notification.objects.visible_to(request.user)
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/notice_list.html", {"page_obj": page})


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it leads, and it is read from then on."""
    notice = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    actions.open_notice(notice, actor=request.user)
    return redirect(notice.path)


@require_POST
def mark_all_seen(request: HttpRequest) -> HttpResponse:
    actions.mark_all_seen(request.user, actor=request.user)
    messages.success(request, _("All your notices are marked as read."))
    return redirect("notifications:notice_list")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferenceForm(request.POST if request.method == "POST" else None, initial=_kept(request.user))
    if request.method == "POST" and form.is_valid():
        actions.set_preference(request.user, actor=request.user, **form.arguments())
        messages.success(request, _("Saved. From now on we write to you like this."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


def _kept(person) -> dict:
    kept = Preference.objects.filter(person=person).first()
    if kept is None:
        return {"reach": Reach.MINE}
    return {"reach": kept.reach} | {f"kind_{name}": cadence for name, cadence in kept.chosen.items()}
