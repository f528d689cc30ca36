"""Days and hours in words, in the language of who reads."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from . import clock


def day_words(value: date | datetime, *, year: bool = False) -> str:
    """«viernes 20 de enero, 17:00», with the year when it is not this one, or when `year` says always: a document is
    read in other years."""
    timed = isinstance(value, datetime)
    local = timezone.localtime(value) if timed and timezone.is_aware(value) else value
    same_year = local.year == timezone.localtime(clock.now()).year
    day = pgettext("date format", "l j F") if same_year and not year else pgettext("date format", "l j F Y")
    return date_format(local, day + ", H:i" if timed else day)
