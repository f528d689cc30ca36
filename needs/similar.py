"""Needs that may already say what somebody is about to log."""

from typing import Any

from django.db.models.functions import Left
from rapidfuzz import fuzz, process

from red_inclusion.core.folding import fold

from .models import TITLE_LIMIT, Need

ALIKE_FROM = 65
MOST_SHOWN = 3
MOST_COMPARED = 5000
SHORTEST_WORD = 4
# They join words and say nothing of the matter; without accents, as folded text is.
LINKING_WORDS = """
para pero como cuando cuyo cuya desde donde durante entre esta este esto hacia hasta mucha muchas mucho muchos ningun
ninguna otra otras otro otros poca pocas poco pocos porque quien quienes segun sobre tener tiene tienen toda todas todo
todos falta faltan necesidad necesidades with without from that this they their have when where which there because need
needs lack
"""
SAY_NOTHING = frozenset(LINKING_WORDS.split())


def telling_words(text: str) -> str:
    words = (word.strip("\"'«».,;:()¿?¡!") for word in fold(text).split())
    return " ".join(word for word in words if len(word) >= SHORTEST_WORD and word not in SAY_NOTHING)


def most_alike(title: str, titles: dict[int, str]) -> list[int]:
    """The keys of the few titles most alike, the closest first."""
    wanted = telling_words(title)
    if not wanted:
        return []
    choices = {key: telling_words(text) for key, text in titles.items()}
    found = process.extract(wanted, choices, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE_FROM, limit=MOST_SHOWN)
    return [key for _text, _score, key in found]


def similar_needs(user: Any, *, area_id: int, title: str, exclude: int | None = None) -> list[Need]:
    """Open needs of the area that she may read, with all that a row shows."""
    seen = Need.objects.visible_to(user)
    # The folded title stands first in `folded`, on a line of its own.
    compared = seen.open().filter(area_id=area_id).exclude(pk=exclude).order_by("-logged_at", "-pk")
    starts = compared.values_list("pk", Left("folded", 2 * TITLE_LIMIT))[:MOST_COMPARED]
    keys = most_alike(title, {key: start.partition("\n")[0] for key, start in starts})
    rows = seen.for_rows().in_bulk(keys) if keys else {}
    return [rows[key] for key in keys]
