"""The sheets to fill in, in the language of whoever asks: heads, one example below them, and lists to choose from."""

import csv
from io import BytesIO, StringIO

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from red_inclusion.network.enums import EntityKind, MandateKind

from .columns import COLUMNS, ENTITIES, ORDER, PEOPLE, TITLES, Column

WIDTH = 28
CHOICES = {
    (ENTITIES, "kind"): lambda: [str(kind.label) for kind in EntityKind],
    (PEOPLE, "kind"): lambda: [str(kind.label) for kind in MandateKind],
    (PEOPLE, "language"): lambda: [get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES],
}


def workbook() -> bytes:
    """Three sheets to fill in, and one that says how."""
    book = Workbook()
    book.remove(book.active)
    for kind in ORDER:
        _fill(book.create_sheet(str(TITLES[kind])), kind)
    _explain(book.create_sheet(_("How to fill it in")))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def text(kind: str) -> str:
    """One of them as CSV, as spreadsheets of our countries read it."""
    written = StringIO()
    csv.writer(written, delimiter=";").writerow(_head(column) for column in COLUMNS[kind])
    return "\ufeff" + written.getvalue()


def _head(column: Column) -> str:
    return f"{column.label} *" if column.required else str(column.label)


def _fill(sheet, kind: str) -> None:
    sheet.append([_head(column) for column in COLUMNS[kind]])
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS[kind], start=1):
        head = sheet.cell(1, place)
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = WIDTH
        if offered := CHOICES.get((kind, column.name)):
            _offer(sheet, head.column_letter, offered())


def _offer(sheet, letter: str, words: list[str]) -> None:
    """A list to choose from; what is typed otherwise is judged when it is uploaded."""
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}501")


def _explain(sheet) -> None:
    sheet.column_dimensions["A"].width = 100
    for line in (
        _("Fill in the sheets you need; leave the others empty. Columns with * have to be filled in."),
        _("Areas: the code is short, such as EMP. What is there already stays as it is."),
        _("Entities: in «Areas» write the codes of those it is in, with commas between them: EMP, EDU."),
        _("People: in «Entity» write its name as in the other sheet. Without areas: all those of the entity."),
        _("Nobody gets in without her own consent: each person receives an invitation by e-mail."),
        _("Nothing changes when you upload the file: first you see what it would bring, row by row."),
    ):
        sheet.append([line])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
