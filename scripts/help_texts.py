"""Judges the help of the product: every page in every complete language, saying what the screens say.

How a text is written: red_inclusion/guide/texts.py.
"""

from itertools import pairwise

from babel.messages.catalog import Catalog
from django.conf import settings
from django.urls import NoReverseMatch
from markdown_it.token import Token

from red_inclusion.guide import texts
from scripts import messages

SOURCE = settings.LANGUAGE_CODE


def problems() -> list[str]:
    """What is wrong, as sentences; an empty list when every page is complete in every language."""
    return [wrong for language in settings.LANGUAGES_COMPLETE for wrong in problems_of(language)]


def problems_of(language: str) -> list[str]:
    said = words_of(messages.read(messages.path_of(language)))
    found = []
    for page in (*texts.PAGES, texts.VOTING):
        path = texts.path_of(page, language)
        if not path.exists():
            found.append(f"help, {language}: there is no {page}.md")
            continue
        found += [f"help, {language}/{page}.md: {wrong}" for wrong in judge(page, language, said)]
    return found


def words_of(catalog: Catalog) -> set[str]:
    """All that the screens say in one language."""
    texts_of = (each.string if isinstance(each.string, (tuple, list)) else [each.string] for each in catalog)
    return {text for several in texts_of for text in several}


def judge(page: str, language: str, said: set[str]) -> list[str]:
    tokens = texts.parse(texts.path_of(page, language).read_text())
    source = texts.parse(texts.path_of(page, SOURCE).read_text())
    wrong = [f"no screen says «{words}»" for words in marked(tokens) if words not in said]
    wrong += [f"there is no page {link}" for link in links(tokens) if not _resolves(link)]
    wrong += [f"there is no picture {name}" for name in pictures(tokens) if not _is_drawn(name, language)]
    for part, read in {"sections": sections, "pictures": pictures, "links": links}.items():
        if read(tokens) != read(source):
            wrong.append(f"its {part} are not those of {SOURCE}")
    return wrong


def inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def marked(tokens: list[Token]) -> list[str]:
    """What stands in bold: the words of a button, a field or a title."""
    children = inline(tokens)
    return [after.content for each, after in pairwise(children) if each.type == "strong_open"]


def links(tokens: list[Token]) -> list[str]:
    return [each.attrGet("href") for each in inline(tokens) if each.type == "link_open"]


def pictures(tokens: list[Token]) -> list[str]:
    return [each.attrGet("src") for each in inline(tokens) if each.type == "image"]


def sections(tokens: list[Token]) -> list[str]:
    headings = (after for each, after in pairwise(tokens) if each.type == "heading_open")
    return [found[1] if (found := texts.ANCHOR.search(each.content)) else "" for each in list(headings)[1:]]


def _resolves(link: str) -> bool:
    try:
        texts.address_of(link)
    except NoReverseMatch:
        return False
    return True


def _is_drawn(name: str, language: str) -> bool:
    return texts.picture_path(name, language).exists()
