"""A file that somebody uploads, XLSX or CSV, as tables of text. Nothing in it is trusted, and nothing of it is run."""

import csv
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO
from itertools import islice
from lzma import LZMAError
from typing import TypedDict
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from red_inclusion.core.errors import DomainError

from .columns import kind_and_columns

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
PACKED_TIMES = 200
MOST_MEMBERS = 300
MOST_ROWS = 500  # of all tables together
MOST_COLUMNS = 40
LAST_ROW = 5000  # with the empty ones among them
LAST_ROW_OF_ALL = 1_048_576  # that a sheet can have
HEADS_WITHIN = 20  # rows above the heads hold titles and logos
LONGEST_CELL = 5000
SHEETS = 12
RESERVED = "\ue000"  # no character: taken out of every cell, so that none can hold what begins with it
FORMULA = f"{RESERVED}formula"  # stands for a cell whose text we do not know
UNREADABLE = (
    BadZipFile, InvalidFileException, ParseError, DefusedXmlException,
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, RuntimeError,
    zlib.error, LZMAError,
)  # fmt: skip
DELIMITERS = ";,\t|"


class Row(TypedDict):
    number: int
    cells: dict[str, str]


class Table(TypedDict):
    kind: str
    title: str
    letters: dict[str, str]  # {"name": "A"}
    rows: list[Row]


def read_tables(name: str, content: bytes) -> list[Table]:
    """The tables of ours in it, in their order; a `DomainError` beside `file` says what to do with one that is not."""
    if len(content) > MOST_BYTES:
        raise _refusal("too_big", _("The file is larger than 2 MB. Leave only the sheets with their words."))
    is_package = content.startswith(b"PK\x03\x04")
    if is_package != name.lower().endswith(".xlsx") or not name.lower().endswith((".xlsx", ".csv")):
        raise _refusal("not_a_sheet", _("Choose a file saved as XLSX or CSV."))
    sheets = _of_workbook(content) if is_package else [("", _of_text(content))]
    found = [(table, rows) for title, rows in sheets if (table := _table(title, rows[:LAST_ROW]))]
    tables = [table for table, _rows in found]
    goes_on = any(len(rows) > LAST_ROW for _table, rows in found)
    if not any(table["rows"] for table in tables):
        raise _refusal(
            "no_table",
            _("No sheet in it has our columns and a row below them. Start from the template, and fill it in."),
        )
    if goes_on or sum(len(table["rows"]) for table in tables) > MOST_ROWS:
        message = _("It has more than %(most)s rows. Divide it into several files.")
        raise _refusal("too_many_rows", message % {"most": number_format(MOST_ROWS)})
    return tables


def _refusal(code: str, message) -> DomainError:
    return DomainError(code, message, field="file")


def _of_workbook(content: bytes) -> list[tuple[str, list[list[str]]]]:
    try:
        _refuse_bomb(content)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        try:
            return [(sheet.title, _taken(_cells(sheet))) for sheet in book.worksheets[:SHEETS]]
        finally:
            book.close()
    except UNREADABLE as error:
        raise _refusal("unreadable", _("This file cannot be read. Save it again as XLSX and upload that.")) from error


def _refuse_bomb(content: bytes) -> None:
    """By what the package says of itself: zipfile reads no more of a member than that."""
    with ZipFile(BytesIO(content)) as package:
        members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > MOST_UNPACKED or unpacked > packed * PACKED_TIMES or len(members) > MOST_MEMBERS:
        raise _refusal(
            "unpacks_to_too_much", _("This file unpacks to far more than it seems. Start from the template.")
        )


def _taken(rows: Iterable[list[str]]) -> list[list[str]]:
    """Those down to `LAST_ROW`, and the first one below it that holds anything."""
    rows = iter(rows)
    return [*islice(rows, LAST_ROW), *islice(filter(any, rows), 1)]


def _cells(sheet) -> Iterator[list[str]]:
    """Whatever the sheet says of its size. A gap of a million rows costs no more than it must: the rows in it are one
    and the same."""
    empty = None
    for row in sheet.iter_rows(max_row=LAST_ROW_OF_ALL, max_col=MOST_COLUMNS):
        cells = [] if row is empty else [_text(cell) for cell in row]
        if not any(cells):
            empty = row
        yield cells


def _text(cell) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return _clean(str(cell.value))


def _of_text(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return _taken([_clean(cell) for cell in row[:MOST_COLUMNS]] for row in rows)
    except csv.Error as error:
        raise _refusal("unreadable", _("This file cannot be read. Save it again as CSV and upload that.")) from error


def _decoded(content: bytes) -> str:
    """As spreadsheets write it: with a mark at its head, or plain; in the old Western encoding at worst."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise _refusal("not_text", _("This is not a CSV file: it holds what is no text. Save it again as CSV UTF-8."))


def _clean(text: str) -> str:
    return text.replace("\0", "").replace(RESERVED, "").strip()[:LONGEST_CELL]


def _table(title: str, rows: list[list[str]]) -> Table | None:
    for head, row in enumerate(rows[:HEADS_WITHIN]):
        if found := kind_and_columns(row):
            kind, places = found
            letters = {name: get_column_letter(place + 1) for place, name in places.items()}
            below = enumerate(rows[head + 1 :], start=head + 2)
            lines = [_row(number, cells, places) for number, cells in below]
            return Table(kind=kind, title=title, letters=letters, rows=[line for line in lines if line])
    return None


def _row(number: int, cells: list[str], places: dict[int, str]) -> Row | None:
    """None where nothing of ours stands in it."""
    said = {name: cells[place] for place, name in places.items() if place < len(cells) and cells[place]}
    return Row(number=number, cells=said) if said else None
