"""A session that somebody else prepared or kept is worth nothing."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.django_db


def by_password(client: Client, person, mailoutbox) -> None:
    client.post("/accounts/login/", {"login": person.email, "password": "correct horse"})


def by_code(client: Client, person, mailoutbox) -> None:
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"^\s{4}(\S+)$", mailoutbox[0].body, re.MULTILINE)[1]
    client.post("/accounts/login/code/confirm/", {"code": code})


def holder_of(key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def is_in(client: Client) -> bool:
    return client.get("/my-work/").status_code == 200


@pytest.mark.parametrize("sign_in", [by_password, by_code])
def test_the_key_of_a_planted_session_opens_nothing_after_she_signs_in(cast, mailoutbox, sign_in):
    planted = SessionStore()
    planted.create()
    key = planted.session_key
    her = holder_of(key)

    sign_in(her, cast.bruno, mailoutbox)

    assert is_in(her)
    assert her.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert not is_in(holder_of(key))


def test_a_key_that_the_server_did_not_make_is_not_taken(cast, mailoutbox):
    key = "a" * 32
    her = holder_of(key)

    by_password(her, cast.bruno, mailoutbox)

    assert her.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert not is_in(holder_of(key))


def test_a_key_is_worth_nothing_once_she_signs_out(cast, mailoutbox):
    her = Client()
    by_password(her, cast.bruno, mailoutbox)
    stolen = holder_of(her.cookies[settings.SESSION_COOKIE_NAME].value)
    before = is_in(stolen)

    her.post("/accounts/logout/")

    assert (before, is_in(stolen)) == (True, False)


def test_a_new_password_ends_the_other_sessions(cast, mailoutbox):
    her, stolen = Client(), Client()
    for client in (her, stolen):
        by_password(client, cast.bruno, mailoutbox)
    changed = {"oldpassword": "correct horse", "password1": "battery staple 9", "password2": "battery staple 9"}

    her.post("/accounts/password/change/", changed)

    assert (is_in(her), is_in(stolen)) == (True, False)


def test_the_token_of_forms_changes_at_sign_in(cast, mailoutbox):
    her = Client()
    her.get("/accounts/login/")
    before = her.cookies["csrftoken"].value

    by_password(her, cast.bruno, mailoutbox)

    assert her.cookies["csrftoken"].value != before


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast, mailoutbox):
    her = Client()
    by_password(her, cast.bruno, mailoutbox)
    cookie = her.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")


def test_the_names_of_production_work(cast, mailoutbox, settings):
    """Sign in, send a form, open the room: whatever reads a cookie reads its name from the settings."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    her = Client(enforce_csrf_checks=True)
    page = her.get("/accounts/login/", secure=True).content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = {"login": cast.bruno.email, "password": "correct horse", "csrfmiddlewaretoken": token}

    her.post("/accounts/login/", sent, secure=True, headers={"referer": "https://testserver/accounts/login/"})

    assert her.get(reverse("meetings:room", args=[meeting.pk]), secure=True).status_code == 200
    assert {name for name in her.cookies if name.startswith("__Host-")} == {"__Host-sessionid", "__Host-csrftoken"}
    cookies = [her.cookies[name] for name in her.cookies if name.startswith("__Host-")]
    assert {(cookie["secure"], cookie["path"], cookie["domain"]) for cookie in cookies} == {(True, "/", "")}
