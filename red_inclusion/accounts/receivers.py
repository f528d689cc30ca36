from allauth.account import signals as account
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount import signals as other_house
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from red_inclusion.core import audit

from . import keys
from .devices import note_device
from .models import Device


@receiver(user_logged_in, dispatch_uid="accounts.note_device")
def note_the_device(sender, request, user, **kwargs):
    if hasattr(request, "session"):
        note_device(request, user)


@receiver(user_logged_out, dispatch_uid="accounts.forget_device")
def forget_the_device(sender, request, **kwargs):
    if hasattr(request, "session") and request.session.session_key:
        Device.objects.filter(session_key=request.session.session_key).delete()


@receiver(authenticator_added, dispatch_uid="accounts.second_step_added")
def record_added(sender, user, authenticator, **kwargs):
    audit.record("second_step.added", user, actor=user, type=authenticator.type)


@receiver(authenticator_removed, dispatch_uid="accounts.second_step_removed")
def record_removed(sender, request, user, authenticator, **kwargs):
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        keys.keep_removed(request, authenticator)
    audit.record("second_step.removed", user, actor=user, type=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="accounts.second_step_reset")
def record_reset(sender, user, authenticator, **kwargs):
    audit.record("second_step.reset", user, actor=user, type=authenticator.type)


@receiver(account.password_set, dispatch_uid="accounts.password_set")
def record_first_password(sender, user, **kwargs):
    audit.record("password.set", user, actor=user)


@receiver(account.password_changed, dispatch_uid="accounts.password_changed")
def record_new_password(sender, user, **kwargs):
    audit.record("password.changed", user, actor=user)


@receiver(account.password_reset, dispatch_uid="accounts.password_reset")
def record_password_by_mail(sender, user, **kwargs):
    audit.record("password.reset", user, actor=user)


@receiver(other_house.social_account_added, dispatch_uid="accounts.account_tied")
def record_tied(sender, sociallogin, **kwargs):
    tied = sociallogin.account
    audit.record("account.tied", tied.user, actor=tied.user, provider=tied.provider)


@receiver(other_house.social_account_removed, dispatch_uid="accounts.account_untied")
def record_untied(sender, socialaccount, **kwargs):
    audit.record("account.untied", socialaccount.user, actor=socialaccount.user, provider=socialaccount.provider)
