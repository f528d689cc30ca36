"""A guest has a row and a session, and to all that does not expect her she is nobody."""

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail

from red_inclusion.accounts.actions import create_guest
from red_inclusion.accounts.guests import leads_nowhere
from red_inclusion.accounts.models import User
from red_inclusion.core.models import AuditEvent
from tests.cast import person

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def guest(cast) -> User:
    return create_guest(actor=cast.dani, name="Eva", language="es")


@pytest.fixture
def browser(client, guest):
    client.force_login(guest, BACKEND)
    return client


def test_a_guest_has_no_password_and_an_address_that_leads_nowhere(guest):
    assert (guest.is_guest, guest.has_usable_password(), leads_nowhere(guest.email)) == (True, False, True)


def test_two_guests_have_different_addresses(cast, guest):
    assert create_guest(actor=cast.dani, name="Eva", language="es").email != guest.email


def test_the_trail_does_not_name_her(guest):
    event = AuditEvent.objects.get(action="person.came_as_guest")

    assert (event.object_id, event.actor_id, event.data) == (guest.pk, None, {})


def test_she_is_sent_to_sign_in_like_anybody_and_the_page_there_does_not_know_her(browser):
    sent = browser.get("/my-work/")
    page = browser.get(sent.url)

    assert sent.url == "/accounts/login/?next=/my-work/"
    assert page.status_code == 200
    assert "Eva" not in page.text


def test_a_public_page_does_not_know_her_either(browser, db):
    assert "Eva" not in browser.get("/").text


def test_she_signs_in_with_an_account_of_her_own_and_is_a_guest_no_more(browser, cast):
    browser.post("/accounts/login/", {"login": "bruno@example.org", "password": "correct horse"})

    assert browser.get("/accounts/profile/").context["user"] == cast.bruno


def test_she_chooses_her_language_and_leaves_by_the_same_buttons_as_everybody(browser, guest):
    browser.post("/language/setlang/", {"language": "en", "next": "/"})
    guest.refresh_from_db()
    browser.post("/accounts/logout/")

    assert guest.language == "en"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("address", "field"), [("/accounts/password/reset/", "email"), ("/accounts/login/code/", "email")]
)
def test_nothing_is_ever_mailed_to_her(client, guest, address, field):
    client.post(address, {field: guest.email})

    assert mail.outbox == []


def test_mail_to_others_still_leaves(client, cast):
    client.post("/accounts/login/code/", {"email": "bruno@example.org"})

    assert [letter.to for letter in mail.outbox] == [["bruno@example.org"]]


def test_the_adapter_sends_nothing_to_where_guests_live(rf, guest):
    get_adapter().send_mail("account/email/login_code", guest.email, {"code": "AAAA"})

    assert mail.outbox == []


def test_who_has_an_account_is_no_guest(db):
    assert person("eva").is_guest is False
