"""The whole chain in four browsers at once: from a need on a phone to minutes that anybody can read.

In Spanish by touch and pointer, in English by the keyboard alone.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from . import steps
from .conftest import PHONE, PROJECTOR
from .hands import Keyboard, Pointer
from .steps import FIRST_TECHNICIAN, LEAD, REPRESENTATIVE, SECOND_TECHNICIAN, Person
from .words import Words

pytestmark = pytest.mark.e2e

STATEMENT = "Las mañanas de curso coinciden con la salida del colegio y muchas madres lo dejan a medias."
SUMMARY = "La reunión ordenó las necesidades por su urgencia y puso en marcha la primera."


@dataclass
class Told:
    """What the story left: the needs in the order of their urgency, and where things are."""

    titles: list[str]
    proposal: str
    addresses: set[str]
    public_minutes: str


@pytest.mark.parametrize(("language", "hands"), [("es", Pointer()), ("en", Keyboard())], ids=["es", "en-keyboard"])
def test_from_a_need_on_a_phone_to_minutes_that_anybody_reads(language, hands, signed_in, open_context, server):
    told = tell(Words(language), hands, signed_in, open_context, server)

    reads_what_is_public(open_context().new_page(), told)
    is_sent_to_sign_in(open_context(), told.addresses)


def tell(say: Words, hands: Pointer | Keyboard, signed_in, open_context, server) -> Told:
    title = f"Cursos que acaban antes de salir del colegio ({say.language}, {type(hands).__name__})"

    def somebody(context: BrowserContext) -> Person:
        return Person(context.new_page(), say, hands)

    representative, lead = somebody(signed_in(REPRESENTATIVE, **PHONE)), somebody(signed_in(LEAD))
    first, second = somebody(open_context(**PHONE)), somebody(open_context(**PHONE))
    for her in (representative, lead):
        her.page.goto("/my-work/")
        steps.choose_language(her)
    addresses = addresses_of(representative.page, lead.page, first.page, second.page)

    need = steps.log_need(representative, title, STATEMENT)
    meeting = steps.prepare_meeting(lead, f"Reunión de prioridades ({say.language})")
    code = steps.read_code(lead)
    steps.start_meeting(lead)
    wall = projector(lead.page.context, meeting)
    steps.sign_in_with_password(first, FIRST_TECHNICIAN)
    steps.sign_in_with_code(second, SECOND_TECHNICIAN, server.folder / "mail")
    steps.join_by_code(first, code)
    steps.join_by_code(second, code)
    steps.go_to_stage(lead, "Go to the needs", "Needs on the table")
    steps.go_to_stage(lead, "Go to the priorities", "Prepare the vote")
    titles = steps.prepare_round(lead, of=title, others=2)
    steps.open_round(lead)

    for her, values in ((first, (4, 1, 0)), (second, (4, None, 1))):
        for each, urgency in zip(titles, values, strict=True):
            steps.value(her, each, urgency)
    expect(wall.locator("[data-cast]")).to_have_text("2")
    expect(wall.get_by_text(say("The results will be seen when it closes."))).to_be_visible()
    steps.close_round(lead)

    expect(wall.locator("[data-bars] [data-title]")).to_have_text(titles)
    expect(wall.locator("[data-bars] [data-mean]").first).to_have_text(re.compile(r"^4[.,]00$"))
    expect(first.page.locator("[data-results] [data-title]")).to_have_text(titles)
    representative.page.goto(need)
    rank = say("No. %(rank)s of %(out_of)s", rank=1, out_of=3)
    expect(representative.page.get_by_text(rank).first).to_be_visible()

    deadline = date.today() + timedelta(days=90)  # noqa: DTZ011 - the browser's own
    proposal_title = f"Ludoteca en las tardes de curso ({say.language})"
    proposal = steps.propose(lead, proposal_title, entity="El Candil", deadline=deadline)
    steps.close_meeting(lead, meeting)
    minutes = steps.write_minutes(lead, SUMMARY)
    for written in (title, proposal_title):
        expect(lead.page.get_by_role("article").get_by_text(written).first).to_be_visible()
    public = steps.publish_minutes(lead)
    return Told(titles, proposal_title, addresses | {need, meeting, proposal, minutes}, public)


def projector(context: BrowserContext, meeting: str) -> Page:
    wall = context.new_page()
    wall.set_viewport_size(PROJECTOR["viewport"])
    wall.goto(f"{meeting}projector/")
    return wall


def addresses_of(*pages: Page) -> set[str]:
    """Fills with every address that these browsers open from now on, the doors apart."""
    seen: set[str] = set()

    def see(frame) -> None:
        path = urlsplit(frame.url).path
        if path not in ("/", "/join/") and not path.startswith("/accounts/login/"):
            seen.add(frame.url)

    for page in pages:
        page.on("framenavigated", see)
        page.context.on("page", lambda other: other.on("framenavigated", see))
    return seen


def reads_what_is_public(page: Page, told: Told) -> None:
    """Home, the area's page, the minutes. What is not public is not in them, and nobody's name is."""
    page.goto("/")
    page.get_by_role("link", name="Empleo y Formación").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Empleo y Formación")
    page.goto(told.public_minutes)
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.get_by_text(told.titles[0])).to_have_count(0)
    assert "Técnica de" not in page.content()


def is_sent_to_sign_in(stranger: BrowserContext, addresses: set[str]) -> None:
    answers = {address: stranger.request.get(address, max_redirects=0) for address in sorted(addresses)}
    doors = {
        address: (answer.status, urlsplit(answer.headers.get("location", "")).path)
        for address, answer in answers.items()
    }
    assert doors == dict.fromkeys(answers, (302, "/accounts/login/"))
    assert len(doors) > 10
