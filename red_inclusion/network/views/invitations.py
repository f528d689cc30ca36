"""Inviting somebody, and coming in with the link."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network import actions
from red_inclusion.network.actions.invitations import hash_of, inviter_may_send, refusal_of
from red_inclusion.network.forms import AcceptForm, InviteForm
from red_inclusion.network.models import Invitation, Seat
from red_inclusion.network.notifications import link_of
from red_inclusion.network.policies import can_invite

from .coordination.undoing import remember
from .people import entities_of, entity_of_people, entity_url

GONE = 410
COORDINATION = "coordination"  # the list that she came from, and goes back to


@require_safe
def invitation_entity(request: HttpRequest) -> HttpResponse:
    """For which entity; who has only one goes on at once."""
    entities = entities_of(request.standing)
    if not entities:
        return redirect("network:entity_list")
    if len(entities) == 1:
        return redirect("network:invitation_create", entities[0].pk)
    return render(request, "network/choose_entity.html", {"entities": entities, "inviting": True})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: HttpRequest, pk: int) -> HttpResponse:
    entity, seats = entity_of_people(request, pk)
    if entity.pk != pk and request.method != "POST":
        return redirect("network:invitation_create", entity.pk)
    seats = [seat for seat in seats if can_invite(request.standing, seat)]
    initial = {"language": request.user.language or request.LANGUAGE_CODE, "name": request.GET.get("name", "")[:120]}
    form = InviteForm(request.POST or None, seats=seats, standing=request.standing, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = actions.invite_person(entity, actor=request.user, **form.arguments())
            return _sent(request, invitation, token)
        except DomainError as refusal:
            beside_fields(form, refusal)
    context = {"form": form, "entity": entity, "seats": seats, "back": entity_url(entity)}
    return render(request, "network/invitation_form.html", context)


@never_cache
@require_POST
def invitation_send(request: HttpRequest, pk: int) -> HttpResponse:
    invitation, token = actions.send_again(_invitation_of(request, pk), actor=request.user)
    return _sent(request, invitation, token)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = actions.withdraw_invitation(_invitation_of(request, pk), actor=request.user)
    if request.POST.get("from") == COORDINATION:
        page = reverse("network:coordination_invitations")
        remember(request, "invitation_withdrawn", invitation, page=page)
        return redirect(page)
    messages.success(request, _("The invitation is withdrawn: its link no longer works."))
    return redirect(entity_url(invitation.entity))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link. Looking at it changes nothing: mail programs open links before people do."""
    invitation = _invitation_behind(token)
    if invitation is None:
        return render(request, "network/invitation_unknown.html", status=404)
    with translation.override(_language_for(request, invitation)):
        return _accept(request, invitation, token)


@login_not_required
@never_cache
@require_POST
def invitation_ask(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _invitation_behind(token)
    if invitation is None:
        return render(request, "network/invitation_unknown.html", status=404)
    with translation.override(_language_for(request, invitation)):
        actions.ask_again(invitation)
        context = {"invitation": invitation, "inviter_may": inviter_may_send(invitation)}
        return render(request, "network/invitation_asked.html", context)


def _accept(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    if person and invitation.person_id == person.pk:
        return redirect("desk:my_work")
    if refusal := refusal_of(invitation):
        return _refused(request, invitation, token, refusal)
    known = User.objects.filter(email__iexact=invitation.email).exists()
    is_hers = person.email.lower() == invitation.email.lower() if person else not known
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        known=bool(person),
        accepted=bool(person and person.has_accepted_terms),
        initial={"name": invitation.name, "language": translation.get_language(), "version": terms.VERSION},
    )
    if request.method == "POST" and (form.is_valid() or not is_hers):
        try:
            _refuse_another(is_hers, person)
            person = actions.accept_invitation(invitation, token=token, actor=person, **form.arguments(person))
            return _come_in(request, person)
        except NotAllowed:
            raise
        except DomainError as refusal:
            return _refused(request, invitation, token, refusal)
    context = {
        "form": form,
        "invitation": invitation,
        "areas": [seat.area for seat in invitation.seats.select_related("area")],
        "is_hers": is_hers,
        "must_sign_in": known and not person,
        "inviter_entity": _entity_of(invitation),
    }
    return render(request, "network/invitation_accept.html", context)


def _refuse_another(is_hers: bool, person: User | None) -> None:
    if is_hers:
        return
    if person is None:
        raise DomainError("person_exists", _("You have access already: sign in first, and open the link again."))
    raise NotAllowed("not_you", _("This invitation is for another address. Sign out, and open the link again."))


def _come_in(request: HttpRequest, person: User) -> HttpResponse:
    """Through allauth's own flow, so that whatever it asks of everybody it asks of her."""
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
    if request.user.is_authenticated:
        return redirect("desk:my_work")
    record_authentication(request, person, method="invitation")
    return perform_login(request, Login(user=person, email=person.email, redirect_url=reverse("desk:my_work")))


def _refused(request: HttpRequest, invitation: Invitation, token: str, refusal: DomainError) -> HttpResponse:
    context = {
        "invitation": invitation,
        "refusal": refusal,
        "token": token,
        "expired": refusal.code == "expired",
        "inviter_may": inviter_may_send(invitation),
        "sign_in": refusal.code in ("used", "person_exists"),
    }
    return render(request, "network/invitation_refused.html", context, status=GONE)


def _sent(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The only page that ever shows the link; the answer to a POST, so that it is kept in no address."""
    back = entity_url(invitation.entity)
    if request.POST.get("from") == COORDINATION:
        back = reverse("network:coordination_invitations")
    context = {"invitation": invitation, "link": link_of(token), "back": back}
    return render(request, "network/invitation_sent.html", context)


def _invitation_of(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).select_related("entity"), pk=pk)


def _invitation_behind(token: str) -> Invitation | None:
    rows = Invitation.objects.select_related("entity", "invited_by", "person")
    return rows.filter(token_hash=hash_of(token)).first()


def _language_for(request: HttpRequest, invitation: Invitation) -> str:
    """What she has chosen on this device, else that of the invitation."""
    chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return translation.get_language() if chosen else invitation.language


def _entity_of(invitation: Invitation) -> str:
    """Of whoever invites, where she speaks for one in these areas."""
    seats = Seat.objects.current().filter(
        mandates__person=invitation.invited_by, mandates__until=None, area__in=invitation.seats.values("area")
    )
    return seats.values_list("entity__name", flat=True).first() or ""
