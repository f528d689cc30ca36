"""Draws the site's icons out of the urgency mark: `python scripts/draw_icons.py`, after its shape or colours change.

The mark at three quarters, as in static/img/favicon.svg, on paper. What is drawn is kept in git, so that nothing has to
be drawn when the site is installed.
"""

import re
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parent.parent / "red_inclusion" / "static"
FINE = 8  # drawn so much larger, then made small, for smooth edges
TOUCH, SMALL = 180, (16, 32, 48)


def colour(token: str) -> str:
    """The first in tokens.css is that of light."""
    return re.search(rf"--{token}: (#[0-9a-f]{{6}});", (STATIC / "css" / "tokens.css").read_text())[1]


def draw(size: int, *, radius: float, round_ground: bool) -> Image.Image:
    """`radius` of the ring's middle line, in parts of the size."""
    side, middle = size * FINE, size * FINE / 2
    paper, ink = colour("paper"), colour("action")
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    (pen.ellipse if round_ground else pen.rectangle)((0, 0, side - 1, side - 1), fill=paper)
    outer, line = radius * side * 1.146, radius * side * 0.292
    box = (middle - outer, middle - outer, middle + outer, middle + outer)
    pen.pieslice(box, -90, 180, fill=ink)
    pen.ellipse(box, outline=ink, width=round(line))
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    folder = STATIC / "img"
    # A phone cuts the corners by itself and shows no transparency.
    draw(TOUCH, radius=0.27, round_ground=False).convert("RGB").save(folder / "touch-icon.png", optimize=True)
    icons = [draw(size, radius=0.375, round_ground=True) for size in SMALL]
    icons[-1].save(folder / "favicon.ico", sizes=[icon.size for icon in icons], append_images=icons[:-1])


if __name__ == "__main__":
    main()
