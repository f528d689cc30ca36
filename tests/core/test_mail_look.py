"""Mails look like the pages, in light and in dark, with nothing to fetch."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from .test_contrast import colour_blocks, contrast

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LOOK = TEMPLATES / "emails" / "look.html"
# Who pays asks for it, and it comes from the network's own address.
LOGO_OF_FUNDING = '<img src="{{ logo.url }}"'
THEMES = {"light": "light", "dark": "dark by choice"}
# Text and its ground, by the classes of the mail.
PAIRS = [
    (".letter", ".sheet"),
    (".letter", ".ground"),
    (".marks", ".ground"),
    (".foot", ".ground"),
    ("a", ".sheet"),
    ("a", ".ground"),
    ("a.button", "a.button"),
    ("a.button--plain", "a.button--plain"),
]


def rules(theme: str) -> dict[str, dict[str, str]]:
    """Colour and ground of each selector; what dark does not name stays as it is in light."""
    light, dark = LOOK.read_text().split("@media (prefers-color-scheme: dark)")
    found: dict[str, dict[str, str]] = {}
    for part in (light, dark)[: 2 if theme == "dark" else 1]:
        for selectors, body in re.findall(r"([^{};]+)\{([^{}]*)\}", part):
            paint = dict(re.findall(r"\b(?<!-)(color|background): (#[0-9a-f]{6})", body))
            for selector in selectors.split(","):
                found.setdefault(selector.strip(), {}).update(paint)
    return found


@pytest.mark.parametrize("theme", THEMES)
def test_its_colours_are_those_of_the_pages(theme):
    light, dark = LOOK.read_text().split("@media (prefers-color-scheme: dark)")
    used = set(re.findall(r"#[0-9a-f]{6}", {"light": light, "dark": dark}[theme]))

    assert len(used) > 5
    assert used <= set(colour_blocks()[THEMES[theme]].values())


@pytest.mark.parametrize("theme", THEMES)
def test_its_words_can_be_read(theme):
    paint = rules(theme)

    weak = {
        (text, ground): ratio
        for text, ground in PAIRS
        if (ratio := contrast(paint[text]["color"], paint[ground]["background"])) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("path", sorted([*TEMPLATES.glob("emails/*.html"), *TEMPLATES.glob("notifications/*.html")]))
def test_nothing_is_fetched_and_nothing_runs(path):
    text = path.read_text().replace(LOGO_OF_FUNDING, "")

    assert re.findall(r"<(?:img|script|link|iframe|video)\b|url\(|@import|\bon\w+=", text) == []


def test_mails_of_accounts_and_of_the_network_are_dressed_alike():
    context = {"network_name": "La red", "origin": "http://red.example", "code": "AB12", "words": "Algo", "path": "/x"}

    mails = [
        render_to_string(name, context)
        for name in ("account/email/login_code_message.html", "notifications/notice.html", "emails/from_text.html")
    ]

    assert [LOOK.read_text() in mail for mail in mails] == [True, True, True]
