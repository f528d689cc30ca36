"""The page for when there is no connection, and what a browser keeps of it."""

import re

import pytest
from django.conf import settings
from django.test import Client

LANGUAGES = dict(settings.LANGUAGES)


def kept(worker: str) -> list[str]:
    [page] = re.findall(r'PAGE = "(.+?)"', worker)
    [parts] = re.findall(r"PARTS = \[(.+?)\]", worker)
    return [page.encode().decode("unicode_escape"), *re.findall(r'"(.+?)"', parts)]


@pytest.mark.parametrize(("language", "title"), [("es", "No hay conexión"), ("en", "There is no connection")])
def test_the_page_is_in_the_language_it_is_asked_for_whatever_the_browser_speaks(language, title):
    """Without the `db` fixture, any query at all fails this test."""
    page = Client(headers={"accept-language": "en"}).get(f"/offline/?language={language}")

    assert (page.status_code, f"<h1>{title}</h1>" in page.content.decode()) == (200, True)
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.django_db
def test_nobody_is_named_on_the_page(client, cast):
    client.force_login(cast.bruno)

    page = client.get("/offline/?language=es").content.decode()

    assert cast.bruno.name not in page
    assert "data-offline" not in page
    assert page == Client().get("/offline/?language=es").content.decode()


def test_the_worker_keeps_one_page_and_what_it_is_dressed_in():
    worker = Client().get("/sw.js?language=en").content.decode()

    assert [address.partition("?")[0].rpartition(".")[2] for address in kept(worker)] == ["/offline/", "css", "svg"]
    assert kept(worker)[0] == "/offline/?language=en"
    assert len(worker) < 2500


def test_a_worker_is_asked_for_again_each_time_and_changes_with_its_page(monkeypatch):
    first = Client().get("/sw.js?language=es")
    monkeypatch.setattr("red_inclusion.core.offline._words", lambda language: "other words")
    second = Client().get("/sw.js?language=es")

    assert first["Cache-Control"] == "no-cache"
    assert first["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.content != second.content


def test_a_language_that_is_none_gets_that_of_the_browser():
    """What comes in the address is never repeated in a script."""
    worker = Client(headers={"accept-language": "en"}).get('/sw.js?language=";alert(1)//').content.decode()

    assert "alert" not in worker
    assert kept(worker)[0] == "/offline/?language=en"


@pytest.mark.django_db
@pytest.mark.parametrize(("signed_in", "wish"), [(True, "keep"), (False, "forget")])
def test_only_who_is_signed_in_keeps_it(client, cast, signed_in, wish):
    if signed_in:
        client.force_login(cast.bruno)

    page = client.get("/accounts/terms/" if signed_in else "/accounts/login/").content.decode()

    assert f'data-offline="{wish}"' in page


@pytest.mark.django_db
def test_the_policy_takes_workers_of_this_site_only(client):
    assert "worker-src 'self'" in client.get("/accounts/login/")["Content-Security-Policy"]
