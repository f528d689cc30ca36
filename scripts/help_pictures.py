"""The pictures of the help, taken from the demo network in every language: run it when a screen has changed.

help_pictures.py [--only WORD] [--folder FOLDER]

They are committed: a network of one's own has no demo to take them from, and no browser. Each shows a part of a page
without the browser around it, in which no address stands. The demo is kept in FOLDER (a temporary one unless told).
"""

import argparse
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from scripts.run_tests import find_browser  # noqa: E402
from scripts.walk import Network, speak  # noqa: E402

PICTURES = ROOT / "red_inclusion" / "static" / "guide" / "img"
PIXEL_RATIO = 1.5  # red_inclusion/guide/texts.py shows them at this size
LANGUAGES = {"es": "es-ES", "en": "en-GB"}
PHONE, LAPTOP = 380, 860
ASIDE = ".hint, .demo-banner, .toasts, [data-draft-note] { display: none !important }"
MEMBER, LEAD, COORDINATION = "cruz-roja.emp@demo.example", "lead@demo.example", "coordination@demo.example"


@dataclass(frozen=True)
class Shot:
    """A part of the page of a route: the box around `parts`, at most `height` pixels of the page high."""

    route: str
    email: str | None
    width: int
    height: int
    parts: str = "#main > .page"
    page: str = ""  # the address of the route ends so instead: the meeting that can be closed is the one in session
    margin: int = 0


SHOTS = {
    "sign-in": Shot("account_login", None, LAPTOP, 560, parts="#main .page-header, #main .doors", margin=16),
    "my-work": Shot("desk:my_work", MEMBER, PHONE, 660),
    "need-form": Shot("needs:need_create", MEMBER, PHONE, 660),
    "commitment": Shot(
        "proposals:commitment_answer", MEMBER, LAPTOP, 620, parts="#main .page-header, #main .stack", margin=16
    ),
    "people": Shot("network:entity_people", MEMBER, LAPTOP, 420),
    "console": Shot("meetings:meeting_close", LEAD, 1180, 620, parts=".console__rail, .console__now", page="console/"),
    "minutes": Shot("meetings:minutes_detail", LEAD, LAPTOP, 640, parts="article.document", margin=16),
    "second-step": Shot("mfa_index", COORDINATION, LAPTOP, 640, parts="#main .page-header, #main .panel", margin=16),
    "areas": Shot("network:area_list", COORDINATION, LAPTOP, 520),
}
BOX = """
(parts) => {
  const boxes = [...document.querySelectorAll(parts)].map((part) => part.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)), top = Math.min(...boxes.map((box) => box.top)) + scrollY;
  const right = Math.max(...boxes.map((box) => box.right));
  const bottom = Math.max(...boxes.map((box) => box.bottom)) + scrollY;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
"""


def main(told: argparse.Namespace) -> None:
    network = Network(told.folder.resolve())
    network.folder.mkdir(parents=True, exist_ok=True)
    places = network.prepare(full=True)
    with sync_playwright() as playwright, network.served():
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for language in LANGUAGES:
            for name, shot in SHOTS.items():
                if told.only in name:
                    take(browser, network, address(shot, places), shot, language, name)


def address(shot: Shot, places: dict[str, list[str]]) -> str:
    first = places[shot.route][0]
    return first.removesuffix("close/") + shot.page if shot.page else first


def take(browser: Browser, network: Network, path: str, shot: Shot, language: str, name: str) -> None:
    context = browser.new_context(
        base_url=network.origin,
        viewport={"width": shot.width, "height": 900},
        locale=LANGUAGES[language],
        device_scale_factor=PIXEL_RATIO,
        color_scheme="light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    if shot.email:
        session = network.session_of(shot.email)
        context.add_cookies([{"name": "sessionid", "value": session, "url": network.origin}])
    speak(context, network.origin, language)
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    page.add_style_tag(content=ASIDE)
    file = PICTURES / language / f"{name}.webp"
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture_of(page, shot))).convert("RGB").save(file, quality=70, method=6)
    print(f"{file.stat().st_size:7} {language} {name}", flush=True)
    context.close()


def picture_of(page: Page, shot: Shot) -> bytes:
    box = page.evaluate(BOX, shot.parts)
    left = max(0, box["x"] - shot.margin)
    clip = {
        "x": left,
        "y": max(0, box["y"] - shot.margin),
        "width": min(shot.width - left, box["width"] + 2 * shot.margin),
        "height": min(shot.height, box["height"] + 2 * shot.margin),
    }
    return page.screenshot(clip=clip, full_page=True)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="pictures whose name has this in it")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "help-pictures")
    return parser.parse_args()


if __name__ == "__main__":
    main(options())
