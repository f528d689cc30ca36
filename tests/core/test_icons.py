"""The site's own drawings: made of the urgency mark, in the colours of the tokens."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from .test_contrast import colour_blocks

STATIC = Path(settings.PROJECT_DIR) / "static"
IMAGES = STATIC / "img"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize("name", ["favicon.svg", "logo.svg"])
def test_drawings_use_the_colours_of_the_tokens(name):
    used = set(re.findall(r"#[0-9a-f]{6}", (IMAGES / name).read_text()))

    assert used <= {colour_blocks()["light"][token] for token in ("paper", "action")}


def test_icons_of_browsers_and_phones_have_their_sizes():
    with Image.open(IMAGES / "favicon.ico") as small, Image.open(IMAGES / "touch-icon.png") as touch:
        assert small.ico.sizes() == {(16, 16), (32, 32), (48, 48)}
        assert (touch.size, touch.mode) == ((180, 180), "RGB")


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (IMAGES / "icons.svg").read_text()))

    named = {
        name: path.name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""(?:{% icon |icon=)"([\w-]+)\"""", path.read_text())
    }

    assert len(named) > 20
    assert {name: where for name, where in named.items() if name not in sprite} == {}


def test_pages_name_the_icons():
    head = (TEMPLATES / "base_page.html").read_text()

    assert re.findall(r'<link rel="([\w -]+)" href="{% static "(img/.+?)" %}"', head) == [
        ("icon", "img/favicon.ico"),
        ("icon", "img/favicon.svg"),
        ("apple-touch-icon", "img/touch-icon.png"),
    ]
