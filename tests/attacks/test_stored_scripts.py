"""What people write is shown, never run: the corpus goes into every text field of every form, then onto all pages."""

from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.permissions.matrix import rows
from tests.permissions.world import COORDINATION, LEAD, MEMBER, OWN, ROLES, Case

from .scripts import CORPUS, pieces

pytestmark = pytest.mark.django_db

NO_LIMIT = 1000
WORD_TYPES = ("text", "search", "textarea")
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcdoc", "hx-get", "hx-post")
FORBIDDEN_TAGS = ("iframe", "object", "embed", "base", "style", "marquee", "frame", "applet", "math")
SIGNING_OUT = "account_logout"
WRITING = [
    (name, row) for name, given in rows().items() for row in given if row.method == "POST" and name != SIGNING_OUT
]


def test_the_corpus_has_sixty_and_all_fit_somewhere():
    assert len(set(CORPUS)) == 60
    assert " ".join(pieces(NO_LIMIT)) == " ".join(CORPUS)


def troubles(html: str) -> list[str]:
    """What of a page could run, although no page of ours holds any of it."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        found += [f"<{tag.name} {name}>" for name in tag.attrs if name.startswith(("on", "hx-on")) or name == "style"]
        found += [f"<{tag.name} {name}={tag[name]}>" for name in ADDRESSES if _runs(tag.get(name))]
        if tag.name in FORBIDDEN_TAGS or (tag.name == "script" and _is_inline(tag)):
            found.append(f"<{tag.name}>")
        if tag.name == "meta" and tag.get("http-equiv"):
            found.append("<meta http-equiv>")
        if "pwn" in tag.name or any("pwn" in name for name in tag.attrs):
            found.append(f"<{tag.name} {list(tag.attrs)}>")
    return found


def _runs(address: str | None) -> bool:
    text = "".join((address or "").split()).lower()
    return text.startswith(("javascript:", "data:text", "vbscript:")) or "pwn" in urlsplit(text).netloc


def _is_inline(tag) -> bool:
    return not tag.get("src") and tag.get("type") not in ("application/json", "importmap")


# Those that are words even where they are written raw, and one that only a browser reads as code.
HARMLESS_RAW = (
    "` on",
    "x on",
    '" on',
    "' on",
    '" auto',
    "javascript:",
    "JaVa",
    "data:",
    "[x]",
    "![x]",
    "{",
    "$",
    "#",
    "&",
    "\\u",
    "<noscript",
)


@pytest.mark.parametrize("attack", [attack for attack in CORPUS if not attack.startswith(HARMLESS_RAW)])
def test_an_attack_written_raw_would_be_seen(attack):
    assert troubles(f"<p>{attack}</p>")


@pytest.mark.parametrize(
    "attack", ['" onmouseover="pwn09()', '" autofocus onfocus="pwn13()', '"><img src=x onerror=pwn07()>']
)
def test_an_attack_in_an_attribute_would_be_seen(attack):
    assert troubles(f'<input value="{attack}">')


@pytest.fixture
def text_fields(monkeypatch) -> dict[str, int]:
    """The names of the text fields of the forms that the requests took, and how much each holds."""
    seen: dict[str, int] = {}
    original = BaseForm.full_clean

    def full_clean(form):
        for name, field in form.fields.items():
            if isinstance(field, forms.CharField) and getattr(field.widget, "input_type", "textarea") in WORD_TYPES:
                seen[form.add_prefix(name)] = min(
                    field.max_length or getattr(field, "limit", None) or NO_LIMIT, NO_LIMIT
                )
        return original(form)

    monkeypatch.setattr(BaseForm, "full_clean", full_clean)
    return seen


def write_everywhere(world, text_fields: dict[str, int], rounds: int | None) -> set[str]:
    """Through every form, as somebody who may: `rounds` times, or until each field took all that it can hold."""
    written = set()
    for number, (name, row) in enumerate(WRITING):
        role = next(role for role in reversed(ROLES) if role in row.may)
        text_fields.clear()
        post(world, name, row, role, {})
        fields = dict(text_fields)
        written |= {f"{name}.{field}" for field in fields}
        most = max((len(pieces(room)) for room in fields.values()), default=0)
        for turn in range(most if rounds is None else min(most, rounds)):
            post(world, name, row, role, {field: _piece(room, turn + number) for field, room in fields.items()})
    return written


def _piece(room: int, turn: int) -> str:
    texts = pieces(room) or [CORPUS[0][:room]]
    return texts[turn % len(texts)]


def post(world, name, row, role, words: dict) -> None:
    cache.clear()
    case = Case(world, role, OWN)
    try:
        with transaction.atomic():
            url = reverse(name, kwargs=row.kwargs(case))
    except IntegrityError:  # its object can be made once only; what she wrote into it stands
        return
    browser_of(world, role).post(url, row.data(case) | {"csrfmiddlewaretoken": "x"} | words, headers=dict(row.headers))


def browser_of(world, role: str) -> Client:
    """A new one each time: some forms of her account end her session."""
    client = Client()
    if role in world.people:
        client.force_login(world.people[role], "django.contrib.auth.backends.ModelBackend")
    return client


def crawl(client: Client, start: list[str], most: int) -> dict[str, str]:
    """The pages that links lead to, by address: of each route the first `most`."""
    waiting, pages = deque(start), {}
    seen, asked = set(start), Counter()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        asked[route] += 1
        if asked[route] > most:
            continue
        response = client.get(address)
        if response.status_code in (301, 302):
            links = [response["Location"]]
        elif response.streaming or "html" not in response.get("Content-Type", ""):
            continue
        else:
            pages[address] = response.content.decode()
            soup = BeautifulSoup(response.content, "html.parser")
            links = [urljoin(address, link["href"]) for link in soup.find_all("a", href=True)]
        for link in links:
            parts = urlsplit(link)
            plain = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc in ("", "testserver") and plain not in seen and parts.path != reverse(SIGNING_OUT):
                seen.add(plain)
                waiting.append(plain)
    return pages


def route_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def shown_as(world, role: str, most: int) -> tuple[dict[str, list[str]], str]:
    starts = ["/my-work/", "/", "/needs/", "/meetings/", "/proposals/", "/entities/", "/minutes/"]
    pages = crawl(browser_of(world, role), starts, most)
    return {address: found for address, html in pages.items() if (found := troubles(html))}, "".join(pages.values())


def judge(world, text_fields, rounds: int | None, roles, most: int) -> None:
    written = write_everywhere(world, text_fields, rounds)
    assert len(written) > 20, written

    for role in roles:
        dangerous, everything = shown_as(world, role, most)
        assert dangerous == {}
        assert "&lt;script&gt;pwn01()" in everything  # the attack is on the pages, as words


def test_no_page_runs_what_was_written_in_any_form(world, text_fields):
    judge(world, text_fields, rounds=1, roles=[LEAD], most=3)


@pytest.mark.long
def test_no_page_runs_any_of_the_corpus_in_any_field(world, text_fields):
    judge(world, text_fields, rounds=None, roles=[MEMBER, LEAD, COORDINATION], most=60)
