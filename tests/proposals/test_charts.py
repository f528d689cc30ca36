from datetime import date
from decimal import Decimal

from proposals.charts import BOTTOM, HEIGHT, TOP, WIDTH, draw_indicator

NEW_YEAR, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def draw(*readings, baseline=None, target=None):
    as_decimal = [None if value is None else Decimal(value) for value in (baseline, target)]
    pairs = [(on, Decimal(value)) for on, value in readings]
    return draw_indicator(pairs, baseline=as_decimal[0], target=as_decimal[1])


def test_highest_value_stands_on_top_and_lowest_at_the_bottom():
    chart = draw((NEW_YEAR, 66), baseline=58, target=80)

    assert (chart.target.y, chart.baseline.y) == (TOP, HEIGHT - BOTTOM)
    assert chart.points[0].y == round(HEIGHT - BOTTOM - (66 - 58) / (80 - 58) * (HEIGHT - TOP - BOTTOM), 1)


def test_days_stand_apart_as_in_the_calendar():
    first, second, third = (point.x for point in draw((NEW_YEAR, 1), (FEBRUARY, 2), (MARCH, 3)).points)

    assert round((second - first) / (third - first), 2) == round(31 / 59, 2)
    assert (first > 0, third < WIDTH) == (True, True)


def test_line_leaves_from_where_it_started():
    chart = draw((NEW_YEAR, 66), baseline=58)

    assert chart.line == f"0,{chart.baseline.y} {chart.points[0].x},{chart.points[0].y}"
    assert draw((NEW_YEAR, 1), (MARCH, 2)).line.count(" ") == 1


def test_nothing_to_compare_is_not_drawn():
    assert draw((NEW_YEAR, 66)) is None
    assert draw(baseline=58, target=80) is None


def test_equal_values_and_equal_days_do_not_divide_by_nothing():
    chart = draw((NEW_YEAR, 5), (NEW_YEAR, 5), baseline=5, target=5)

    assert {point.y for point in chart.points} == {chart.target.y}
    assert len({point.x for point in chart.points}) == 2
