"""Every page that refuses says how to go on, in the product's look and in her language."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from red_inclusion import urls as our_urls
from red_inclusion.core import error_pages
from red_inclusion.core.errors import DomainError


def raising(error):
    @login_not_required
    def view(request):
        raise error

    return view


urlpatterns = [
    path("400/", raising(SuspiciousOperation())),
    path("403/", raising(PermissionDenied())),
    path("409/", raising(DomainError("taken", "Somebody was faster. Choose another."))),
    path("413/", login_not_required(error_pages.too_large)),
    path("429/", login_not_required(error_pages.too_many_requests)),
    path("500/", raising(RuntimeError("on purpose"))),
    *our_urls.urlpatterns,
]
handler400, handler429, handler500 = our_urls.handler400, our_urls.handler429, our_urls.handler500

TITLES = {
    400: ("No hemos podido leer lo que ha llegado", "We could not read what arrived"),
    403: ("Esto no te corresponde", "This is not yours to do"),
    404: ("Esta página no está aquí", "This page is not here"),
    409: ("No se ha podido hacer", "That could not be done"),
    413: ("Es demasiado grande", "That is too large"),
    429: ("Demasiados intentos en poco tiempo", "Too many tries in a short time"),
    500: ("Algo ha fallado por nuestra parte", "Something went wrong on our side"),
}
PAGES = [
    (status, language, title)
    for status, both in TITLES.items()
    for language, title in zip(("es", "en"), both, strict=True)
]


def read(response) -> tuple[str, str, str, list[str]]:
    soup = BeautifulSoup(response.content, "html.parser")
    ways = [way["href"] for way in soup.select("main a.button")]
    return soup.html["lang"], soup.h1.get_text(strip=True), soup.main.get_text(" ", strip=True), ways


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("status", "language", "title"), PAGES)
def test_it_says_what_happened_and_how_to_go_on(status, language, title):
    client = Client(raise_request_exception=False, headers={"accept-language": language})

    response = client.get(f"/{status}/")
    lang, heading, words, ways = read(response)

    assert (response.status_code, lang, heading) == (status, language, title)
    assert len(words) > len(heading) + 30
    assert ways == ["/"]
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("es", "Vuelve"), ("en", "Go back")])
def test_a_form_without_its_token_says_go_back_and_that_nothing_is_lost(language, words):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})

    response = client.post("/accounts/login/", {"login": "x@example.org"})

    assert response.status_code == 403
    assert words in read(response)[2]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", [400, 429, 500])
def test_the_plain_ones_ask_nothing_of_the_database(status):
    """Without the `db` fixture, any query at all fails this test."""
    client = Client(raise_request_exception=False)

    assert client.get(f"/{status}/").status_code == status


@pytest.mark.urls(__name__)
def test_an_error_page_that_breaks_still_apologises(settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "tests.core.test_error_pages.BrokenStorage"}}

    response = Client(raise_request_exception=False).get("/500/")

    assert (response.status_code, response.content.decode()) == (500, error_pages.LAST_RESORT)


class BrokenStorage:
    def url(self, name):
        raise ValueError("no manifest")


@pytest.fixture
def updating(settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE.touch()
    return settings.MAINTENANCE_FILE


@pytest.mark.parametrize(("language", "title"), [("es", "Estamos actualizando"), ("en", "We are updating")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_while_it_is_updated_everybody_reads_so(updating, language, title, method):
    response = getattr(Client(headers={"accept-language": language}), method)("/accounts/login/")

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "300", "no-store")
    assert read(response)[:2] == (language, title)


@pytest.mark.django_db
def test_once_the_file_is_gone_it_is_open_again(updating):
    updating.unlink()

    assert Client().get("/accounts/login/").status_code == 200


def test_probes_are_answered_while_it_is_updated(updating):
    assert Client().get("/healthz").status_code == 200


def test_the_last_resort_is_whole_html():
    soup = BeautifulSoup(error_pages.LAST_RESORT, "html.parser")

    assert [heading.get_text() for heading in soup.find_all("h1")] == [
        "Algo ha fallado por nuestra parte",
        "Something went wrong on our side",
    ]
