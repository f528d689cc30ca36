"""Texts that can be withdrawn. Each app registers its kinds in `AppConfig.ready()`; one page serves them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Model
from django.http import Http404
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from red_inclusion.core import clock

from .standing import Standing


class Passage(NamedTuple):
    label: Any
    text: str


@dataclass(frozen=True)
class Kind:
    """`find(user, pk)` gives the thing if she may read it, else raises `Http404`; `may(standing, thing)` whether she
    may withdraw its texts; `texts` gives them by key; `write(thing, {key: text})` puts others in their place, whatever
    its state, and what search reads with them."""

    name: str
    model: type[Model]
    find: Callable[[Any, int], Model]
    may: Callable[[Standing, Any], bool]
    texts: Callable[[Any], Mapping[str, Passage]]
    write: Callable[[Any, Mapping[str, str]], None]
    path: Callable[[Any], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    if name not in _kinds:
        raise Http404
    return _kinds[name]


def kind_of(subject: Model) -> Kind:
    return next(kind for kind in _kinds.values() if isinstance(subject, kind.model))


def texts_of(kind: Kind, subject: Model) -> dict[str, Passage]:
    """Those that have not been withdrawn yet."""
    return {key: passage for key, passage in kind.texts(subject).items() if not is_withdrawn(passage.text)}


def withdrawal_words() -> str:
    """In the language of the network: it is stored, and everybody reads it."""
    return _sentence() % {"day": _in_our_language(lambda: date_format(clock.today(), "DATE_FORMAT"))}


def is_withdrawn(text: str) -> bool:
    begins, _day, ends = _sentence().partition("%(day)s")
    return text.startswith(begins) and text.endswith(ends)


def _sentence() -> str:
    return _in_our_language(lambda: _("Text withdrawn on %(day)s because it held personal data"))


def _in_our_language(say: Callable[[], str]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return say()


def of_fields(*names: str) -> dict[str, Callable]:
    """`texts` and `write` for a model whose texts are fields of its own."""

    def texts(subject: Model) -> dict[str, Passage]:
        labels = {name: subject._meta.get_field(name).verbose_name for name in names}  # type: ignore[union-attr]
        return {name: Passage(labels[name], getattr(subject, name)) for name in names if getattr(subject, name)}

    def write(subject: Model, new: Mapping[str, str]) -> None:
        for name, text in new.items():
            setattr(subject, name, text)
        subject.save(update_fields=list(new))

    return {"texts": texts, "write": write}
