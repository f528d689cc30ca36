"""Every page of ours, as everybody who may see it, judged by axe; no page is wider than a small phone.

All of it is long: each route once as the lead on a phone, and what visitors see in the dark; and each, in each
state, as every role in each look and language.
"""

import json
from itertools import product
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.permissions.matrix import rows

from . import steps
from .conftest import LAPTOP, PHONE
from .hands import Pointer
from .network import Network, manage
from .places import NO_PAGES, PAGES, WAGTAIL
from .steps import LEAD, REPRESENTATIVE, Person, choose_language
from .words import Words

RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
MEMBER = "fundown.emp@demo.example"
SMALLEST = {"width": 320, "height": 640}
WIDTHS = {"phone": PHONE["viewport"], "laptop": LAPTOP["viewport"]}
ROLES = {
    "visitor": None,
    "outsider": "outsider@demo.example",
    "observer": "observer@demo.example",
    "member": REPRESENTATIVE,
    "lead": LEAD,
    "coordination": "coordination@demo.example",
}
USUAL = [("visitor", "phone", "dark"), ("lead", "phone", "light")]
LOOKS = [*product(WIDTHS, ("light", "dark"))]
TOO_WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


def test_every_route_that_shows_a_page_is_listed():
    pages = {name for name, given in rows().items() if any(row.method == "GET" for row in given)}

    assert set(PAGES) | set(NO_PAGES) == pages | {WAGTAIL}


@pytest.fixture(scope="module")
def places(network: Network, server) -> dict[str, list[str]]:
    told = manage(
        server.folder,
        server.environment["DATABASE_URL"],
        "shell",
        "-v0",
        "-c",
        "from tests.e2e.places import tell; tell()",
    )
    places = json.loads(told.splitlines()[-1])
    assert [name for name, found in places.items() if not found] == []
    return places


@pytest.fixture(scope="module")
def paths(places) -> list[str]:
    """Each route with an object in each state that looks different."""
    return [path for found in places.values() for path in found]


@pytest.fixture(scope="module")
def one_of_each(places) -> list[str]:
    return [found[0] for found in places.values()]


@pytest.fixture
def page_of(signed_in, open_context):
    def page_of(role: str, theme: str) -> Page:
        options = {"color_scheme": theme, "reduced_motion": "reduce"}
        email = ROLES[role]
        context = signed_in(email, **options) if email else open_context(**options)
        context.watch.expects_refusals = True
        return context.new_page()

    return page_of


@pytest.mark.long
@pytest.mark.e2e
@pytest.mark.parametrize(("role", "width", "theme"), USUAL)
def test_axe_finds_nothing(role, width, theme, page_of, one_of_each):
    assert judge_all(page_of(role, theme), one_of_each, [(width, theme)]) == {}


@pytest.mark.e2e
@pytest.mark.long
def test_axe_finds_nothing_where_she_keeps_her_way_in(page_of, server, paths):
    """The pages that open only to who has just signed in and taken a second step, and the door of the second step."""
    her = Person(page_of("visitor", "light"), Words("es"), Pointer())
    steps.ask_for_code(her, MEMBER)
    found = {"code": judge(her.page, [("phone", "light")])}
    steps.write_code(her, MEMBER, server.folder / "mail")
    her.page.goto("/accounts/2fa/totp/activate/")
    steps.prove_it_is_her(her)
    found["totp"] = judge(her.page, [("phone", "light")])
    steps.activate_second_step(her)

    account = [path for path in paths if path.startswith("/accounts/") and "logout" not in path]
    found |= judge_all(her.page, account, [("phone", "light")])

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.e2e
@pytest.mark.long
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_in_any_look(role, language, page_of, paths):
    page = page_of(role, "light")
    page.goto("/")
    choose_language(Person(page, Words(language), Pointer()))

    assert judge_all(page, paths, LOOKS) == {}


def judge_all(page: Page, paths: list[str], looks: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What is wrong with each page. Where several addresses lead to the same one, or to the same refusal, once."""
    judged, found = set(), {}
    for path in paths:
        answer = page.goto(path)
        reached = urlsplit(page.url)
        shown = path if path.startswith(reached.path) else reached.path
        subject = shown if answer.ok else answer.status
        if subject not in judged:
            found[path] = judge(page, looks)
            judged.add(subject)
    return {path: wrong for path, wrong in found.items() if wrong}


def judge(page: Page, looks: list[tuple[str, str]]) -> list[str]:
    found = []
    for width, theme in looks:
        page.set_viewport_size(WIDTHS[width])
        page.emulate_media(color_scheme=theme)
        found += violations(page)
    page.set_viewport_size(SMALLEST)
    if page.evaluate(TOO_WIDE):
        found.append("wider than 320 px")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    return sorted(set(found))


def violations(page: Page) -> list[str]:
    report = Axe().run(page, options=RULES)
    return [
        f"{rule['id']}: {node['html'][:160]}" for rule in report.response["violations"] for node in rule["nodes"][:3]
    ]
