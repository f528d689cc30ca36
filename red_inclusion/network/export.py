"""Everything held about one person, for herself: to read, and for another program."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.defaultfilters import yesno
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.timezone import template_localtime
from django.utils.translation import gettext_lazy, pgettext_lazy

from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.personal_data import Keeping, keepings

PAGE, DATA = "my-data.html", "my-data.json"
TITLES = {"mfa.authenticator": gettext_lazy("second steps and keys")}
HEADS = {
    "abstained": pgettext_lazy("my data", "abstained"),
    "action": pgettext_lazy("my data", "what was done"),
    "added_at": pgettext_lazy("my data", "added on"),
    "after": pgettext_lazy("my data", "after"),
    "answered_at": pgettext_lazy("my data", "answered on"),
    "args": pgettext_lazy("my data", "what it says"),
    "arrived_at": pgettext_lazy("my data", "arrived at"),
    "asked_at": pgettext_lazy("my data", "asked on"),
    "asked_on": pgettext_lazy("my data", "asked on"),
    "at": pgettext_lazy("my data", "when"),
    "before": pgettext_lazy("my data", "before"),
    "chosen": pgettext_lazy("my data", "fine tuning"),
    "comment": pgettext_lazy("my data", "comment"),
    "created_at": pgettext_lazy("my data", "created on"),
    "done_on": pgettext_lazy("my data", "done on"),
    "entity": pgettext_lazy("my data", "entity"),
    "hint": pgettext_lazy("my data", "hint"),
    "impact": pgettext_lazy("my data", "impact"),
    "indicator": pgettext_lazy("my data", "indicator"),
    "item": pgettext_lazy("my data", "what was voted on"),
    "joined_at": pgettext_lazy("my data", "on the roll since"),
    "kind": pgettext_lazy("my data", "kind"),
    "label": pgettext_lazy("my data", "about"),
    "last_used_at": pgettext_lazy("my data", "last used on"),
    "left_at": pgettext_lazy("my data", "left at"),
    "meeting": pgettext_lazy("my data", "meeting"),
    "need": pgettext_lazy("my data", "need"),
    "number": pgettext_lazy("my data", "number"),
    "object_id": pgettext_lazy("my data", "its number"),
    "object_str": pgettext_lazy("my data", "about"),
    "object_type": pgettext_lazy("my data", "about"),
    "opened_at": pgettext_lazy("my data", "opened on"),
    "passed": pgettext_lazy("my data", "passed on it"),
    "path": pgettext_lazy("my data", "where"),
    "proposal": pgettext_lazy("my data", "action proposal"),
    "published_at": pgettext_lazy("my data", "published on"),
    "reach": pgettext_lazy("my data", "what comes by e-mail"),
    "reason": pgettext_lazy("my data", "reason"),
    "recorded_at": pgettext_lazy("my data", "recorded on"),
    "reply": pgettext_lazy("my data", "reply"),
    "role": pgettext_lazy("my data", "role"),
    "round": pgettext_lazy("my data", "vote"),
    "seen_at": pgettext_lazy("my data", "seen on"),
    "sent_at": pgettext_lazy("my data", "sent on"),
    "state": pgettext_lazy("my data", "state"),
    "status": pgettext_lazy("my data", "attendance"),
    "subject": pgettext_lazy("my data", "subject"),
    "text": pgettext_lazy("my data", "text"),
    "type": pgettext_lazy("my data", "kind"),
    "value": pgettext_lazy("my data", "value"),
}


@dataclass(frozen=True)
class Section:
    """The rows of one model that are hers: the words of each field, and its value for a program."""

    key: str
    title: str
    heads: list[str]
    names: list[str]
    rows: list[list[Any]]
    shown: list[list[str]]

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
    found = list((rows.select_related(*related) if related else rows).order_by("pk"))
    return Section(
        key=meta.label_lower,
        title=capfirst(str(title_of(keeping.model))),
        heads=[head_of(each) for each in fields],
        names=[each.name for each in fields],
        rows=[[_value(row, each) for each in fields] for row in found],
        shown=[[_words(keeping, row, each) for each in fields] for row in found],
    )


def title_of(model: type[models.Model]) -> Any:
    return TITLES.get(model._meta.label_lower, model._meta.verbose_name_plural)


def head_of(each: models.Field) -> str:
    """What it is called; of those that were given no words of their own, by its name."""
    own = str(each.verbose_name)
    return capfirst(str(HEADS.get(each.name, own)) if own == each.name.replace("_", " ") else own)


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


def _words(keeping: Keeping, row: models.Model, each: models.Field) -> str:
    value = keeping.said[each.name](row) if each.name in keeping.said else _value(row, each)
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return yesno(value)
    return str(localize(template_localtime(value)))
