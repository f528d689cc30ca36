from contextlib import nullcontext

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from red_inclusion.accounts.middleware import ALWAYS_OPEN, SAFE_METHODS, lead_to
from red_inclusion.core.both_ways import BothWays

from .standing import read_once, standing_of


class StandingMiddleware(BothWays):
    """`request.standing`: what the person is in the network, read once a request and only when asked for."""

    def __call__(self, request):
        request.standing = SimpleLazyObject(lambda: standing_of(request.user))
        if self.is_awaited:
            return self._answer(request)
        with _reading(request):
            return self.get_response(request)

    async def _answer(self, request):
        with _reading(request):
            return await self.get_response(request)


def _reading(request):
    return read_once() if request.method in SAFE_METHODS else nullcontext()


class SecondStepForCoordination(MiddlewareMixin):
    """Who may change everything does so behind a second step: until she has one, she is led to where she makes it."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated:
            return None
        if request.path.startswith(ALWAYS_OPEN) or not needs_second_step(request):
            return None
        messages.warning(request, _("Coordination needs a second step. Add one here, and go on."))
        return lead_to(request, reverse("mfa_index"))


def needs_second_step(request) -> bool:
    if not settings.REQUIRE_MFA_FOR_COORDINATION:
        return False
    if not (request.standing.coordinates or request.user.is_staff):
        return False
    return not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
