from django import template
from django.utils.formats import date_format, number_format

from proposals.charts import draw_indicator

register = template.Library()

DAY_PITCH = 70  # closer than this, two dates under the drawing would touch


@register.inclusion_tag("proposals/includes/indicator_chart.html")
def indicator_chart(proposal):
    """The drawing and, always, its table. The indicator and its readings are prefetched."""
    indicator = proposal.indicator
    readings = list(indicator.readings.all())
    pairs = [(reading.on, reading.value) for reading in readings]
    chart = draw_indicator(pairs, baseline=indicator.baseline, target=indicator.target)
    for reading in readings:
        reading.words = _words(reading.value, indicator.unit)
    return {
        "chart": chart,
        "points": _points(chart, indicator.unit),
        "readings": readings,
        "baseline": _words(indicator.baseline, indicator.unit),
        "target": _words(indicator.target, indicator.unit),
        "direction": indicator.get_direction_display(),
        "source": indicator.source,
    }


def _points(chart, unit: str) -> list[dict]:
    points, last_dated = [], -DAY_PITCH
    for place in chart.points if chart else ():
        dated = place.x - last_dated >= DAY_PITCH
        last_dated = place.x if dated else last_dated
        day = date_format(place.on, "SHORT_DATE_FORMAT")
        points.append({"place": place, "value": _words(place.value, unit), "day": day, "dated": dated})
    return points


def _words(value, unit: str) -> str:
    """«66 %», «12 personas»: no decimals where they say nothing."""
    if value is None:
        return ""
    plain = value.to_integral_value() if value == value.to_integral_value() else value.normalize()
    return f"{number_format(plain)} {unit}".strip()
