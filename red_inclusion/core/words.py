"""Words to be taken out, wherever they stand and however they are written there."""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from .folding import fold

TELLING = 3  # letters that a piece must have to be worth looking for


class Words:
    """`put` takes their place. Of several words (a name, a sentence) each stands for itself wherever it is met, in any
    case and with any blanks between, and so does an address; a single word only where it is the whole text, unless
    `anywhere`: a title of one word would be met in every other text."""

    def __init__(self, words: Iterable[str], *, put: str, anywhere: bool = False):
        said = {unicodedata.normalize("NFC", word.strip()) for word in words}
        # The longest first: a name may be part of another one.
        self.words = sorted((word for word in said if word), key=lambda word: (-len(word), word))
        self.put, self.anywhere = put, anywhere

    def __bool__(self) -> bool:
        return bool(self.words)

    @cached_property
    def folded(self) -> "Words":
        return Words((fold(word) for word in self.words), put=fold(self.put), anywhere=self.anywhere)

    @cached_property
    def pieces(self) -> list[str]:
        """Of each word a piece that any database finds: letters and figures without accents. None, if one has none."""
        runs = [max(re.findall(r"[A-Za-z0-9]+", word) or [""], key=len) for word in self.words]
        return [] if any(len(run) < TELLING for run in runs) else runs

    def out_of(self, value: Any) -> Any:
        """`value` without them; the lists and the values of mappings in it too."""
        if isinstance(value, str):
            return self._out_of_text(value)
        if isinstance(value, list):
            return [self.out_of(each) for each in value]
        if isinstance(value, dict):
            return {key: self.out_of(each) for key, each in value.items()}
        return value

    def are_in(self, value: Any) -> bool:
        return self.out_of(value) != value

    def _out_of_text(self, text: str) -> str:
        if text.strip() in self.words:
            return self.put
        return self._pattern.sub(lambda found: self.put, unicodedata.normalize("NFC", text)) if self._pattern else text

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        met = [word for word in self.words if self.anywhere or len(word.split()) > 1 or "@" in word]
        written = [_written(form) for word in met for form in dict.fromkeys((word, html.escape(word)))]
        return re.compile("|".join(written), re.IGNORECASE) if written else None


def _written(word: str) -> str:
    body = r"\s+".join(re.escape(part) for part in word.split())
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return f"{before}{body}{after}"
