"""Catalogues whose every text is 40 % longer: what German, Finnish or a wordier translator would bring.

longer.py FOLDER

Writes FOLDER/<language>/LC_MESSAGES/django.mo for each language. Words grow by repeating their own ending («Guardar»
becomes «Guardardar»), so that no sentence gets new places to break; placeholders and markup stay as they are.
`tests/e2e/test_longer_words.py` starts a server on them.
"""

import math
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import messages  # noqa: E402

MORE = 0.4
KEPT = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w*\}|<[^>]*>|&\w+;|https?://\S+|\S+@\S+")
WORD = re.compile(r"[^\W\d_]{2,}")


def longer(text: str) -> str:
    """`text` with every word 40 % longer, rounded up; what is not words is kept."""
    pieces, end = [], 0
    for kept in KEPT.finditer(text):
        pieces += [WORD.sub(_stretch, text[end : kept.start()]), kept.group()]
        end = kept.end()
    return "".join([*pieces, WORD.sub(_stretch, text[end:])])


def _stretch(found: re.Match) -> str:
    word = found.group()
    return word + word[-math.ceil(len(word) * MORE) :]


def _is_format(message) -> bool:
    """A pattern of a date is not read by people."""
    return "format" in (message.context or "")


def write(folder: Path) -> None:
    for language in messages.languages():
        catalog: Catalog = messages.read(messages.path_of(language))
        for message in catalog:
            if message.id and not _is_format(message):
                texts = message.string
                message.string = tuple(map(longer, texts)) if isinstance(texts, (tuple, list)) else longer(texts)
        target = folder / language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalog)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
