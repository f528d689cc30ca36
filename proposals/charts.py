"""The drawing of an indicator, as numbers for SVG; pure, no markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 26, 32
MARGIN = 36  # so that the figures of the first and last points have room
LABEL_GAP = 16


@dataclass(frozen=True)
class Level:
    """A horizontal line: where we started, where we want to be."""

    value: Decimal
    y: float
    label_y: float


@dataclass(frozen=True)
class Point:
    on: date
    value: Decimal
    x: float
    y: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Chart:
    points: tuple[Point, ...]
    baseline: Level | None
    target: Level | None

    @property
    def line(self) -> str:
        """From where we started, at the left edge, through every reading."""
        start = [f"0,{self.baseline.y}"] if self.baseline else []
        return " ".join([*start, *(f"{point.x},{point.y}" for point in self.points)])


def draw_indicator(
    readings: Sequence[tuple[date, Decimal]], *, baseline: Decimal | None, target: Decimal | None
) -> Chart | None:
    """None where there is nothing to compare: a lone number needs no drawing."""
    levels = [value for value in (baseline, target) if value is not None]
    values = [*levels, *(value for _on, value in readings)]
    if len(values) < 2 or not readings:
        return None
    low, high = min(values), max(values)

    def y_of(value: Decimal) -> float:
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        return round(HEIGHT - BOTTOM - float(share) * (HEIGHT - TOP - BOTTOM), 1)

    xs = _spread([on for on, _value in readings])
    points = tuple(
        Point(on, value, x, y_of(value), _above(y_of(value)), _anchor(x))
        for (on, value), x in zip(readings, xs, strict=True)
    )
    return Chart(points, _level(baseline, y_of), _level(target, y_of))


def _spread(days: Sequence[date]) -> list[float]:
    """Days from left to right by the calendar; a single one stands in the middle."""
    first, last = days[0], days[-1]
    first_x, room = LEFT + MARGIN, WIDTH - LEFT - RIGHT - 2 * MARGIN
    if first == last:
        step = room / (len(days) + 1)
        return [round(first_x + step * (index + 1), 1) for index in range(len(days))]
    return [round(first_x + room * (day - first).days / (last - first).days, 1) for day in days]


def _above(y: float) -> float:
    return round(y - 10, 1)


def _anchor(x: float) -> str:
    return "start" if x < LEFT + MARGIN else "end" if x > WIDTH - RIGHT - MARGIN else "middle"


def _level(value: Decimal | None, y_of) -> Level | None:
    if value is None:
        return None
    y = y_of(value)
    return Level(value, y, round(y - 6 if y > TOP + LABEL_GAP else y + LABEL_GAP, 1))
