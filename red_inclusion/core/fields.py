"""Form fields that more than one app needs."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_KEY = 18  # digits that every database's key column holds
JOINERS = "\u200c\u200d"  # they shape letters and join emoji
UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
SEEN = ("L", "N", "P", "S")


def is_number(typed: str) -> bool:
    """Whether it can be the key of a row."""
    return typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY


class PlainText(forms.CharField):
    """Text as a person wrote it, without what no keyboard writes; too long is told, never cut.

    Controls, marks that turn the direction of what stands beside them and code points without a character go; what
    then shows nothing is empty. The browser is not given the limit: it would silently drop the end of what is pasted.
    """

    def __init__(self, *, limit: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value):
        text = super().to_python(value)
        return self._seen(text.replace("\r\n", "\n")) if text else text

    def validate(self, value):
        super().validate(value)
        if self.limit and len(value) > self.limit:
            raise forms.ValidationError(self._too_long(len(value)), code="too_long")

    def _seen(self, text: str) -> str:
        breaks = "\n\t" if isinstance(self.widget, forms.Textarea) else ""
        kept = "".join(_kept(character, breaks) for character in text).strip()
        return kept if any(unicodedata.category(character)[0] in SEEN for character in kept) else ""

    def _too_long(self, length: int):
        over = length - self.limit
        message = ngettext_lazy(
            "It is %(over)s character too long: %(limit)s at most. Nothing you wrote has been lost.",
            "It is %(over)s characters too long: %(limit)s at most. Nothing you wrote has been lost.",
            over,
        )
        return message % {"over": over, "limit": self.limit}


def _kept(character: str, breaks: str) -> str:
    if character in breaks or character in JOINERS:
        return character
    if character in "\n\t":
        return " "
    return "" if unicodedata.category(character) in UNSEEN else character


class FigureField(forms.DecimalField):
    """A figure as people write it in her language, thousands apart or not: «1.000,50», «1 000,50», «1000,5»."""

    def __init__(self, **kwargs):
        super().__init__(localize=True, **kwargs)

    def to_python(self, value):
        return super().to_python(_without_thousands(value.strip()) if isinstance(value, str) else value)


def _without_thousands(figure: str) -> str:
    decimal = get_format("DECIMAL_SEPARATOR")
    apart = "." if decimal == "," else ","
    grouped = rf"[+-]?[1-9]\d{{0,2}}(?:([{apart}\s'’])\d{{3}})(?:\1\d{{3}})*(?:{re.escape(decimal)}\d*)?"
    found = re.fullmatch(grouped, figure)
    return figure.replace(found[1], "") if found else figure


class DayField(forms.DateField):
    """A day that a network could mean."""

    def validate(self, value):
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(_("Check the year: it has to lie between 2000 and 2100."), code="bad_year")


class SeveralOf(forms.ModelMultipleChoiceField):
    """Checkboxes of rows. A key that no database column holds is refused before a database is asked."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": pk}
                )
        return super().clean(value)
