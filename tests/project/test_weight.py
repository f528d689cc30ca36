"""What one page brings: JS at most 60 KB and CSS at most 20 KB compressed, of this host alone."""

import gzip
import posixpath
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from red_inclusion.assets import JOINED_SHEETS, joined_stylesheet

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NAMED = re.compile(r'{% static "([\w./-]+\.(?:js|css))" %}')
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.[\w./-]+)";', re.MULTILINE)
EVERYWHERE = {"js/main.js", "css/main.css"}
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if {name for name in NAMED.findall(path.read_text()) if name.endswith(("js", "css"))} - EVERYWHERE
)


def modules(entry: str, seen: dict[str, int]) -> dict[str, int]:
    """The compressed weight of a script and of all that it imports, each once."""
    path = Path(finders.find(entry))
    if str(path) not in seen:
        text = path.read_text()
        seen[str(path)] = len(gzip.compress(text.encode()))
        for imported in IMPORT.findall(text):
            modules(posixpath.normpath(f"{posixpath.dirname(entry)}/{imported}"), seen)
    return seen


def brought(page: str) -> tuple[set[str], set[str]]:
    """What a template and those it includes or extends name."""
    names, waiting, read = set(EVERYWHERE), [page], set()
    while waiting:
        name = waiting.pop()
        path = TEMPLATES / name
        if name in read or not path.exists():
            continue
        read.add(name)
        text = path.read_text()
        names.update(NAMED.findall(text))
        waiting += re.findall(r'{% (?:include|extends) "([\w./-]+)"', text)
    return {name for name in names if name.endswith(".js")}, {name for name in names if name.endswith(".css")}


def test_the_pages_with_scripts_of_their_own_are_found():
    assert {"meetings/room/phone.html", "needs/need_form.html"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light(page):
    scripts, sheets = brought(page)
    seen: dict[str, int] = {}
    for script in scripts:
        modules(script, seen)
    styles = sum(_sheet(sheet) for sheet in sheets)

    assert sum(seen.values()) <= 60_000
    assert styles <= 20_000


def _sheet(name: str) -> int:
    path = Path(finders.find(name))
    text = joined_stylesheet(path) if name in JOINED_SHEETS else path.read_text()
    return len(gzip.compress(text.encode()))
