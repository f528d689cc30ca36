"""Only allauth signs people in, and private is the default."""

import asyncio
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from tests.factories import CoordinatorFactory, PersonFactory

pytestmark = pytest.mark.django_db

CREDENTIALS = {
    "login": "bruno@example.org",
    "username": "bruno@example.org",
    "email": "bruno@example.org",
    "password": "correct horse",
    "next": "/",
}


def every_address(resolver=None, prefix=""):
    """Every pattern of the site with ones for its arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = entry.pattern
        text = prefix + "".join(
            "1" if part.startswith(("<", "(")) else part for part in _parts(getattr(pattern, "_route", str(pattern)))
        )
        if isinstance(entry, URLResolver):
            yield from every_address(entry, text)
        else:
            yield "/" + text.replace("^", "").replace("$", "").replace("\\", "")


def _parts(route: str):
    return re.findall(r"<[^>]+>|\((?:[^()]|\([^()]*\))*\)|[^<(]+", route)


def test_only_one_address_takes_a_password(bruno):
    """Wagtail brings three more doors; credentials are tried on every address there is."""
    CoordinatorFactory(person=bruno)
    addresses = sorted(set(every_address()))
    opened = set()
    for address in addresses:
        client = Client(raise_request_exception=False)
        client.post(address, CREDENTIALS)
        if "_auth_user_id" in client.session:
            opened.add(address)

    assert {"/_util/login/", "/cms/login/", "/accounts/login/code/confirm/"} < set(addresses)
    assert opened == {reverse("account_login")}


@pytest.mark.parametrize(
    "address", ["/cms/login/", "/cms/password_reset/", "/cms/password_reset/confirm/1/2/", "/_util/login/"]
)
def test_other_doors_lead_to_ours_and_keep_where_she_was_going(client, address):
    response = client.get(f"{address}?next=/needs/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/needs/")


def test_other_doors_lead_nowhere_else(client):
    assert client.get("/cms/login/?next=https://elsewhere.example/")["Location"] == "/accounts/login/?next=/"


def test_the_way_in_by_wagtail_names_is_ours_too():
    assert reverse("wagtailcore_login") == "/_util/login/"
    assert reverse("wagtailadmin_login") == "/cms/login/"


@pytest.mark.parametrize("address", ["/areas/?page=2", "/entities/999999/", "/my-work/", "/cms/", "/documents/9/x.pdf"])
def test_a_stranger_is_sent_to_sign_in_and_back(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=" + address.partition("?")[0])


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/needs/new/?area=EMP", "/needs/new/%3Farea%3DEMP"),
        ("https://elsewhere.example/needs/", "/"),
        ("", "/"),
    ],
)
def test_who_sends_a_form_without_being_signed_in_comes_back_to_it(client, referer, back):
    response = client.post("/accounts/profile/", {"name": "X"}, headers={"referer": referer})

    assert response["Location"] == f"/accounts/login/?next={back}"


def test_a_fragment_sends_the_whole_page_to_sign_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/needs/"}

    response = client.get("/areas/", headers=headers)

    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/login/?next=/needs/")
    assert "Location" not in response


def test_every_middleware_can_run_async():
    """One that cannot holds up the server's stop for ever while a request is in flight."""

    async def view(request):
        return None

    sync_only = []
    for path in settings.MIDDLEWARE:
        middleware = import_string(path)
        if not getattr(middleware, "async_capable", False) and not asyncio.iscoroutinefunction(middleware(view)):
            sync_only.append(path)

    assert sync_only == []


def test_a_person_may_not_pass_for_another_by_case(bruno):
    other = PersonFactory(email="bruno2@example.org")

    assert Client().login(email="BRUNO@example.org", password="correct horse")
    assert not Client().login(email=other.email, password="wrong")
