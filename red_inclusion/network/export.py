"""Everything held about one person, for herself: to read, and for another program."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import template_localtime

from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.personal_data import Keeping, keepings

PAGE, DATA = "my-data.html", "my-data.json"


@dataclass(frozen=True)
class Section:
    """The rows of one model that are hers: the words of each field, and its value for a program."""

    key: str
    title: str
    heads: list[str]
    names: list[str]
    rows: list[list[Any]]

    @property
    def shown(self) -> list[list[str]]:
        return [[_words(value) for value in row] for row in self.rows]

    def as_data(self) -> list[dict[str, Any]]:
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


def sections_of(person: User) -> list[Section]:
    found = [_section(keeping, rows) for keeping in keepings() if (rows := keeping.rows_of(person)) is not None]
    return [section for section in found if section.rows]


def archive_of(person: User) -> bytes:
    """A zip with a page to read and a JSON file."""
    sections, now = sections_of(person), clock.now()
    data = {"made_at": now, "person": person.pk, "held": {section.key: section.as_data() for section in sections}}
    page = render_to_string("network/my_data_file.html", {"person": person, "sections": sections, "made_at": now})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, page)
        archive.writestr(DATA, json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    return written.getvalue()


def _section(keeping: Keeping, rows: models.QuerySet) -> Section:
    fields, meta = keeping.told_fields(), keeping.model._meta
    related = list(_joined(fields))
    found = rows.select_related(*related) if related else rows
    return Section(
        key=meta.label_lower,
        title=capfirst(str(meta.verbose_name_plural)),
        heads=[capfirst(str(each.verbose_name)) for each in fields],
        names=[each.name for each in fields],
        rows=[[_value(row, each) for each in fields] for row in found.order_by("pk")],
    )


def _joined(fields: Iterable[models.Field]) -> Iterator[str]:
    """What they point to, and what that points to: its words are often made of both."""
    for each in fields:
        if each.is_relation:
            yield each.name
            yield from (f"{each.name}__{of.name}" for of in each.related_model._meta.concrete_fields if of.is_relation)


def _value(row: models.Model, each: models.Field) -> Any:
    value = getattr(row, each.name)
    if isinstance(value, models.Model):
        return str(value)
    return getattr(row, f"get_{each.name}_display")() if each.choices else value


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return str(localize(template_localtime(value)))
