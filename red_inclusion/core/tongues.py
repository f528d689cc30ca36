"""In which language a text is written, told from its small words; pure.

People write in the language they speak, whatever language the interface has, and nobody is asked. A screen reader needs
to know (WCAG 3.1.2), a hyphenator too.
"""

import re
from collections import Counter

ENOUGH = 600  # characters: more of a text says no more
SMALL_WORDS = {
    "es": "el la los las un una unos unas de del y e o u que en con por para se su sus al lo como más pero sin sobre "
    "este esta estos estas no es son hay ser está están cuando donde entre desde hasta muy también ya porque quien "
    "quienes ha han le les nos cada según ante tras todo toda todos todas",
    "en": "the a an of and or that in with for to is are on at by from this these those not be as it its their there "
    "have has who which when where can cannot into more than how but they we our no so if people each",
    "ca": "el la els les un una uns unes de del dels i o que en amb per a es se seu seva seus no és són hi ha més "
    "però sense sobre aquest aquesta al als pel pels quan on entre des fins molt també ja perquè qui cada tot tots",
    "it": "il lo la i gli le un uno una di del della dei delle degli e o che in con per si suo sua non è sono ci più "
    "ma senza su questo questa al alla ai alle quando dove tra da dal dalla fino molto anche già perché chi nel nella",
}
ENDINGS = {
    "es": ("ción", "ciones", "dad", "dades", "miento", "mientos"),
    "en": ("ing", "tion", "tions", "ness"),
    "ca": ("ció", "cions", "tat", "tats"),
    "it": ("zione", "zioni", "mento", "ità"),
}
OWN_LETTERS = {"ñ": "es", "ç": "ca"}

_languages_of: dict[str, list[str]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in _words.split():
        _languages_of.setdefault(_word, []).append(_language)


def language_of(text: str) -> str:
    """«es», «en», «ca» or «it»; empty where its words do not tell."""
    scores: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text[:ENOUGH].lower()):
        shared = _languages_of.get(word, [])
        for language in shared:
            scores[language] += 1 / len(shared)
        for language, endings in ENDINGS.items():
            if len(word) > 5 and word.endswith(endings):
                scores[language] += 0.5
        for letter, language in OWN_LETTERS.items():
            scores[language] += letter in word
    ranked = [*scores.most_common(2), ("", 0.0), ("", 0.0)]
    (first, most), (_, next_most) = ranked[:2]
    return first if most > next_most else ""
