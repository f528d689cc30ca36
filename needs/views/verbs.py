"""What is done to a need with one button, or with one and a reason."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from needs.actions import (
    answer_need,
    confirm_need,
    discard_need,
    reopen_need,
    set_visibility,
    withdraw_confirmation,
)
from needs.forms.writing import AnswerForm, ArchiveForm
from needs.models import Need
from needs.policies import confirming_entity_ids
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.fields import is_number
from red_inclusion.network.models import Entity

from .fetching import led_need, readable_need
from .writing import confirmable


@require_POST
def need_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    need = readable_need(request, pk)
    confirm_need(need, entity=_entity_spoken_for(request, need), actor=request.user)
    if request.htmx:
        (row,) = confirmable(request, [readable_need(request, pk)])
        return render(request, "needs/includes/similar_need.html", {"row": row})
    messages.success(request, _("Thank you. Your entity stands beside this need."))
    return redirect(need)


@require_POST
def need_unconfirm(request: HttpRequest, pk: int) -> HttpResponse:
    need = readable_need(request, pk)
    withdraw_confirmation(need, entity=_entity_spoken_for(request, need), actor=request.user)
    messages.success(request, _("Your entity no longer stands beside this need."))
    return redirect(need)


@require_POST
def need_visibility(request: HttpRequest, pk: int) -> HttpResponse:
    need = led_need(request, pk)
    need = set_visibility(need, visibility=request.POST.get("visibility", ""), actor=request.user)
    messages.success(request, _("Who sees it: %(who)s.") % {"who": need.get_visibility_display()})
    return redirect(need)


@require_POST
def need_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    need = reopen_need(led_need(request, pk), actor=request.user)
    messages.success(request, _("The need is open again."))
    return redirect(need)


@require_http_methods(["GET", "HEAD", "POST"])
def need_discard(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Archive the need"),
        "lede": _("It leaves the lists and is not voted again. It can be reopened at any time."),
        "submit": _("Archive the need"),
    }
    return _close(request, pk, ArchiveForm, discard_need, _("Archived. It can be reopened from here."), words)


@require_http_methods(["GET", "HEAD", "POST"])
def need_answer(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "title": _("Mark as answered"),
        "lede": _("What was asked for has come about, or needs nothing more. It can be reopened at any time."),
        "submit": _("Mark as answered"),
    }
    return _close(request, pk, AnswerForm, answer_need, _("Answered. Its entities see it here."), words)


def _close(request: HttpRequest, pk: int, form_class: type[Form], action: Callable, said: str, words: dict):
    need = led_need(request, pk)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(need, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, said)
            return redirect(need)
    return render(request, "needs/need_close.html", {"need": need, "form": form, **words})


def _entity_spoken_for(request: HttpRequest, need: Need) -> Entity:
    """The one she names; without a name, the only one she could."""
    named = request.POST.get("entity", "")
    if named:
        return get_object_or_404(Entity, pk=int(named) if is_number(named) else 0)
    own = confirming_entity_ids(request.standing, need)
    if len(own) != 1:
        raise NotAllowed("not_allowed", _("Needs are confirmed for another entity that you represent."))
    return Entity.objects.get(pk=own[0])
