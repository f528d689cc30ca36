from allauth.account.decorators import reauthentication_required
from allauth.mfa.webauthn.internal.flows import add_authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from red_inclusion.core.returning import onward

from . import actions, keys, terms
from .forms import ProfileForm, TermsForm
from .guests import guests_welcome
from .models import Device


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user, initial={"language": _language_of(request)})
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form})
    person = actions.edit_profile(request.user, actor=request.user, **form.cleaned_data)
    with override(person.language):
        messages.success(request, _("Your details are saved."))
    response = redirect("accounts:profile")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, **_language_cookie())
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def accept_terms(request: HttpRequest) -> HttpResponse:
    """What everybody agrees to, and the one box under it; who has accepted reads it again."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = TermsForm(request.POST or None, initial={"version": terms.VERSION})
    if request.method == "POST" and form.is_valid():
        actions.accept_terms(request.user, actor=request.user, version=form.cleaned_data["version"])
        return redirect(onward(request, "desk:my_work", wanted))
    return render(request, "accounts/terms.html", {"form": form, "next": wanted})


@require_POST
@reauthentication_required(app="allauth.mfa")
def key_restore(request: HttpRequest) -> HttpResponse:
    """The key she has just removed, as it was; told to her by mail, like any key that is added."""
    key = keys.removed_key(request)
    if key is None:
        messages.error(request, _("There is no key to have back. Add it again."))
        return redirect("mfa_list_webauthn")
    _key, codes = add_authenticator(request, key.name, key.credential)
    keys.forget_removed(request)
    return redirect("mfa_view_recovery_codes" if codes else "mfa_list_webauthn")


@require_safe
def device_list(request: HttpRequest) -> HttpResponse:
    devices = list(Device.objects.visible_to(request.user))
    here = request.session.session_key
    context = {
        "this": [device for device in devices if device.session_key == here],
        "others": [device for device in devices if device.session_key != here],
    }
    return render(request, "accounts/device_list.html", context)


@require_POST
def device_end(request: HttpRequest, pk: int) -> HttpResponse:
    actions.end_device(get_object_or_404(Device.objects.visible_to(request.user), pk=pk), actor=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:device_list")


@require_POST
def device_end_others(request: HttpRequest) -> HttpResponse:
    n = actions.end_other_devices(request.user, actor=request.user, keep=request.session.session_key)
    messages.success(request, ngettext("%(n)s device is signed out.", "%(n)s devices are signed out.", n) % {"n": n})
    return redirect("accounts:device_list")


@guests_welcome
@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's, and remembered in the profile of who is signed in."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        actions.choose_language(request.user, actor=request.user, language=language)
    return django_set_language(request)


@login_not_required
def to_sign_in(request: HttpRequest, **kwargs) -> HttpResponse:
    """Stands where another app would sign people in past our codes, limits and second factor."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(onward(request, "/", request.GET.get("next", "")))


def _language_of(request: HttpRequest) -> str:
    return request.user.language or request.LANGUAGE_CODE


def _language_cookie() -> dict:
    return {
        "max_age": settings.LANGUAGE_COOKIE_AGE,
        "path": settings.LANGUAGE_COOKIE_PATH,
        "secure": settings.LANGUAGE_COOKIE_SECURE,
        "httponly": settings.LANGUAGE_COOKIE_HTTPONLY,
        "samesite": settings.LANGUAGE_COOKIE_SAMESITE,
    }
