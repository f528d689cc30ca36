"""What readers ask of their device: forced colours, no motion."""

import pytest
from playwright.sync_api import Page

from .network import Network
from .steps import REPRESENTATIVE

pytestmark = [pytest.mark.e2e, pytest.mark.long]

MOVING = """() => document.getAnimations().filter((each) => each.effect.getComputedTiming().duration > 1).length
  + [...document.querySelectorAll("*")].filter((each) => {
      const { transitionDuration, animationName } = getComputedStyle(each);
      return parseFloat(transitionDuration) > 0.001 || animationName !== "none";
    }).length"""
# A shape's fill against the ground that the device gives it, as [r, g, b] both.
SHAPES = """() => {
  const of = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const probe = Object.assign(document.createElement("p"), { hidden: false });
  probe.style.color = "CanvasText";
  document.body.append(probe);
  const ink = of(getComputedStyle(probe).color);
  probe.remove();
  const shapes = [...document.querySelectorAll(".mark__fill[d^=M], .dist__seg[width], .bar__fill")];
  return shapes.filter((each) => String(of(getComputedStyle(each).fill)) !== String(ink)).map((each) => each.outerHTML);
}"""


@pytest.fixture
def pages(network: Network) -> list[str]:
    room = f"/meetings/{network.ids['meeting']}/room/"
    return ["/my-work/", "/needs/", "/proposals/", "/proposals/board/", "/areas/EMP/", room, "/styleguide/"]


def open_each(page: Page, pages: list[str], script: str) -> dict[str, object]:
    found = {}
    for path in pages:
        page.goto(path)
        found[path] = page.evaluate(script)
    return {path: told for path, told in found.items() if told}


def test_nothing_moves_where_no_motion_is_wanted(signed_in, pages):
    still = signed_in(REPRESENTATIVE, reduced_motion="reduce").new_page()
    usual = signed_in(REPRESENTATIVE, reduced_motion="no-preference").new_page()

    assert open_each(still, pages, MOVING) == {}
    assert open_each(usual, pages[:1], MOVING) != {}  # else the question would prove nothing


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_forced_colours_the_shapes_have_the_colour_of_the_text(signed_in, pages, theme):
    page = signed_in(REPRESENTATIVE, forced_colors="active", color_scheme=theme, bypass_csp=True).new_page()

    assert open_each(page, pages, SHAPES) == {}


def test_in_forced_colours_the_focus_is_seen_on_a_chosen_mark_too(signed_in, pages):
    page = signed_in(REPRESENTATIVE, forced_colors="active", bypass_csp=True).new_page()
    page.goto(next(path for path in pages if path.endswith("/room/")))
    chosen, other = page.locator(".ballot-card--current .mark-choice input").all()[:2]

    chosen.press("Space")
    other.press("ArrowLeft")

    width = "input => getComputedStyle(input.parentElement).outlineWidth"
    assert (chosen.is_checked(), chosen.evaluate(width)) == (True, "3px")
    chosen.evaluate("input => input.blur()")
    assert chosen.evaluate(width) == "2px"
