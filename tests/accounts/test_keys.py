"""Passkeys and the second step: keys with names, had back once removed, and each change told and on record."""

from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core import mail

from red_inclusion.core import clock
from red_inclusion.core.models import AuditEvent
from tests.factories import PersonFactory
from tests.passkeys import credential, passkey_of

pytestmark = pytest.mark.django_db

KEYS = "/accounts/2fa/webauthn/"
RESTORE = "/accounts/2fa/webauthn/restore/"


@pytest.fixture
def browser(client, bruno):
    """Signed in, and just asked whether it is he."""
    client.post("/accounts/login/", {"login": bruno.email, "password": "correct horse"})
    client.post("/accounts/reauthenticate/", {"password": "correct horse"})
    return client


def names(person) -> list[str]:
    return [str(key) for key in Authenticator.objects.filter(user=person, type="webauthn")]


def remove(browser, key) -> None:
    browser.post(f"{KEYS}keys/{key.pk}/remove/", follow=True)


def test_a_removed_key_can_be_had_back_as_it_was(browser, bruno):
    remove(browser, passkey_of(bruno))
    gone = names(bruno)
    offered = browser.get(KEYS).text

    browser.post(RESTORE)

    assert (gone, "Portátil" in offered, RESTORE in offered) == ([], True, True)
    assert [key.data for key in Authenticator.objects.filter(type="webauthn")] == [
        {"name": "Portátil", "credential": credential()}
    ]
    assert RESTORE not in browser.get(KEYS).text


def test_after_ten_minutes_it_is_gone(browser, bruno):
    remove(browser, passkey_of(bruno))

    with clock.set_to(clock.now() + timedelta(minutes=11)):
        offered = RESTORE in browser.get(KEYS).text
        browser.post(RESTORE)

    assert (offered, names(bruno)) == (False, [])


def test_nobody_else_has_it_back(browser, bruno, client):
    remove(browser, passkey_of(bruno))
    other = PersonFactory()
    client.force_login(other, "django.contrib.auth.backends.ModelBackend")

    client.post(RESTORE)

    assert (names(bruno), names(other)) == ([], [])


def test_it_is_asked_again_whether_it_is_she(client, bruno):
    client.post("/accounts/login/", {"login": bruno.email, "password": "correct horse"})

    answer = client.post(RESTORE)

    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_keys_are_named_until_she_names_them(browser, bruno):
    first = browser.get(f"{KEYS}add/").context["form"].initial["name"]
    passkey_of(bruno)

    assert [first, get_adapter().generate_authenticator_name(bruno, "webauthn")] == ["My key", "My key 2"]


@pytest.mark.parametrize(("name", "kept"), [("Mi móvil", "Mi móvil"), ("", "Portátil"), ("x" * 61, "Portátil")])
def test_a_name_is_short_and_never_empty(browser, bruno, name, kept):
    key = passkey_of(bruno)

    browser.post(f"{KEYS}keys/{key.pk}/edit/", {"name": name})

    assert names(bruno) == [kept]


def test_every_change_is_told_to_her_and_is_on_record_without_names(browser, bruno):
    remove(browser, passkey_of(bruno))
    browser.post(RESTORE)

    events = AuditEvent.objects.filter(action__startswith="second_step").values_list("action", "data")
    assert list(events) == [
        ("second_step.removed", {"type": "webauthn"}),
        ("second_step.added", {"type": "webauthn"}),
    ]
    assert [letter.subject for letter in mail.outbox] == ["A passkey was removed", "A passkey was added"]


def test_the_codes_come_as_a_file_that_says_what_they_are(browser, bruno):
    Authenticator.objects.create(user=bruno, type="totp", data={"secret": "AAAA"})
    browser.post("/accounts/2fa/recovery-codes/generate/")

    lines = browser.get("/accounts/2fa/recovery-codes/download/").text.splitlines()

    assert (lines[0].endswith("Recovery codes"), len([line for line in lines[3:] if line])) == (True, 10)
