"""What the house keeps of people, model by model: each app declares its own in `AppConfig.ready()`.

The declaration is what export, erasure and redaction work from. A model with a key to a person or with a text that
nobody declared makes a test fail, so that nothing is kept that nobody would find again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.dispatch import Signal

from .words import Words

SWEPT_AT_ONCE = 500

# changed: what a sweep wrote, as a list of `Changed`; sent inside its transaction.
texts_swept = Signal()


class Rows(Enum):
    """What becomes of a row that points to her when she is erased."""

    HERS = "goes with her"
    STAYS = "stays, and points to the pseudonym"


class Text(Enum):
    """What a text may say of people, and so what becomes of it."""

    PROSE = "people wrote it: names and withdrawn words are taken out"
    FOLDED = "the same, as search reads it"
    COPY = "says again what stands elsewhere: its app takes it out"
    HERS = "says who she is: emptied when she is erased"
    PLAIN = "codes, states, names of organisations: never about a person"


@dataclass(frozen=True)
class Keeping:
    """`people` are the keys to persons. `of` finds her rows where no key of its own does (`ballot__entry__person`).
    `told` are the fields that her export holds; None, all but the keys to people. `said` has the words of a row for
    fields that hold a code."""

    model: type[models.Model]
    people: Mapping[str, Rows] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    of: str = ""
    told: tuple[str, ...] | None = None
    said: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)

    def rows_of(self, person: Any) -> models.QuerySet | None:
        """None where nothing of it is hers."""
        ways = [*self.people, self.of] if self.of else list(self.people)
        if not ways or self.told == ():
            return None
        return self.model._base_manager.filter(reduce(or_, (Q(**{way: person.pk}) for way in ways)))

    def told_fields(self) -> list[models.Field]:
        fields = self.model._meta.concrete_fields
        if self.told is not None:
            return [each for each in fields if each.name in self.told]
        return [each for each in fields if self._is_told(each)]

    def _is_told(self, each: models.Field) -> bool:
        """All but who, and what only the machine reads."""
        is_machinery = (
            each.primary_key or isinstance(each, models.UUIDField) or self.texts.get(each.name) is Text.FOLDED
        )
        return not is_machinery and each.related_model is not get_user_model()

    def of_text(self, kinds: Iterable[Text]) -> dict[str, Text]:
        wanted = set(kinds)
        return {name: kind for name, kind in self.texts.items() if kind in wanted}


_keepings: dict[type[models.Model], Keeping] = {}


def declare(
    label: str,
    /,
    *,
    of: str = "",
    told: tuple[str, ...] | None = None,
    said: Mapping[str, Callable[[Any], str]] | None = None,
    **fields: Rows | Text,
) -> None:
    """`declare("needs.Need", author=Rows.STAYS, title=Text.PROSE)`. Declared again, the later one holds. A model of an
    app that is not installed is left out."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return
    _keepings[model] = Keeping(
        model,
        people={name: kind for name, kind in fields.items() if isinstance(kind, Rows)},
        texts={name: kind for name, kind in fields.items() if isinstance(kind, Text)},
        of=of,
        told=told,
        said=said or {},
    )


def keepings() -> list[Keeping]:
    return list(_keepings.values())


def undeclared() -> list[str]:
    """Keys to people and texts of installed models of which nobody said what they may hold."""
    missing = []
    for model in apps.get_models(include_auto_created=True):
        known = _keepings.get(model)
        said = {*known.people, *known.texts} if known else set()
        missing += [f"{model._meta.label}.{name}" for name in _telling_fields(model) if name not in said]
    return sorted(missing)


def _telling_fields(model: type[models.Model]) -> list[str]:
    if model._meta.proxy:
        return []
    local = [*model._meta.local_fields, *(each for each in model._meta.local_many_to_many if _is_of_person(each))]
    return [each.name for each in local if _is_of_person(each) or _is_text(each)]


def _is_of_person(each: Any) -> bool:
    # What joins people and something else is a model of its own, declared by itself.
    return each.related_model is get_user_model() and not each.many_to_many


def _is_text(each: Any) -> bool:
    is_text = isinstance(each, models.CharField | models.TextField | models.FileField) or _is_json(each)
    return is_text and not each.choices


def _is_json(each: Any) -> bool:
    """Blocks of pages too: a field of their own that is stored as JSON."""
    return each.get_internal_type() == "JSONField"


@dataclass(frozen=True)
class Changed:
    model: type[models.Model]
    pk: Any
    fields: tuple[str, ...]


def sweep(
    words: Words, *, kinds: Iterable[Text] = (Text.PROSE, Text.FOLDED), only: Iterable[type[models.Model]] = ()
) -> list[Changed]:
    """Take `words` out of every declared text of these kinds, of all models or of those named, in the caller's
    transaction. What was changed is also told by the signal `texts_swept`, to whoever keeps an index of it."""
    asked = [keeping for keeping in keepings() if not only or keeping.model in only]
    changed = [each for keeping in asked for each in _sweep_model(keeping, words, kinds)]
    texts_swept.send(None, changed=changed)
    return changed


def _sweep_model(keeping: Keeping, words: Words, kinds: Iterable[Text]) -> list[Changed]:
    fields = keeping.of_text(kinds)
    if not fields:
        return []
    rows, changed = keeping.model._base_manager.all(), []
    found = holding(rows, fields, words).values("pk", *fields)
    for row in list(found.iterator(SWEPT_AT_ONCE)):
        stored = {name: _stored(keeping.model, name, row[name]) for name in fields}
        said = {
            name: (words.folded if kind is Text.FOLDED else words).out_of(stored[name]) for name, kind in fields.items()
        }
        new = {name: _fitting(keeping.model, name, value) for name, value in said.items() if value != stored[name]}
        if new:
            rows.filter(pk=row["pk"]).update(**new)
            changed.append(Changed(keeping.model, row["pk"], tuple(new)))
    return changed


def holding(rows: models.QuerySet, fields: Iterable[str], words: Words) -> models.QuerySet:
    """Those of `rows` that may hold one of `words` in `fields`: the database looks for a telling piece of each."""
    names, pieces = list(fields), words.pieces
    if not pieces:
        return rows
    # JSON is searched as it is stored; the pieces hold nothing that is written otherwise there.
    rows = rows.alias(**{f"read_{name}": _as_text(rows.model, name) for name in names})
    return rows.filter(reduce(or_, (Q(**{f"read_{name}__icontains": piece}) for name in names for piece in pieces)))


def _as_text(model: type[models.Model], name: str) -> Any:
    return Cast(name, models.TextField()) if _is_json(model._meta.get_field(name)) else F(name)


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    """Lists and mappings, where it is read as blocks."""
    return model._meta.get_field(name).get_prep_value(value) if _is_json(model._meta.get_field(name)) else value


def _fitting(model: type[models.Model], name: str, value: Any) -> Any:
    limit = getattr(model._meta.get_field(name), "max_length", None)
    return value[:limit] if limit and isinstance(value, str) else value
