"""«Normas de uso y confidencialidad»: asked before anything else, and again when they change."""

import pytest
from django.test import Client

from red_inclusion.accounts import actions, terms
from red_inclusion.core.errors import DomainError
from red_inclusion.core.models import AuditEvent
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

ACCEPT = {"version": terms.VERSION, "accept": "on"}


@pytest.fixture
def elena():
    return PersonFactory(terms_version=0)


@pytest.fixture
def hers(elena):
    client = Client()
    client.force_login(elena, "django.contrib.auth.backends.ModelBackend")
    return client


def test_who_has_not_accepted_reads_them_first_and_comes_back(hers, elena):
    sent = hers.get("/needs/?q=aula")

    accepted = hers.post("/accounts/terms/", ACCEPT | {"next": "/needs/?q=aula"})

    elena.refresh_from_db()
    assert (sent["Location"], accepted["Location"]) == ("/accounts/terms/?next=/needs/%3Fq%3Daula", "/needs/?q=aula")
    assert (elena.terms_version, elena.terms_accepted_at is not None) == (terms.VERSION, True)
    assert AuditEvent.objects.get(action="terms.accepted").data == {"version": terms.VERSION}
    assert hers.get("/needs/").status_code == 200


def test_she_is_not_led_to_what_is_no_address(hers):
    assert hers.post("/accounts/terms/", ACCEPT | {"next": "abc"})["Location"] == "/my-work/"


def test_nothing_is_done_before(hers):
    assert hers.post("/needs/new/", {"title": "x"})["Location"].startswith("/accounts/terms/")


def test_a_fragment_leads_the_whole_page_to_them(hers):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/needs/new/"}

    response = hers.get("/needs/", headers=headers)

    assert (response.status_code, response["HX-Redirect"]) == (204, "/accounts/terms/?next=/needs/new/")


def test_she_can_read_what_is_public_and_leave(hers):
    assert hers.get("/").status_code == 200
    assert hers.post("/accounts/logout/")["Location"] == "/"


def test_everybody_is_asked_again_when_they_change(hers, elena, monkeypatch):
    hers.post("/accounts/terms/", ACCEPT)
    monkeypatch.setattr(terms, "VERSION", terms.VERSION + 1)

    assert hers.get("/my-work/")["Location"] == "/accounts/terms/?next=/my-work/"


def test_the_box_has_to_be_ticked(hers, elena):
    page = hers.post("/accounts/terms/", {"version": terms.VERSION})

    elena.refresh_from_db()
    assert (list(page.context["form"].errors), elena.terms_version) == (["accept"], 0)


def test_a_version_that_she_has_not_read_is_not_accepted(elena):
    with pytest.raises(DomainError) as refusal:
        actions.accept_terms(elena, actor=elena, version=terms.VERSION + 1)

    assert refusal.value.code == "terms_changed"


def test_the_way_back_is_one_of_ours(hers):
    assert hers.post("/accounts/terms/", ACCEPT | {"next": "https://elsewhere.example/"})["Location"] == "/my-work/"
