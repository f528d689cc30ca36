"""What a browser is told to refuse, on errors and files too; of each route for each role, see the permission matrix."""

import urllib.request
from urllib.error import HTTPError

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from red_inclusion import urls as our_urls
from tests.servers import running_server

from .headers import STRICT, dress, lacking


@pytest.mark.django_db
def test_a_header_left_out_would_be_seen():
    answer = Client().get("/accounts/login/")
    whole = lacking(answer)
    del answer["Referrer-Policy"]
    answer["Content-Security-Policy"] = "default-src 'self'"

    assert (whole, sorted(lacking(answer))) == ({}, ["Content-Security-Policy", "Referrer-Policy"])


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
