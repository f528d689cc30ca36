"""The profile and allauth's pages. Where a page sends somebody on (who is signed in already, who must first say her
password again) that is an answer; being sent to sign in is not."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import Device
from tests.passkeys import passkey_of
from tests.permissions.matrix import SIGN_IN, Row, anybody, everybody_signed_in

FROM_SCRIPT = (("X-Requested-With", "XMLHttpRequest"),)


def her_passkey(case):
    """Hers; somebody else's where nobody is signed in."""
    return {"pk": passkey_of(case.person or case.author).pk}


def device_of(person):
    """Another browser of hers that is signed in."""
    session = SessionStore()
    session.create()
    return {"pk": Device.objects.create(person=person, session_key=session.session_key).pk}


def her_device(case):
    return device_of(case.person or case.author)


def link_to_confirm(case):
    address = EmailAddress.objects.create(user=case.author, email="new@example.org")
    return {"key": EmailConfirmationHMAC(address).key}


def spent_link(case):
    return {"uidb36": "1", "key": "spent"}


def with_a_second_step(case):
    owner = case.person or case.author
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "AAAA"})
    Authenticator.objects.create(user=owner, type="recovery_codes", data={"seed": "AAAA", "used_mask": 0})
    return {}


def both(row, **changes):
    return [row(**changes), row(method="POST", **changes)]


ROWS: dict[str, Row | list[Row]] = {
    "accounts:profile": [
        everybody_signed_in(),
        everybody_signed_in(method="POST", data=lambda case: {"name": "Me", "language": "en"}),
    ],
    "accounts:terms": [
        everybody_signed_in(),
        everybody_signed_in(method="POST", data=lambda case: {"version": terms.VERSION, "accept": "on"}),
    ],
    # Where there is nothing to have back she is told so: tests/accounts/test_keys.py.
    "accounts:key_restore": everybody_signed_in(method="POST"),
    "accounts:device_list": everybody_signed_in(),
    # Somebody else's is not there: tests/accounts/test_devices.py.
    "accounts:device_end": everybody_signed_in(method="POST", kwargs=her_device),
    "accounts:device_end_others": everybody_signed_in(method="POST"),
    "set_language": anybody(method="POST", data=lambda case: {"language": "en", "next": "/"}),
    "account_login": both(anybody, data=lambda case: {"login": "nobody@example.org", "password": "wrong"}),
    "account_logout": both(anybody),
    "account_signup": both(anybody),
    "account_inactive": anybody(),
    "account_request_login_code": both(anybody, data=lambda case: {"email": f"{case.role}@example.org"}),
    # Who did not ask for a code is sent to ask for one.
    "account_confirm_login_code": both(anybody),
    "account_email_verification_sent": anybody(),
    "account_confirm_email": [
        anybody(kwargs=link_to_confirm),
        anybody(method="POST", kwargs=link_to_confirm, answer=SIGN_IN),
    ],
    "account_reset_password": both(anybody, data=lambda case: {"email": "nobody@example.org"}),
    "account_reset_password_done": anybody(),
    "account_reset_password_from_key": both(anybody, kwargs=spent_link),
    "account_reset_password_from_key_done": anybody(),
    "account_reauthenticate": both(everybody_signed_in),
    "account_email": both(everybody_signed_in),
    "account_change_password": both(everybody_signed_in),
    "account_set_password": both(everybody_signed_in),
    "mfa_index": everybody_signed_in(),
    # Only who has just given her first credential stays here.
    "mfa_authenticate": both(everybody_signed_in),
    "mfa_reauthenticate": both(everybody_signed_in),
    "mfa_activate_totp": both(everybody_signed_in),
    "mfa_deactivate_totp": both(everybody_signed_in, kwargs=with_a_second_step),
    "mfa_view_recovery_codes": everybody_signed_in(kwargs=with_a_second_step),
    "mfa_generate_recovery_codes": both(everybody_signed_in, kwargs=with_a_second_step),
    "mfa_download_recovery_codes": both(everybody_signed_in, kwargs=with_a_second_step),
    "mfa_list_webauthn": everybody_signed_in(),
    "mfa_add_webauthn": both(everybody_signed_in),
    "mfa_reauthenticate_webauthn": both(everybody_signed_in),
    # The challenge is for anybody; an answer that is none leads back to the beginning.
    "mfa_login_webauthn": [anybody(headers=FROM_SCRIPT), everybody_signed_in(method="POST")],
    "mfa_remove_webauthn": both(everybody_signed_in, kwargs=her_passkey),
    "mfa_edit_webauthn": both(everybody_signed_in, kwargs=her_passkey),
}
