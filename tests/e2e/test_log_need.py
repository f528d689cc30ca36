"""Logging a need on a phone: what the script adds to the form, and that the form does without it."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE
from .steps import FIRST_TECHNICIAN
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
STATEMENT = "Quien trabaja por la mañana no llega a ningún curso."


@pytest.fixture
def phone(signed_in) -> Page:
    return signed_in(FIRST_TECHNICIAN, **PHONE).new_page()


def write(page: Page, title: str, statement: str = STATEMENT) -> None:
    page.get_by_label(SAY("The need, in one sentence")).fill(title)
    page.get_by_label(SAY("What happens, and to whom")).fill(statement)


def register(page: Page):
    return page.get_by_role("button", name=SAY("Register the need"))


@pytest.fixture(autouse=True)
def on_the_form(phone):
    phone.goto("/needs/new/?area=EMP")


def test_similar_needs_slide_in_and_are_joined_in_place(phone):
    title = phone.get_by_label(SAY("The need, in one sentence"))

    title.press_sequentially("Con quién dejar a los hijos en la formación", delay=5)
    found = phone.locator("#similar").get_by_role("listitem")
    expect(found).to_have_count(1)
    found.get_by_role("button", name=SAY("We detect it too")).click()

    expect(found.get_by_text(SAY("%(entity)s detects it too", entity="El Candil"))).to_be_visible()
    expect(title).to_have_value("Con quién dejar a los hijos en la formación")


def test_what_is_being_written_survives_a_reload_and_goes_once_it_is_sent(phone):
    write(phone, "Aulas abiertas el sábado")
    expect(phone.get_by_text(SAY("saved on this device"))).to_be_visible()

    phone.reload()
    expect(phone.get_by_label(SAY("What happens, and to whom"))).to_have_value(STATEMENT)
    register(phone).dblclick()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Aulas abiertas el sábado")

    phone.goto("/needs/?q=aulas+abiertas+sabado")
    expect(phone.locator("main").get_by_role("heading", level=2)).to_have_count(1)
    phone.goto("/needs/new/?area=EMP")
    expect(phone.get_by_label(SAY("The need, in one sentence"))).to_have_value("")


def test_too_long_a_text_is_counted_and_kept(phone):
    write(phone, "Textos largos", "á" * 10_000)

    expect(phone.get_by_text("6000", exact=True)).to_be_visible()
    register(phone).click()
    expect(phone.get_by_role("link", name="Sobran 6000 caracteres")).to_be_visible()
    expect(phone.get_by_label(SAY("What happens, and to whom"))).to_have_value("á" * 10_000)


def test_a_need_is_logged_without_javascript(signed_in):
    page = signed_in(FIRST_TECHNICIAN, java_script_enabled=False, **PHONE).new_page()
    page.goto("/needs/new/?area=EMP")

    write(page, "Formularios en papel")
    register(page).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Formularios en papel")
