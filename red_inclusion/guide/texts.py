"""The help's own texts: one Markdown file by page and language, `texts/<language>/<page>.md`.

A file begins with its title, and a paragraph that says for whom it is. A section's address is written after its title,
the same in every language: `## Log in {#sign-in}`. Three things are checked (scripts/help_texts.py):

    ![what it shows](name)      a picture of static/guide/img/<language>/, made by scripts/help_pictures.py
    [words](needs:need_list)    a page, by the name of its route
    **words**                   what the screen says, letter by letter
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

FOLDER = Path(__file__).parent / "texts"
PICTURES = Path(settings.PROJECT_DIR) / "static" / "guide" / "img"
PIXEL_RATIO = 1.5  # pixels of a picture for each pixel of the page
PAGES = ("technician", "representative", "lead", "coordination")
VOTING = "voting"
ANCHOR = re.compile(r"\s*\{#([a-z-]+)\}$")


@dataclass(frozen=True)
class Text:
    """A page of the help in one language. `sections` are (address, title)."""

    title: str
    lede: str
    body: SafeString
    sections: tuple[tuple[str, str], ...]


def read(page: str, language: str) -> Text:
    """In Spanish where that language has none."""
    if not path_of(page, language).exists():
        language = settings.LANGUAGE_CODE
    return _read(page, language, path_of(page, language).stat().st_mtime)


@lru_cache
def _read(page: str, language: str, _changed: float) -> Text:
    tokens = parse(path_of(page, language).read_text())
    (title, lede), rest = (tokens[1].content, tokens[4].content), tokens[6:]
    sections = tuple(_name_sections(rest))
    renderer = markdown()
    renderer.add_render_rule("image", _draw_picture(language))
    renderer.add_render_rule("link_open", _open_link)
    body = renderer.renderer.render(rest, renderer.options, {})
    return Text(title, lede, mark_safe(body), sections)  # noqa: S308  our own files, with no HTML in them


def path_of(page: str, language: str) -> Path:
    return FOLDER / language / f"{page}.md"


def markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def parse(source: str) -> list[Token]:
    return markdown().parse(source)


def _name_sections(tokens: list[Token]):
    """Takes the addresses out of the headings and gives them ids."""
    for opening, content in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        found = ANCHOR.search(content.content)
        opening.attrSet("id", found[1])
        last = content.children[-1]
        last.content = ANCHOR.sub("", last.content)
        yield found[1], ANCHOR.sub("", content.content)


def _draw_picture(language: str):
    def draw(self, tokens, index, options, env) -> str:
        token = tokens[index]
        name, alt = token.attrGet("src"), self.renderInlineAsText(token.children, options, env)
        width, height = picture_size(name, language)
        token.attrs = {
            "src": static(f"guide/img/{language}/{name}.webp"),
            "alt": alt,
            "class": "guide-picture",
            "width": width,
            "height": height,
            "loading": "lazy",
        }
        return f"<img{self.renderAttrs(token)}>"

    return draw


def picture_path(name: str, language: str) -> Path:
    return PICTURES / language / f"{name}.webp"


def picture_size(name: str, language: str) -> tuple[int, int]:
    """In pixels of the page."""
    with Image.open(picture_path(name, language)) as picture:
        return round(picture.width / PIXEL_RATIO), round(picture.height / PIXEL_RATIO)


def _open_link(self, tokens, index, options, env) -> str:
    token = tokens[index]
    token.attrSet("href", address_of(token.attrGet("href")))
    return f"<a{self.renderAttrs(token)}>"


def address_of(link: str) -> str:
    """Of a route by its name, `needs:need_list`, or of a page of the help, `guide:page/lead#minutes`."""
    name, _, section = link.partition("#")
    name, _, argument = name.partition("/")
    url = reverse(name, args=[argument] if argument else [])
    return f"{url}#{section}" if section else url
