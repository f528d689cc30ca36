"""What is written stays on the device until the server has it, and no longer."""

import pytest
from playwright.sync_api import Page, expect

from .network import Network
from .steps import LEAD

pytestmark = pytest.mark.e2e

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"


@pytest.fixture
def lead(signed_in) -> Page:
    return signed_in(LEAD).new_page()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    expect(page.locator("form[data-draft] [data-draft-note]")).to_be_visible()


@pytest.mark.long
def test_minutes_already_saved_offer_what_was_written_since(lead: Page, network: Network):
    lead.goto(f"/meetings/{network.ids['meeting']}/")
    token = lead.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    made = lead.context.request.post(
        f"/meetings/{network.ids['meeting']}/minutes/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": lead.url},
    )
    lead.goto(made.url)
    summary, offered = lead.get_by_label("Resumen"), lead.locator("[data-draft-offer]")
    write(lead, "Resumen", "Uno")
    lead.get_by_role("button", name="Guardar y leer").click()
    lead.wait_for_url(lambda url: "edit" not in url)
    assert lead.evaluate(KEPT) == []

    lead.goto(made.url)
    expect(offered).to_be_hidden()
    write(lead, "Resumen", "Uno y dos")
    lead.reload()
    expect(summary).to_have_value("Uno")
    expect(offered).to_be_visible()
    lead.locator("[data-draft-restore]").click()

    expect(summary).to_have_value("Uno y dos")
    expect(offered).to_be_hidden()
    lead.reload()
    lead.locator("[data-draft-drop]").click()
    expect(summary).to_have_value("Uno")
    assert lead.evaluate(KEPT) == []
