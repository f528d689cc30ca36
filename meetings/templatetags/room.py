"""Leaves of the room's pages."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.codes import in_groups
from meetings.events import encode
from red_inclusion.core.templatetags.look import URGENCY_WORDS

register = template.Library()

CENT = Decimal("0.01")


@register.simple_tag(takes_context=True)
def shown(context, names):
    """The attributes of a part that is there while the room's scene has one of `names`."""
    hidden = "" if context["scene"] & set(names.split()) else " hidden"
    return format_html('data-show="{}"{}', names, hidden)


@register.filter
def as_json(value):
    return encode(value)


@register.filter
def to_the_second(moment):
    return date_format(timezone.localtime(moment), "H:i:s") if moment else ""


@register.filter
def to_the_minute(moment):
    return date_format(timezone.localtime(moment), "H:i") if moment else ""


@register.filter
def mean(value):
    """Rounded as browsers do, so that the first paint and what follows agree."""
    return "–" if value in (None, "") else number_format(Decimal(str(value)).quantize(CENT, ROUND_HALF_UP), 2)


@register.filter
def quarter_percent(value):
    """A mean of 0–4 as the length of a bar of 100."""
    return f"{25 * value:.2f}" if value is not None else "0"


@register.filter
def ordinal(rank):
    return pgettext("rank of a need", "%(rank)s.") % {"rank": rank} if rank else "–"


@register.filter
def breakable(address):
    """May go on in the next line before a slash, rather than anywhere."""
    return format_html_join(mark_safe("<wbr>/"), "{}", ((piece,) for piece in address.split("/")))


@register.filter
def code_in_groups(code):
    return in_groups(code)


@register.simple_tag
def urgency_scale():
    """The five values with their words, as a ballot offers them."""
    return [{"value": str(value), "words": words} for value, words in enumerate(URGENCY_WORDS)]


@register.simple_tag
def impact_scale():
    words = (_("Nothing"), _("A little"), _("Something"), _("Much"), _("Very much"))
    return [{"value": str(value), "words": each} for value, each in enumerate(words)]
