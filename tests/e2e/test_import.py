"""Story C: coordination brings in a network of 20 entities and 60 people from a sheet with 6 wrong rows."""

import pytest
from playwright.sync_api import FilePayload, expect

from red_inclusion.network.sheets.reading import read_tables
from tests.network.sheets import network, workbook

from .hands import Pointer
from .steps import Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRONG_ENTITIES = [("Centro de Día", "nave espacial", "", "", "", "EMP"), ("", "school", "", "", "", "EMP")]
RIGHT_ENTITIES = [("Centro de Día", "other", "", "", "", "EMP"), ("Escuela de Adultos", "school", "", "", "", "EMP")]
CELLS = ("B20", "A21", "B2", "C3", "B5", "F7")


def sheet(*, wrong: bool) -> dict[str, list[tuple]]:
    rows = network(18, 60)
    rows["entities"] += WRONG_ENTITIES if wrong else RIGHT_ENTITIES
    if wrong:
        people = rows["people"]
        people[0] = (people[0][0], "tecnica01@example", people[0][2])
        people[1] = (*people[1][:2], "Asociación que no está")
        people[3] = (people[3][0], people[2][1], people[2][2])
        people[5] = (*people[5], "", "", "klingon")
    return rows


def go_to_import(her: Person) -> None:
    section = her.page.get_by_role("navigation", name=SAY("Coordination"))
    her.hands.press(section.get_by_role("link", name=SAY.of("sheet", "Import"), exact=True))
    her.reads_title(SAY("Import a sheet"))


def upload(her: Person, content: bytes) -> None:
    her.main.locator("input[type=file]").set_input_files(FilePayload(name="red.xlsx", mimeType=XLSX, buffer=content))
    her.press("button", "Upload and look")
    her.reads_title("red.xlsx")


@pytest.mark.long
def test_coordination_brings_in_a_whole_network(signed_in):
    her = Person(signed_in("coordination@demo.example").new_page(), SAY, Pointer())
    her.page.goto("/my-work/")
    her.hands.press(her.page.locator("header details summary").first)
    her.press("link", "Coordination")
    go_to_import(her)
    with her.page.expect_download() as download:
        her.press("link", "Download the template (XLSX)")
    assert download.value.suggested_filename == "plantilla-red.xlsx"

    upload(her, workbook(**sheet(wrong=True)))
    expect(her.main).to_contain_text("Hay 6 filas con algo que corregir")
    for cell in CELLS:
        expect(her.main.get_by_role("rowheader").filter(has_text=f"{cell} ·")).to_have_count(1)
    her.hands.press(her.main.get_by_role("button", name="Incorporar las 74 filas correctas"))
    expect(her.main).to_contain_text(SAY("It is in the network. The people get their invitations by e-mail now."))

    her.press("button", "Undo the whole import")
    expect(her.page.get_by_text(SAY("Undone: everything is as before."))).to_be_visible()
    upload(her, workbook(**sheet(wrong=True)))
    her.hands.press(her.main.get_by_role("button", name="Incorporar las 74 filas correctas"))
    go_to_import(her)

    upload(her, workbook(**sheet(wrong=False)))
    her.hands.press(her.main.get_by_role("button", name="Incorporar las 6 filas"))
    her.press("link", "See the invitations")
    expect(her.main).to_contain_text("60 resultados")


def test_the_sheet_of_the_story_has_what_it_says():
    tables = read_tables("red.xlsx", workbook(**sheet(wrong=True)))

    assert [len(table["rows"]) for table in tables] == [2, 20, 60]
