"""The columns of the three sheets, in every language of the interface."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from red_inclusion.core.fields import PlainText
from red_inclusion.core.folding import fold
from red_inclusion.network.enums import EntityKind, MandateKind

AREAS, ENTITIES, PEOPLE = "areas", "entities", "people"
ORDER = (AREAS, ENTITIES, PEOPLE)  # an entity may name an area of the same file, a person both
BETWEEN = ",;/\n"
YES = ("yes", "y", "si", "s", "x", "1", "true", "verdadero", "oui", "sì")
NO = ("", "no", "n", "0", "false", "falso", "-")


class Choice(forms.Field):
    """One of some words, written in any of our languages, or as its code."""

    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.words = {}
        for code, label in choices:
            self.words |= {fold(word): code for word in (code, *in_all_languages(label))}
        self.labels = [label for _code, label in choices]

    def to_python(self, value: str) -> str:
        if not value:
            return ""
        if code := self.words.get(fold(value)):
            return code
        offered = ", ".join(str(label) for label in self.labels)
        raise forms.ValidationError(_("Write one of these: %(offered)s.") % {"offered": offered}, code="bad_choice")


class YesNo(forms.Field):
    def to_python(self, value: str) -> bool:
        word = fold(value or "")
        if word in YES or word in NO:
            return word in YES
        raise forms.ValidationError(_("Write yes or no."), code="bad_choice")


class Code(PlainText):
    def to_python(self, value):
        return super().to_python(value).upper()


class Several(forms.Field):
    """Codes or names, with commas between them."""

    def to_python(self, value: str) -> list[str]:
        text = value or ""
        for mark in BETWEEN[1:]:
            text = text.replace(mark, BETWEEN[0])
        return [piece.strip() for piece in text.split(BETWEEN[0]) if piece.strip()]


@dataclass(frozen=True)
class Column:
    name: str
    label: Any
    field: Callable[[], forms.Field]
    example: str
    required: bool = False
    lines: bool = False  # may hold several

    def clean(self, text: str) -> Any:
        field = self.field()
        field.required = self.required
        if self.lines:
            field.widget = forms.Textarea()
        return field.clean(text)


def text(limit: int) -> Callable[[], forms.Field]:
    return lambda: PlainText(limit=limit)


def address() -> forms.Field:
    return forms.URLField(max_length=200, assume_scheme="https")


def in_all_languages(label: Any) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(label))
    return found


def languages() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


COLUMNS: dict[str, tuple[Column, ...]] = {
    AREAS: (
        Column("code", pgettext_lazy("column", "Code"), lambda: Code(limit=8), "EMP", required=True),
        Column("name", pgettext_lazy("column", "Name"), text(80), "Empleo y Formación", required=True),
        Column("about", pgettext_lazy("column", "What it is about"), text(2000), "", lines=True),
        Column("formal", pgettext_lazy("column", "Formal"), YesNo, "no"),
        Column("whole_network", pgettext_lazy("column", "Whole network"), YesNo, "no"),
    ),
    ENTITIES: (
        Column("name", pgettext_lazy("column", "Name"), text(80), "Cruz Roja", required=True),
        Column("kind", pgettext_lazy("column", "Kind"), lambda: Choice(EntityKind.choices), "", required=True),
        Column("long_name", pgettext_lazy("column", "Full name"), text(200), "Cruz Roja Española"),
        Column("about", pgettext_lazy("column", "What it does"), text(2000), "", lines=True),
        Column("website", pgettext_lazy("column", "Website"), address, ""),
        Column("areas", pgettext_lazy("column", "Areas"), Several, "EMP, EDU"),
    ),
    PEOPLE: (
        Column("name", pgettext_lazy("column", "Name and surnames"), text(120), "", required=True),
        Column("email", pgettext_lazy("column", "E-mail"), lambda: forms.EmailField(max_length=254), "", required=True),
        Column("entity", pgettext_lazy("column", "Entity"), text(80), "Cruz Roja", required=True),
        Column("areas", pgettext_lazy("column", "Areas"), Several, "EMP"),
        Column("kind", pgettext_lazy("column", "As"), lambda: Choice(MandateKind.choices), ""),
        Column("language", pgettext_lazy("column", "Language"), lambda: Choice(languages()), ""),
    ),
}
TITLES = {
    AREAS: pgettext_lazy("sheet", "Areas"),
    ENTITIES: pgettext_lazy("sheet", "Entities"),
    PEOPLE: pgettext_lazy("sheet", "People"),
}


def column_of(kind: str, name: str) -> Column:
    return next(column for column in COLUMNS[kind] if column.name == name)


def kind_and_columns(heads: list[str]) -> tuple[str, dict[int, str]] | None:
    """Which sheet these heads are of, and which of its columns stands in which place; None if of none of ours."""
    best: tuple[str, dict[int, str]] | None = None
    for kind in (PEOPLE, ENTITIES, AREAS):
        known = {fold(word): column.name for column in COLUMNS[kind] for word in _heads(column)}
        places: dict[int, str] = {}
        for place, head in enumerate(heads):
            name = known.get(fold(head).rstrip(" *"))
            if name and name not in places.values():
                places[place] = name
        wanted = {column.name for column in COLUMNS[kind] if column.required}
        if wanted <= set(places.values()) and (best is None or len(places) > len(best[1])):
            best = kind, places
    return best


def _heads(column: Column) -> list[str]:
    return [column.name, *in_all_languages(column.label)]
