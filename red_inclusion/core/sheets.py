"""Tables that people open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.formats import get_format

# What a spreadsheet takes for the beginning of a formula; blanks before it do not help.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet guesses the letters wrong


def safe_cell(value: Any) -> Any:
    """`value` as a cell that is read and never computed: text that looks like a formula gets an apostrophe before it.
    Numbers and dates stay what they are; control characters go."""
    if value is None:
        return ""
    if not isinstance(value, str):
        # A promise of a translation is text too.
        return value if isinstance(value, int | float | Decimal) else safe_cell(str(value))
    text = "".join(each for each in value if each in "\n\t" or each.isprintable() or each == "\u200d")
    return f"'{text}" if text.lstrip().startswith(BEGINS_A_FORMULA) or text.startswith(BEGINS_A_FORMULA) else text


def csv_response(name: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file to keep, as the spreadsheets of the reader's language expect it: where the comma is the decimal sign,
    cells are parted by semicolons."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write(BYTE_ORDER_MARK)
    parted_by = ";" if get_format("DECIMAL_SEPARATOR") == "," else ","
    writer = csv.writer(response, delimiter=parted_by)
    for row in (head, *rows):
        writer.writerow([_as_counted(safe_cell(cell)) for cell in row])
    return response


def _as_counted(cell: Any) -> Any:
    """A figure with decimals, rounded to two, with the decimal sign that makes it a number to her spreadsheet."""
    if not isinstance(cell, float | Decimal):
        return cell
    return str(round(cell, 2)).replace(".", get_format("DECIMAL_SEPARATOR"))
