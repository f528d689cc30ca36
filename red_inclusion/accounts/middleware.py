from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme

from .devices import note_device
from .guests import is_guest

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# What has to work before anything else is settled: reading the terms, keeping one's way in, leaving; and what pages are
# made of. Pictures that are not for everybody ask by themselves (pages/views/files.py).
ALWAYS_OPEN = ("/accounts/", "/language/", "/help/", "/sw.js", "/offline/", "/media/")


class SignInRequired(LoginRequiredMiddleware):
    """Private is the default for every view: a public one says `login_not_required`.

    After signing in she comes back to the page she was on: a form that was sent has none of its own to come back to,
    and a fragment of a page is not one.
    """

    def get_login_url(self, view_func) -> str:
        """Ours, whatever the view would like."""
        return settings.LOGIN_URL

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        return detour(request, self.get_login_url(view_func))


def detour(request: HttpRequest, url: str) -> HttpResponse:
    """Send her to `url` first, and from there back to the page she was on."""
    if request.headers.get("HX-Request"):
        back = redirect_to_login(_page_of(request, request.headers.get("HX-Current-URL", "")), url)
        return lead_to(request, back["Location"])
    if request.method in SAFE_METHODS:
        return redirect_to_login(request.get_full_path(), url)
    return redirect_to_login(_page_of(request, request.headers.get("Referer", "")), url)


def lead_to(request: HttpRequest, url: str) -> HttpResponse:
    """To another page. htmx never sees a redirect: the browser follows it, and the page would land within this one."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _page_of(request: HttpRequest, address: str) -> str:
    """The path of `address` if it is one of ours, else the front door."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class GuestsAreNobody(MiddlewareMixin):
    """Stands before `SignInRequired`, which then sends her to sign in like anybody unknown."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        if is_guest(request.user) and not getattr(view_func, "guests_welcome", False):
            request.user = AnonymousUser()
            request.auser = _nobody


async def _nobody() -> AnonymousUser:
    return AnonymousUser()


class ProfileLanguage(MiddlewareMixin):
    """Who is signed in reads in the language of her profile, on whatever device."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        language = request.user.language if request.user.is_authenticated else ""
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()


class TermsAccepted(MiddlewareMixin):
    """Who has not accepted the terms as they are now reads them first. What is public stays open to her."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated or request.user.has_accepted_terms:
            return None
        if request.path.startswith(ALWAYS_OPEN) or not getattr(view_func, "login_required", True):
            return None
        return detour(request, reverse("accounts:terms"))


class DeviceNoted(MiddlewareMixin):
    """Each browser of a person who is signed in, once a day: what she sees under «My sessions»."""

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> None:
        if request.user.is_authenticated and not request.user.is_guest:
            note_device(request, request.user)
