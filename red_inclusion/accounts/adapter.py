from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit

from .guests import leads_nowhere
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation only, and read their mail in their own language."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Back to this very host, never to another one, ours or not."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """allauth calls it a change too when she confirms, by signing in, the one that she has: the trail does not."""
        former = email_address.user.email
        confirmed = super().confirm_email(request, email_address)
        if confirmed and email_address.email != former:
            audit.record("email.changed", email_address.user, actor=email_address.user)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        if leads_nowhere(email):
            return
        with translation.override(_language_of(email)):
            super().send_mail(template_prefix, email, context)

    def render_mail(self, template_prefix: str, email, context: dict, headers: dict | None = None) -> EmailMessage:
        """A mail that is only text is dressed as the others are."""
        mail = super().render_mail(template_prefix, email, context, headers)
        if isinstance(mail, EmailMultiAlternatives) and not mail.alternatives:
            dressed = render_to_string("emails/from_text.html", context | {"text": mail.body}, self.request)
            mail.attach_alternative(dressed, "text/html")
        return mail


class SecondStepAdapter(DefaultMFAAdapter):
    """A code of the app is no code of an e-mail: what to do next is another thing."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That is not it. Copy the code that your app shows now, or try your key once more."),
    }

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """«My key 2», until she names it."""
        others = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My key %(number)s") % {"number": others + 1} if others else gettext("My key")


def _language_of(email: str) -> str:
    chosen = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
    return chosen or translation.get_language() or settings.LANGUAGE_CODE
