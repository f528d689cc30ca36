"""Who may come in with an account of another house. Only read where a provider is set (settings/single_sign_on.py)."""

from allauth.core.exceptions import SignupClosedException
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from .guests import leads_nowhere
from .models import User


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Signing up stays closed: an account is tied to a person whom we know by the address that its provider verified.

    Whatever is wrong, the answer is the same page, so that nobody learns whose address is known here.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sociallogin.account.extra_data = {}  # her name, photo and groups there are none of our business
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        person = known_person(sociallogin)
        if person is None or (request.user.is_authenticated and request.user.pk != person.pk):
            raise SignupClosedException
        sociallogin.connect(request, person)


def known_person(sociallogin: SocialLogin) -> User | None:
    """Whom one of its verified addresses belongs to. A guest's leads nowhere; who was shut out stays out."""
    verified = [each.email for each in sociallogin.email_addresses if each.verified and not leads_nowhere(each.email)]
    people = User.objects.filter(is_active=True, is_guest=False)
    return next((person for email in verified for person in people.filter(email__iexact=email)), None)


class UntieForm(DisconnectForm):
    """allauth keeps the last account of who has no password. Here everybody has another way in: a code by e-mail."""

    def clean(self) -> dict:
        return self.cleaned_data
