"""Every pair of colours that the interface puts together can be read, in light and in dark."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.PROJECT_DIR) / "static"
TOKENS = STATIC / "css" / "tokens.css"
ACCENTS = ("teal", "terracotta", "moss", "ochre", "plum", "slate", "olive", "rose")
GROUNDS = ("paper", "sheet", "sunk")
TINTS = ("action-tint", "urgent-tint", "attention-tint", "done-tint", "info-tint")

TEXT_PAIRS = [
    *product(("ink", "ink-soft"), GROUNDS),
    *product(("ink",), (*TINTS, *(f"accent-{name}-tint" for name in ACCENTS))),
    *product(("action", "action-hover", "urgent", "attention", "done"), ("paper", "sheet")),
    *((tone, f"{tone}-tint") for tone in ("urgent", "attention", "done", "info", "action")),
    ("action", "sunk"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("paper", "ink"),
    *product((f"accent-{name}" for name in ACCENTS), ("paper", "sheet")),
    *((f"accent-{name}", f"accent-{name}-tint") for name in ACCENTS),
]
SHAPE_PAIRS = [
    *product(("rule-strong", "focus", *(f"urgency-{value}" for value in range(5))), ("paper", "sheet")),
    *product((f"accent-{name}" for name in ACCENTS), GROUNDS),
]


def colour_blocks() -> dict[str, dict[str, str]]:
    text = TOKENS.read_text()
    dark_by_device, dark_by_choice = text.split("@media screen")[1:3]
    blocks = {
        "light": text.split("@media screen")[0],
        "dark by the device": dark_by_device,
        "dark by choice": dark_by_choice,
    }
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for name, block in blocks.items()}


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def too_weak(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    ratios = {f"{one} on {ground}": contrast(colours[one], colours[ground]) for one, ground in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000000", "#ffffff") == 21


@pytest.mark.parametrize(("theme", "scheme"), [("light", "light"), ("dark by the device", "dark")])
def test_the_bar_of_the_browser_has_the_colour_of_the_page(theme, scheme):
    page = (settings.BASE_DIR / "templates" / "base_page.html").read_text()

    (colour,) = re.findall(rf'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: {scheme}\)"', page)
    assert colour == colour_blocks()[theme]["paper"]


@pytest.mark.parametrize("theme", ["light", "dark by the device"])
def test_every_text_pair_can_be_read(theme):
    assert too_weak(colour_blocks()[theme], TEXT_PAIRS, 4.5) == {}


@pytest.mark.parametrize("theme", ["light", "dark by the device"])
def test_every_shape_stands_out_from_its_ground(theme):
    assert too_weak(colour_blocks()[theme], SHAPE_PAIRS, 3) == {}


@pytest.mark.parametrize("theme", ["light", "dark by the device"])
def test_ink_is_near_twelve_to_one(theme):
    colours = colour_blocks()[theme]

    assert too_weak(colours, [("ink", "paper"), ("ink", "sheet")], 11.5) == {}


def test_dark_is_the_same_whoever_asks_for_it():
    blocks = colour_blocks()

    assert blocks["dark by the device"] == blocks["dark by choice"]


def test_dark_redefines_every_colour():
    blocks = colour_blocks()

    assert blocks["dark by choice"].keys() == blocks["light"].keys()


def test_no_stylesheet_but_the_tokens_names_a_colour():
    others = [path for path in TOKENS.parent.glob("*.css") if path.name != "tokens.css"]

    named = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()) for path in others}

    assert {name: found for name, found in named.items() if found} == {}


RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PAINT = re.compile(r"(?:^|;)\s*(color|background|background-color):\s*var\(--([\w-]+)\)\s*(?=;|$)")
# Text that says nothing by itself, or that may be faint: WCAG 1.4.3 leaves controls that are off out.
NOT_TEXT = {("code-ink", "code-ground")}


def pairs_in_use() -> set[tuple[str, str]]:
    """The colour and ground that one rule of a stylesheet gives together, each accent for itself."""
    found = set()
    for path in STATIC.rglob("*.css"):
        for _selector, body in RULE.findall(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)):
            paint = {name.removesuffix("-color"): token for name, token in PAINT.findall(body)}
            if {"color", "background"} <= paint.keys():
                found |= set(_by_accent(paint["color"], paint["background"]))
    return found - NOT_TEXT


def _by_accent(text: str, ground: str) -> list[tuple[str, str]]:
    if not {text, ground} & {"accent", "accent-tint"}:
        return [(text, ground)]
    return [tuple(re.sub("^accent", f"accent-{name}", token) for token in (text, ground)) for name in ACCENTS]


def test_every_pair_that_a_stylesheet_puts_together_is_judged():
    used, judged = pairs_in_use(), {frozenset(pair) for pair in TEXT_PAIRS}

    assert ("on-action", "action") in used
    assert {pair for pair in used if frozenset(pair) not in judged} == set()
