"""What people get wrong, and what they are told: beside the field, in their language, and nothing is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from meetings.models import Meeting
from needs.models import STATEMENT_LIMIT, Need
from proposals.models import Proposal
from red_inclusion.core import clock
from tests.e2e.words import Words
from tests.meetings.factories import MeetingFactory
from tests.needs.factories import NeedFactory
from tests.proposals.factories import ProposalFactory

TOO_LONG = (
    "It is %(over)s character too long: %(limit)s at most. Nothing you wrote has been lost.",
    "It is %(over)s characters too long: %(limit)s at most. Nothing you wrote has been lost.",
)
NO_SUCH_CODE = "No meeting of yours has this code. Look again: codes never have 0, O, 1, I or L."
LISTS = ("/needs/", "/meetings/", "/minutes/", "/proposals/", "/proposals/board/", "/entities/")
SEARCHES = ('"', "'", "   ", "\0", 'a"b', "%", "_", "\\", "(", "🙂", "a" * 5000)


@pytest.fixture(params=["es", "en"])
def say(request, cast) -> Words:
    for person in (cast.alba, cast.bruno):
        person.language = request.param
        person.save(update_fields=["language"])
    return Words(request.param)


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def told_beside(response, field: str) -> str:
    """What stands beside a field; the field says that it is wrong and where that is told."""
    soup = BeautifulSoup(response.content, "html.parser")
    control = soup.find(attrs={"name": field})
    assert control["aria-invalid"] == "true"
    assert f"id_{field}_error" in control["aria-describedby"].split()
    return soup.find(id=f"id_{field}_error").get_text(" ", strip=True)


def written_in(response, field: str) -> str:
    control = BeautifulSoup(response.content, "html.parser").find(attrs={"name": field})
    return control.get_text().removeprefix("\n") if control.name == "textarea" else control["value"]


def test_an_empty_need(cast, say):
    sent = {"area": "EMP", "title": " ", "statement": "Quien vive en las pedanías no llega.", "submission": uuid4()}

    answer = browser_of(cast.bruno).post("/needs/new/", sent)

    assert told_beside(answer, "title") == say("Say in one sentence what is missing.")
    assert written_in(answer, "statement") == sent["statement"]
    assert Need.objects.count() == 0


def test_a_need_of_ten_thousand_characters(cast, say):
    sent = {"area": "EMP", "title": "Llegar sin coche", "statement": "ñ" * 10_000, "submission": uuid4()}

    answer = browser_of(cast.bruno).post("/needs/new/", sent)

    told = say.count(*TOO_LONG, 10_000 - STATEMENT_LIMIT, over=10_000 - STATEMENT_LIMIT, limit=STATEMENT_LIMIT)
    assert told_beside(answer, "statement") == told
    assert written_in(answer, "statement") == sent["statement"]
    assert written_in(answer, "title") == "Llegar sin coche"
    assert Need.objects.count() == 0


def test_a_meeting_that_ends_before_it_starts(cast, say):
    sent = {
        "area": "EMP",
        "title": "Enero",
        "day": "2027-01-20",
        "start": "17:00",
        "end": "16:00",
        "agenda": "Uno\nDos",
    }

    answer = browser_of(cast.alba).post("/meetings/new/", sent)

    assert told_beside(answer, "end") == say("It ends before it starts. Choose an end later than the start.")
    assert written_in(answer, "agenda") == "Uno\nDos"
    assert Meeting.objects.count() == 0


def test_a_deadline_in_the_past_is_asked_about_and_not_forbidden(cast, say):
    need = NeedFactory(area=cast.emp, entity=cast.entity, author=cast.bruno)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    sent = {"title": "Bono de transporte", "needs": need.pk, "lead_entity": cast.entity.pk, "deadline": yesterday}
    client = browser_of(cast.alba)

    asked = client.post(f"/proposals/new/?need={need.pk}", sent)
    meant = client.post(f"/proposals/new/?need={need.pk}", sent | {"deadline_is_right": "on"})

    assert told_beside(asked, "deadline") == say("This day has already passed. Change it, or tick that it is right.")
    assert written_in(asked, "title") == "Bono de transporte"
    assert meant.status_code == 302
    assert [proposal.deadline.isoformat() for proposal in Proposal.objects.all()] == [yesterday]


def test_a_code_that_does_not_exist(cast, say):
    client = browser_of(cast.bruno)

    typed = client.post("/join/", {"code": "zzz-zzz"})
    scanned = client.get("/join/ZZZZZZ/")

    assert told_beside(typed, "code") == told_beside(scanned, "code") == say(NO_SUCH_CODE)
    assert written_in(typed, "code") == "zzz-zzz"
    assert scanned.status_code == 404


@pytest.mark.parametrize("code", ["%00AB", "%00", "K7P%004QX"])
def test_a_code_with_what_no_keyboard_writes(cast, code):
    answers = [client.get(f"/join/{code}/").status_code for client in (Client(), browser_of(cast.bruno))]

    assert answers == [404, 404]


def test_a_number_of_five_thousand_figures_finds_nothing(cast):
    need, many = NeedFactory(area=cast.emp, entity=cast.entity), "9" * 5000
    client = browser_of(cast.alba)

    answers = [
        client.post(f"/needs/{need.pk}/confirm/", {"entity": many}),
        client.get("/proposals/new/", {"need": many}),
        client.get("/proposals/new/", {"meeting": many}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_links_of_another_area_lead_nowhere(cast):
    elsewhere = {"area": cast.edu, "entity": cast.other_entity}
    need = NeedFactory(**elsewhere, author=cast.carla, visibility="area")
    meeting = MeetingFactory(area=cast.edu, in_session=True)
    proposal = ProposalFactory(area=cast.edu, lead_entity=cast.other_entity)
    client = browser_of(cast.bruno)
    links = [need.get_absolute_url(), meeting.get_absolute_url(), proposal.get_absolute_url()]
    links += [f"{meeting.get_absolute_url()}{face}/" for face in ("room", "console", "projector", "print")]
    links += [f"/join/{meeting.join_code}/"]

    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 404)


@pytest.mark.parametrize("path", LISTS)
def test_a_search_for_anything_gets_a_page(path, cast):
    client = browser_of(cast.bruno)

    answers = {words[:10]: client.get(path, {"q": words}).status_code for words in SEARCHES}

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("path", LISTS)
def test_links_with_nonsense_in_them_still_show_the_list(path, cast):
    client = browser_of(cast.bruno)
    nonsense = ("state=%00", "area=NOPE", "page=-1", "page=9999", "page=x", "sort='", "entity=abc", "entity=9" * 30)

    answers = {query: client.get(f"{path}?{query}").status_code for query in nonsense}

    assert answers == dict.fromkeys(answers, 200)


def test_a_double_submit_makes_one_of_each(cast):
    client, submission = browser_of(cast.alba), uuid4()
    need = {
        "area": "EMP",
        "entity": cast.entity.pk,
        "title": "Llegar",
        "statement": "Sin coche",
        "submission": submission,
    }

    first, second = (client.post("/needs/new/", need) for _ in range(2))
    made = Need.objects.get()
    proposal = {"title": "Bono", "needs": made.pk, "lead_entity": cast.entity.pk, "submission": submission}
    proposal["deadline"] = (clock.today() + timedelta(days=9)).isoformat()
    third, fourth = (client.post(f"/proposals/new/?need={made.pk}", proposal) for _ in range(2))

    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert (third.status_code, third["Location"]) == (fourth.status_code, fourth["Location"])
    assert Proposal.objects.count() == 1
