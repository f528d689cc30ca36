"""The shapes of the urgency mark and of a distribution, as numbers for SVG; pure, no markup."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FULL_WIDTH = 300
MARK_PITCH = 40
QUARTERS = (
    "",
    "M12 12V2A10 10 0 0 1 22 12Z",
    "M12 12V2A10 10 0 0 1 12 22Z",
    "M12 12V2A10 10 0 1 1 2 12Z",
    "M12 2A10 10 0 0 1 12 22A10 10 0 0 1 12 2Z",
)


@dataclass(frozen=True)
class Segment:
    value: int
    count: int
    x: float
    width: float
    mark_x: float

    @property
    def path(self) -> str:
        return QUARTERS[self.value]


def nearest_mark(value: float | None) -> int | None:
    """Halves go up: a mean of 2.5 asks for more attention, not for less."""
    if value is None:
        return None
    return max(0, min(4, math.floor(float(value) + 0.5)))


def distribution_segments(distribution: Sequence[int]) -> list[Segment]:
    total = sum(distribution) or 1
    widths = [count * FULL_WIDTH / total for count in distribution]
    starts = [sum(widths[:index]) for index in range(len(widths))]
    centres = spread_out([x + width / 2 for x, width in zip(starts, widths, strict=True)], distribution)
    return [
        Segment(value, count, round(x, 2), round(width, 2), round(centre, 2))
        for value, (count, x, width, centre) in enumerate(zip(distribution, starts, widths, centres, strict=True))
    ]


def spread_out(centres: Sequence[float], distribution: Sequence[int]) -> list[float]:
    """Keep the marks of neighbouring thin segments apart, and all of them inside the drawing."""
    shown = [index for index, count in enumerate(distribution) if count]
    spread = list(centres)
    floor = MARK_PITCH / 2
    for index in shown:
        spread[index] = max(spread[index], floor)
        floor = spread[index] + MARK_PITCH
    ceiling = FULL_WIDTH - MARK_PITCH / 2
    for index in reversed(shown):
        spread[index] = min(spread[index], ceiling)
        ceiling = spread[index] - MARK_PITCH
    return spread
