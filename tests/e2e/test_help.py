"""The help in a browser: found from where she is, read without scripts, on one sheet of paper, and hints that go."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .rooms import LEAD, VOTER, Room
from .steps import REPRESENTATIVE
from .words import Words

pytestmark = [pytest.mark.e2e, pytest.mark.long]

SAY = Words("es")
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page[^s]")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_hint_is_hidden_for_good_and_shown_again_from_the_profile(signed_in, scripts):
    page = signed_in(REPRESENTATIVE, java_script_enabled=scripts, **PHONE).new_page()
    hint = page.get_by_role("complementary", name=SAY("What this page is for"))

    page.goto("/needs/?q=transporte")
    hint.get_by_role("button").click()
    expect(hint).to_have_count(0)
    assert page.url.endswith("/needs/?q=transporte")
    page.goto("/meetings/")
    expect(hint).to_be_visible()
    page.goto("/accounts/profile/")
    page.get_by_role("button", name=SAY("Show the hints again")).click()
    page.goto("/needs/")
    expect(hint).to_be_visible()


def test_from_a_page_she_comes_to_the_part_about_it(signed_in):
    page = signed_in(REPRESENTATIVE).new_page()

    page.goto("/proposals/")
    page.locator("header").get_by_role("link", name=SAY("Help")).click()

    assert page.url.endswith("/help/representative/#proposals")
    expect(page.get_by_role("heading", name="Propuestas y compromisos")).to_be_in_viewport()


def test_every_picture_is_there(open_context):
    page = open_context().new_page()
    for name in ("technician", "representative", "lead", "coordination"):
        page.goto(f"/help/{name}/")
        pictures = page.locator(".guide-picture")
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("(img) => img.decode()")
        sizes = pictures.evaluate_all("(all) => all.map((img) => [img.naturalWidth > 200, img.alt !== ''])")
        assert sizes and all(size == [True, True] for size in sizes)


def test_the_sheet_fits_on_one_page_with_and_without_a_code(signed_in, network):
    room = Room(network.ids)
    page = signed_in(LEAD).new_page()

    printed = {}
    for address in ("/help/voting/", f"/help/voting/{room.meeting}/"):
        page.goto(address)
        printed[address] = len(PAGE_OF_PDF.findall(page.pdf(format="A4")))

    assert set(printed.values()) == {1}


def test_nothing_of_it_stands_over_a_ballot(signed_in, network):
    page = Room(network.ids).enter(signed_in(VOTER, **PHONE))

    expect(page.locator(".hint")).to_have_count(0)
    page.locator(".room-bar summary").click()
    with page.expect_popup() as popup:
        page.get_by_role("link", name=SAY("Help (opens in another tab)")).click()
    expect(popup.value.get_by_role("heading", level=1)).to_have_text(SAY("How to vote"))
    expect(page.locator("[data-ballot]")).to_be_visible()
