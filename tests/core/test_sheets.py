import csv
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook

from red_inclusion.core.sheets import csv_response, safe_cell

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")',
    "|calc",
    "%0A=1",
    "＝1+1",
    "\ufeff=1",
    "\u200b=1",
    "\u202e=1",
    "\xa0=1",
    "\x00=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("value", ["Falta transporte", "", "a=b", "3 - 2", 7, -3, 2.5, 0, Decimal("-2.5")])
def test_what_is_none_stays_as_it_is(value):
    assert safe_cell(value) == value


def test_the_rest_becomes_text():
    assert [safe_cell(value) for value in (None, date(2026, 1, 2), gettext_lazy("=x"), True)] == [
        "",
        "2026-01-02",
        "'=x",
        True,
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_computes_nothing_of_it(text):
    """openpyxl makes a formula of what begins with «=»; unprotected, the first would be one."""
    book = Workbook()
    book.active["A1"] = safe_cell(text)
    written = BytesIO()
    book.save(written)

    assert load_workbook(written).active["A1"].data_type == "s"


def test_without_it_a_workbook_would_compute():
    book = Workbook()
    book.active["A1"] = "=1+1"

    assert book.active["A1"].data_type == "f"


@pytest.mark.parametrize(("language", "parted_by"), [("es", ";"), ("en", ",")])
def test_a_table_opens_as_spreadsheets_of_her_language_expect(language, parted_by):
    with translation.override(language):
        response = csv_response("needs", ["A", "B"], [["uno;dos,tres", 'com"illas\ny línea']])

    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(text.splitlines(keepends=True), delimiter=parted_by)) == [
        ["A", "B"],
        ["uno;dos,tres", 'com"illas\ny línea'],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="needs.csv"'


@pytest.mark.parametrize(
    ("language", "written"), [("es", "3,25;0,67;-2,50;7;-3;'-3,x"), ("en", '3.25,0.67,-2.50,7,-3,"\'-3,x"')]
)
def test_figures_are_written_as_her_spreadsheet_counts(language, written):
    figures = [3.25, 2 / 3, Decimal("-2.5"), 7, -3, "-3,x"]
    with translation.override(language):
        response = csv_response("needs", [], [figures])

    assert response.content.decode("utf-8-sig").splitlines()[1] == written
