"""What a reader would see go wrong with a page: it scrolls sideways, words are cut off, lie over others or outside."""

from pathlib import Path

from playwright.sync_api import Page

# Names that may be shortened with dots: the whole stands beside or beneath.
SHORTENED = ".menu__name, .breadcrumbs, .brand > span"
# What floats above the page on purpose.
FLOATS = ".toasts, .form-actions, .phone__foot, .skip-link, .menu__panel, dialog"

TROUBLES = (Path(__file__).parent / "layout.js").read_text()


def troubles(page: Page) -> list[str]:
    return page.evaluate(TROUBLES, [SHORTENED, FLOATS])
