"""A push never moves the focus, nor takes away what somebody is writing."""

import pytest
from playwright.sync_api import Page, expect

from . import steps
from .conftest import PHONE
from .hands import Pointer
from .steps import FIRST_TECHNICIAN, LEAD, SECOND_TECHNICIAN, Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
FOCUSED = "document.activeElement.id || document.activeElement.name || document.activeElement.tagName"


@pytest.fixture
def room(network) -> str:
    return f"/meetings/{network.ids['meeting']}/room/"


@pytest.fixture
def console(network) -> str:
    return f"/meetings/{network.ids['meeting']}/console/"


def somebody(context) -> Person:
    return Person(context.new_page(), SAY, Pointer())


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)


def test_votes_of_others_and_a_new_agenda_leave_her_focus_alone(signed_in, room, network):
    her, other = somebody(signed_in(FIRST_TECHNICIAN, **PHONE)), somebody(signed_in(SECOND_TECHNICIAN, **PHONE))
    lead = signed_in(LEAD).new_page()
    her.page.goto(room)
    other.page.goto(room)
    for each in (her, other):
        enter(each)
    radio = her.page.locator("article[data-item]:visible input[type=radio]").nth(2)
    radio.focus()
    before = focused(her.page)

    cast = her.page.locator("[data-turnout]").first.inner_text()
    title = other.page.locator("article[data-item]:visible [data-title]").inner_text()
    steps.value(other, title, 3)
    expect(her.page.locator("[data-turnout]").first).not_to_have_text(cast)
    lead.goto(f"/meetings/{network.ids['meeting']}/")
    lead.get_by_label(SAY("Another agenda item")).fill("Un punto que llega tarde")
    lead.get_by_role("button", name=SAY("Add"), exact=True).click()
    expect(her.page.get_by_text("Un punto que llega tarde")).to_be_visible()

    assert focused(her.page) == before
    assert radio.evaluate("element => element === document.activeElement")


def test_what_the_lead_is_writing_stays_while_people_come_in(signed_in, room, console):
    lead, newcomer = somebody(signed_in(LEAD)), somebody(signed_in("fundown.emp@demo.example", **PHONE))
    lead.page.goto(console)
    decision = lead.field("Write down a decision")
    decision.press_sequentially("Pedir un bono de tran", delay=5)
    people = lead.page.locator("[data-part=people]").inner_text()

    newcomer.page.goto(room)
    enter(newcomer)
    title = newcomer.page.locator("article[data-item]:visible [data-title]").inner_text()
    steps.value(newcomer, title, 4)
    expect(lead.page.locator("[data-part=people]")).not_to_have_text(people, use_inner_text=True)
    lead.page.keyboard.type("sporte")

    assert decision.evaluate("element => element === document.activeElement")
    expect(decision).to_have_value("Pedir un bono de transporte")


def enter(her: Person) -> None:
    """The room counts her as present by itself, and says so."""
    expect(her.page.get_by_role("button", name=SAY("I'm only watching"))).to_be_visible()
