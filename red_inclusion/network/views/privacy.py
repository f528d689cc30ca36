"""What is held of people: each reads her own; coordination erases; leads withdraw texts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from red_inclusion.accounts.guests import ERASED
from red_inclusion.accounts.models import User
from red_inclusion.core import error_pages, limits, retention
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.folding import all_in
from red_inclusion.network import actions, policies, redaction
from red_inclusion.network.forms import EraseForm, PersonSearch, WithdrawForm
from red_inclusion.network.models import Area, Entity, ErasureRequest, Mandate

from .coordination.gate import for_coordination

EXPORTS, EXPORT_WINDOW = 5, 60 * 60
MOST_FOUND = 20
MOST_SAID = 80


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    asked = ErasureRequest.objects.filter(person=request.user).first()
    context = {"asked": asked, "kept": retention.all_kinds(), "coordinates": policies.can_coordinate(request.standing)}
    return render(request, "network/my_data.html", context)


@never_cache
@require_POST
def my_data_download(request: HttpRequest) -> HttpResponse:
    """A POST, because the trail says that it was made."""
    if limits.count(f"export:{request.user.pk}", EXPORT_WINDOW) > EXPORTS:
        return error_pages.too_many_requests(request)
    response = HttpResponse(actions.export_person(request.user, actor=request.user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@require_POST
def erasure_ask(request: HttpRequest) -> HttpResponse:
    actions.ask_for_erasure(request.user, actor=request.user)
    messages.success(request, _("Asked. Network coordination has been told."))
    return redirect("network:my_data")


@require_POST
def erasure_withdraw(request: HttpRequest) -> HttpResponse:
    actions.withdraw_erasure_request(request.user, actor=request.user)
    messages.success(request, _("You no longer ask for it: your data stay."))
    return redirect("network:my_data")


@require_safe
@for_coordination
def personal_data(request: HttpRequest) -> HttpResponse:
    """For coordination: who asks to be erased, whom to find, how long things are kept."""
    form = PersonSearch(request.GET)
    wanted = form.wanted().get("q") or ""
    context = {
        "requests": ErasureRequest.objects.select_related("person"),
        "form": form,
        "wanted": wanted,
        "found": _people_called(wanted) if wanted else [],
        "kept": retention.all_kinds(),
    }
    return render(request, "network/personal_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordination
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.exclude(email__startswith=ERASED), pk=pk)
    form = EraseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.erase_person(person, actor=request.user, **form.arguments())
        except DomainError as refusal:
            beside_fields(form, refusal)
        else:
            messages.success(request, _("Erased. In what remains she is «%(name)s».") % {"name": person.name})
            return redirect("network:personal_data")
    context = {"form": form, "person": person, "places": _places_of(person)}
    return render(request, "network/person_erase.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact_text(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    known = redaction.kind_named(kind)
    subject = known.find(request.user, pk)
    if not known.may(request.standing, subject):
        raise NotAllowed("not_allowed", _("You cannot withdraw this text. Ask the area lead or network coordination."))
    texts = redaction.texts_of(known, subject)
    form = WithdrawForm(request.POST or None, texts=texts)
    back = known.path(subject)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = actions.redact_text(subject, actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            beside_fields(form, refusal)
        else:
            # Shown once: to whom it went is on no page that stays.
            return render(request, "network/text_withdrawn.html", {"withdrawn": withdrawn, "back": back})
    context = {"form": form, "texts": texts, "back": back, "about": Truncator(str(subject)).chars(MOST_SAID)}
    return render(request, "network/redact_text.html", context)


def _people_called(wanted: str) -> list[User]:
    """By name or address: few enough to be looked through."""
    people = User.objects.exclude(email__startswith=ERASED)
    return [person for person in people if all_in(wanted, f"{person.name} {person.email}")][:MOST_FOUND]


def _places_of(person: User) -> list[tuple[Entity, Area]]:
    current = Mandate.objects.current().filter(person=person).select_related("seat__entity", "seat__area")
    return [(mandate.seat.entity, mandate.seat.area) for mandate in current]
