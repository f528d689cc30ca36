"""The help: anybody reads it, in her language, and each page of the product leads to the right part of it."""

import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve, reverse

from meetings.enums import MeetingState
from red_inclusion.guide import texts
from red_inclusion.guide.contexts import BY_APP, BY_VIEW, help_for
from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize("language", settings.LANGUAGES_COMPLETE)
@pytest.mark.parametrize("page", texts.PAGES)
def test_anybody_reads_a_page_in_her_language(client, page, language):
    answer = client.get(f"/help/{page}/", headers={"accept-language": language})

    assert answer.status_code == 200
    assert answer.context["text"] == texts.read(page, language)
    assert f"guide/img/{language}/" in answer.text


@pytest.mark.parametrize("address", ["/help/nothing/", "/help/texts/", "/help/..%2fes/"])
def test_a_page_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_language_without_the_page_reads_it_in_spanish():
    assert texts.read("lead", "ca") == texts.read("lead", "es")


def test_the_titles_of_the_sections_lead_to_them(client):
    page = client.get("/help/lead/").text

    assert [f'id="{address}"' in page for address, _title in texts.read("lead", "en").sections] == [True] * 4


def test_what_a_text_says_in_html_is_shown_and_not_obeyed(monkeypatch, tmp_path):
    (tmp_path / "es").mkdir()
    text = "# Título\n\nPara quién.\n\n## Parte {#part}\n\n<script>alert(1)</script>\n"
    (tmp_path / "es" / "lead.md").write_text(text)
    monkeypatch.setattr(texts, "FOLDER", tmp_path)

    body = texts.read("lead", "es").body

    assert body == '<h2 id="part">Parte</h2>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'


def help_at(address: str, user=None) -> str:
    request = RequestFactory().get(address)
    request.resolver_match, request.user = resolve(address), user
    return help_for(request)


@pytest.mark.parametrize(
    ("address", "about"),
    [
        ("/needs/", "/help/technician/#needs"),
        ("/needs/new/", "/help/technician/#needs"),
        ("/minutes/", "/help/technician/#minutes"),
        ("/meetings/1/console/", "/help/lead/#room"),
        ("/meetings/1/room/", "/help/voting/"),
        ("/proposals/", "/help/representative/#proposals"),
        ("/accounts/2fa/", "/help/coordination/#second-step"),
        ("/help/", "/help/"),
        ("/", "/help/"),
    ],
)
def test_each_page_leads_to_the_help_about_it(address, about):
    assert help_at(address) == about


def test_every_help_that_a_page_leads_to_is_written():
    sections = {page: {address for address, _title in texts.read(page, "es").sections} for page in texts.PAGES}
    wanted = {*BY_VIEW.values(), *BY_APP.values()} - {(texts.VOTING, "")}

    assert [place for place in wanted if place[1] not in sections[place[0]]] == []


def test_the_header_of_a_page_holds_the_link(client, cast):
    client.force_login(cast.bruno, BACKEND)

    links = re.findall(r'<a class="bell site-header__help" href="(/help/[^"]*)"', client.get("/needs/").text)

    assert links == ["/help/technician/#needs"]


def test_the_sheet_names_no_meeting_unless_reached_from_one(client, cast):
    page = client.get("/help/voting/")

    assert (page.status_code, "<svg" in page.text, "sheet__qr" in page.text) == (200, True, False)


@pytest.mark.parametrize("state", [MeetingState.CONVENED, MeetingState.IN_SESSION])
def test_reached_from_a_meeting_the_sheet_holds_its_code(client, cast, state):
    meeting = MeetingFactory(area=cast.emp, state=state, created_by=cast.alba)
    client.force_login(cast.bruno, BACKEND)

    page = client.get(reverse("guide:voting_at", args=[meeting.pk]))

    assert meeting.title in page.text
    assert reverse("meetings:join_code", args=[meeting.join_code]) in page.text


@pytest.mark.parametrize(("who", "state"), [("carla", MeetingState.CONVENED), ("bruno", MeetingState.CLOSED)])
def test_a_code_is_not_shown_to_others_nor_when_it_is_over(client, cast, who, state):
    meeting = MeetingFactory(area=cast.emp, state=state, created_by=cast.alba)
    client.force_login(getattr(cast, who), BACKEND)

    assert client.get(reverse("guide:voting_at", args=[meeting.pk])).status_code == 404
