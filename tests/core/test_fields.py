"""What people write, as it reaches the actions."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from red_inclusion.core.fields import DayField, FigureField, PlainText

FAMILY = "👩‍👧"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Page(forms.Form):
    line = PlainText(limit=20)
    lines = PlainText(required=False, widget=forms.Textarea)
    day = DayField(required=False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Llegar sin coche", "Llegar sin coche"),
        ("  con\tun\nsalto ", "con un salto"),
        ("nu\0lo", "nulo"),
        ("\u202esal\u2069", "sal"),
        ("a\ufffe\uffffb\u200bc", "abc"),
        (FAMILY, FAMILY),
        ("می\u200cروم", "می\u200cروم"),
    ],
)
def test_a_line_keeps_what_can_be_seen(typed, kept):
    assert Page({"line": typed}).fields["line"].clean(typed) == kept


@pytest.mark.parametrize("typed", ["\u200b\u200b", "\u200d", "\u00a0 \u3000", "\u202e\u202c", "\u0301"])
def test_what_shows_nothing_is_empty(typed):
    form = Page({"line": typed})

    assert form.errors == {"line": ["This field is required."]}


def test_lines_are_kept_where_lines_are_asked_for():
    assert Page().fields["lines"].clean("uno\r\n\tdos\n") == "uno\n\tdos"


def test_too_long_is_told_and_the_browser_cuts_nothing():
    form = Page({"line": "x" * 22})

    assert "2 characters too long: 20 at most" in form.errors["line"][0]
    assert "maxlength" not in str(form["line"])


@pytest.mark.parametrize("day", ["0001-01-01", "1900-05-05", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_told(day):
    assert Page({"line": "x", "day": day}).errors == {"day": ["Check the year: it has to lie between 2000 and 2100."]}


def test_the_first_and_the_last_day():
    field = DayField()

    assert (field.clean("2000-01-01"), field.clean("2100-12-31")) == (date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("es", "1.000,50", "1000.50"),
        ("es", "1.000", "1000"),
        ("es", " -12.345.678,9 ", "-12345678.9"),
        ("es", "1 000,5", "1000.5"),
        ("es", "1\u00a0000", "1000"),
        ("es", "1000,5", "1000.5"),
        ("es", "31.5", "31.5"),
        ("es", "0.125", "0.125"),
        ("en", "1,000.50", "1000.50"),
        ("en", "1,000", "1000"),
        ("en", "1'000", "1000"),
        ("en", "1000.5", "1000.5"),
    ],
)
def test_a_figure_is_read_as_people_write_it(language, typed, meant):
    with translation.override(language):
        assert FigureField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["1.00.000", "1,000.50", "1.000.5", "una", "1e", "١.٠٠٠,x"])
def test_what_is_no_figure_in_her_language_is_told(typed):
    with translation.override("es"), pytest.raises(forms.ValidationError):
        FigureField().clean(typed)
