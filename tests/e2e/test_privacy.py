"""Somebody takes her data along and asks to be erased; a lead withdraws a text; coordination erases her."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .hands import Pointer
from .steps import LEAD, Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
COORDINATION = "coordination@demo.example"
HER = "observer@demo.example"


@pytest.mark.long
def test_her_data_go_with_her_and_then_from_the_network(signed_in, tmp_path):
    her = Person(signed_in(HER, **PHONE).new_page(), SAY, Pointer())
    her.page.goto("/accounts/profile/")
    name = her.page.locator("input[name=name]").input_value()
    her.press("link", "Read them, take them with me, have them erased")
    with her.page.expect_download() as download:
        her.press("button", "Download my data")
    download.value.save_as(tmp_path / "my.zip")
    with zipfile.ZipFile(tmp_path / "my.zip") as archive:
        assert json.loads(archive.read("my-data.json"))["held"]["accounts.user"][0]["email"] == HER
    her.press("button", "Ask for my data to be erased")
    expect(her.main.get_by_role("button", name=SAY("Do not erase them after all"))).to_be_visible()

    coordination = Person(signed_in(COORDINATION).new_page(), SAY, Pointer())
    coordination.page.goto("/personal-data/")
    row = coordination.main.get_by_role("listitem").filter(has_text=HER)
    coordination.hands.press(row.get_by_role("link"))
    coordination.hands.tick(coordination.page.locator("input[name=sure]"))
    coordination.press("button", "Erase for good")
    coordination.arrives("/personal-data/")
    expect(coordination.main.get_by_text(HER)).to_have_count(0)
    her.page.goto("/needs/")
    her.arrives("/accounts/login/")
    coordination.page.goto(f"/personal-data/?q={name}")
    expect(coordination.main.get_by_text(SAY("Nobody is called like that."))).to_be_visible()


@pytest.mark.long
def test_a_lead_withdraws_a_text(signed_in, network):
    lead = Person(signed_in(LEAD).new_page(), SAY, Pointer())
    lead.page.goto("/needs/?area=EMP")
    lead.hands.press(lead.main.locator(".row__title a").first)
    title = lead.page.get_by_role("heading", level=1).inner_text()
    lead.press("link", "Does it tell something of a person? Withdraw it")
    lead.hands.tick(lead.page.get_by_role("checkbox").first)
    lead.hands.choose(lead.page.locator("input[name=reason]").first)
    lead.press("button", "Withdraw it for good")
    lead.reads_title(SAY("The text is withdrawn"))
    lead.press("link", "Go back")
    expect(lead.page.get_by_role("heading", level=1)).not_to_have_text(title)
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Texto retirado el")
