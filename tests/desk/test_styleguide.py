import pytest
from bs4 import BeautifulSoup
from django.test import Client

from needs.enums import NeedState
from proposals.enums import ProposalState
from red_inclusion.settings import base

pytestmark = pytest.mark.django_db

SECTIONS = """
mark colour space icons type prose facts buttons badges cards rows table board form meters distribution timeline notices
toasts dialog empty ballot results document
""".split()


@pytest.fixture(scope="module")
def soup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return BeautifulSoup(Client().get("/styleguide/").content, "html.parser")


def test_it_has_a_section_for_every_part(soup):
    assert [heading["id"].removeprefix("sg-") for heading in soup.select("main section > h2[id^=sg-]")] == SECTIONS


def test_it_shows_every_state_of_needs_and_proposals(soup):
    shown = {badge.get_text(strip=True) for badge in soup.select("[aria-labelledby=sg-badges] .badge")}

    assert {str(state.label) for state in (*NeedState, *ProposalState)} <= shown


def test_its_form_shows_every_field_wrong_beside_the_field_and_above(soup):
    wrong = soup.select("form:has(.error-summary) .field--error")

    assert len(wrong) == len(soup.select(".error-summary li")) == 5


def test_no_id_stands_twice(soup):
    ids = [element["id"] for element in soup.select("[id]")]

    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_where_people_work_it_is_not_there(settings, client):
    settings.STYLEGUIDE = base.STYLEGUIDE

    assert client.get("/styleguide/").status_code == 404


def test_it_asks_no_more_of_the_database_than_an_empty_page(client, django_assert_num_queries, settings):
    with django_assert_num_queries(0):
        client.get("/offline/")
    client.get("/styleguide/")
    with django_assert_num_queries(2):  # the name of the network, and the pages of its footer
        client.get("/styleguide/")
