"""What a browser is told to refuse, on every answer: of every route to every role, errors and files too."""

import urllib.request
from urllib.error import HTTPError

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from red_inclusion import urls as our_urls
from red_inclusion.headers import PERMISSIONS_POLICY, POLICY_OF_FILES
from tests.permissions.matrix import ask, rows
from tests.permissions.world import OWN, ROLES, Case
from tests.servers import running_server

PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
STRICT = SAFE | {"X-Frame-Options": "DENY"}
# Its address is the key: no page that it leads to is told.
STRICTER = {"personal_link": {"Referrer-Policy": "no-referrer"}}
ALL = [(name, row) for name, given in rows().items() for row in given]
NAMES = [f"{name}-{row.method}-{number}" for number, (name, row) in enumerate(ALL)]


def in_order(policy: str) -> list[str]:
    return sorted(policy.split("; "))


def dress(headers) -> dict:
    return {name: headers.get(name) for name in STRICT}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), ALL, ids=NAMES)
def test_every_route_answers_with_them(world, name, row):
    ask_as(ROLES[:1] + ROLES[-1:], world, name, row)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), ALL, ids=NAMES)
def test_every_route_answers_every_role_with_them(world, name, row):
    """200, 302, 403 and 404 alike: which of them it is, the permission table says."""
    ask_as(ROLES, world, name, row)


def ask_as(roles, world, name, row):
    world.clients, world.author  # noqa: B018 - made once, outside of what is undone
    for role in roles:
        with transaction.atomic():
            response = ask(world.clients[role], name, row, Case(world, role, OWN))
            transaction.set_rollback(True)

        assert dress(response) == STRICT | STRICTER.get(name, {}), (role, response.status_code)
        policy = response["Content-Security-Policy"]
        assert in_order(policy) in (in_order(PAGE_POLICY), in_order(POLICY_OF_FILES)), role


@login_not_required
def breaks(request):
    raise RuntimeError("on purpose")


@login_not_required
def suspects(request):
    raise SuspiciousOperation("on purpose")


urlpatterns = [path("breaks/", breaks), path("suspects/", suspects), *our_urls.urlpatterns]
handler400, handler429, handler500 = our_urls.handler400, our_urls.handler429, our_urls.handler500


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/breaks/", "get", 500),
        ("/suspects/", "get", 400),
        ("/nothing-is-here/", "get", 404),
        ("/healthz", "post", 405),
        ("/language/setlang/", "get", 405),
        ("/needs/", "get", 302),
        ("/needs", "get", 301),
        ("/documents/9/x.pdf", "get", 302),
        ("/media/original_images/x.png", "get", 302),
    ],
)
def test_every_error_answers_with_them(address, method, status):
    response = getattr(Client(raise_request_exception=False), method)(address)

    assert (response.status_code, dress(response)) == (status, STRICT)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_refused_host_answers_with_them():
    response = Client().get("/", headers={"host": "elsewhere.example"})

    assert (response.status_code, dress(response)) == (400, STRICT)


@pytest.mark.django_db
def test_only_the_cms_shows_pages_of_ours_in_a_frame(world):
    response = world.clients["coordination"].get("/cms/")

    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31_536_000)
def test_in_production_http_leads_to_https_which_the_browser_remembers():
    plain, secure = Client().get("/accounts/login/"), Client().get("/accounts/login/", secure=True)

    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/accounts/login/")
    assert secure["Strict-Transport-Security"] == "max-age=31536000"
    assert dress(plain) == dress(secure) == STRICT


def test_a_header_that_is_set_by_a_view_is_kept():
    from red_inclusion.headers import SafetyHeaders

    answer = SafetyHeaders(lambda request: HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"}))(None)

    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db(transaction=True)
def test_the_real_server_sends_them_with_files_and_what_is_not_there(tmp_path):
    with running_server(tmp_path) as server:
        answers = {
            address: dress(headers_of(f"{server.origin}{address}"))
            for address in ("/static/img/favicon.svg", "/static/nothing.css", "/media/nothing.png", "/healthz", "/")
        }

    assert answers == dict.fromkeys(answers, STRICT)


def headers_of(url: str):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            answer.read()
            return answer.headers
    except HTTPError as refusal:
        return refusal.headers
