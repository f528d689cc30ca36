"""With scripts off, plain forms do it all."""

import pytest
from playwright.sync_api import expect

from . import steps
from .conftest import PHONE
from .hands import Pointer
from .steps import FIRST_TECHNICIAN, Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")


def test_a_technician_joins_by_code_logs_a_need_and_votes(signed_in, network):
    page = signed_in(FIRST_TECHNICIAN, java_script_enabled=False, **PHONE).new_page()
    her = Person(page, SAY, Pointer())

    steps.join_by_code(her, network.ids["join_code"])
    room = page.url
    cards = page.locator("article[data-item]")
    first, second, third = (cards.nth(place) for place in range(3))
    steps.choose(her, first, 4)
    steps.choose(her, second, None)
    her.press("button", "Send my vote")

    expect(page).to_have_url(room)
    expect(first.get_by_role("radio", name=SAY.urgency(4), exact=True)).to_be_checked()
    expect(second.get_by_role("radio", name=SAY("I do not know it well enough"))).to_be_checked()
    expect(first.get_by_text(steps.receipt(her))).to_be_visible()
    expect(third.get_by_text(steps.receipt(her))).to_have_count(0)

    steps.log_need(her, "Un aula con ordenadores por la tarde", "Quien no tiene ordenador no puede hacer la tarea.")

    expect(page.get_by_text(SAY("Only this area"))).to_have_count(0)
