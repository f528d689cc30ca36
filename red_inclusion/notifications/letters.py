"""A mail's words: rendered from `templates/notifications/<kind>.subject.txt`, `.txt` and `.html`."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

SUBJECT_LIMIT = 250
_letterheads: list[Callable[[], Mapping[str, Any]]] = []


class Letter(NamedTuple):
    subject: str
    text: str
    html: str


def register_letterhead(read: Callable[[], Mapping[str, Any]]) -> None:
    """What every mail says of the network; an app to the right knows it."""
    _letterheads.append(read)


def letterhead() -> dict[str, Any]:
    """The network's name and address; read once for many letters."""
    known: dict[str, Any] = {"network_name": "Red Inclusión", "origin": settings.PUBLIC_ORIGIN}
    for read in _letterheads:
        known |= read()
    return known


def known_language(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def write_letter(kind: str, *, language: str, context: Mapping[str, Any], head: Mapping[str, Any]) -> Letter:
    """In the reader's language. What people wrote is escaped in the HTML, and is one line in the subject."""
    with translation.override(known_language(language)):
        words = {**head, **context, "LANGUAGE_CODE": translation.get_language()}
        subject = " ".join(_render(f"{kind}.subject.txt", words, escape=False).split())
        text = _render(f"{kind}.txt", words, escape=False).strip() + "\n"
        return Letter(subject[:SUBJECT_LIMIT], text, _render(f"{kind}.html", words, escape=True))


def _render(name: str, words: Mapping[str, Any], *, escape: bool) -> str:
    """Plain text is not HTML: nothing in it is escaped, whatever its template forgets to say."""
    template: Any = get_template(f"notifications/{name}")
    return template.template.render(Context(dict(words), autoescape=escape))
