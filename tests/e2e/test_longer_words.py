"""Nothing breaks with words 40 % longer, nor with the text spacing that a reader may ask for (WCAG 1.4.12)."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from scripts import longer
from tests.servers import Server, running_server

from .layout import troubles
from .network import Network, copy_of, manage
from .places import NO_PAGES
from .steps import LEAD, REPRESENTATIVE

pytestmark = [pytest.mark.e2e, pytest.mark.long]

TELL = "from tests.e2e.places import tell; tell()"
WIDTHS = {"small phone": 320, "phone": 390, "laptop": 1280}
PEOPLE = {"visitor": None, "member": REPRESENTATIVE, "lead": LEAD, "coordination": "coordination@demo.example"}
# A wall is not read from a phone.
WALL = "/projector/"
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""


@pytest.fixture(scope="module")
def server(network: Network, tmp_path_factory) -> Iterator[Server]:
    """On catalogues in which every text is longer."""
    folder, locale = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("locale")
    longer.write(locale)
    settings = {"DJANGO_SETTINGS_MODULE": "tests.e2e.longer_settings", "LONGER_LOCALE": str(locale)}
    with copy_of(network.database_url, folder) as url, running_server(folder, DATABASE_URL=url, **settings) as server:
        yield server


@pytest.fixture(scope="module")
def paths(network: Network, server: Server) -> list[str]:
    told = manage(server.folder, server.environment["DATABASE_URL"], "shell", "-v0", "-c", TELL)
    places = {name: found for name, found in json.loads(told.splitlines()[-1]).items() if name not in NO_PAGES}
    return list(dict.fromkeys(path for found in places.values() for path in found[:2] if "logout" not in path))


@pytest.fixture
def page_of(signed_in, open_context):
    def page_of(email: str | None, **options) -> Page:
        context = signed_in(email, **options) if email else open_context(**options)
        context.watch.expects_refusals = True
        return context.new_page()

    return page_of


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_breaks_with_words_two_fifths_longer(who, page_of, paths):
    page = page_of(PEOPLE[who])

    assert walk(page, paths) == {}


@pytest.mark.parametrize("who", ["member", "lead"])
def test_no_page_breaks_with_the_spacing_of_text_that_readers_may_ask_for(who, page_of, paths):
    """On the longer words too: whoever needs both gets both."""
    page = page_of(PEOPLE[who], bypass_csp=True)
    page.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => document.head.append(Object.assign("
        f"document.createElement('style'), {{ textContent: {json.dumps(TEXT_SPACING)} }})))"
    )

    assert walk(page, paths) == {}


def walk(page: Page, paths: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    seen = set()
    for path in paths:
        answer = page.goto(path)
        if not answer.ok or page.url in seen:
            continue
        seen.add(page.url)
        for name, width in WIDTHS.items():
            if WALL in path and width < 1000:
                continue
            page.set_viewport_size({"width": width, "height": 800})
            found.update({f"{path} on a {name}": wrong for wrong in [troubles(page)] if wrong})
    assert len(seen) > 5
    return found
