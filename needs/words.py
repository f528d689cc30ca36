"""Sentences about needs that more than one page says."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from red_inclusion.core import clock

from .models import Need


def day_words(moment: datetime) -> str:
    """«20 de enero», with the year when it is not this one."""
    day = timezone.localtime(moment).date()
    if day.year == clock.today().year:
        return date_format(day, pgettext("date format", "j F"))
    return date_format(day, pgettext("date format", "j F Y"))


def placing_words(rank: int | None, out_of: int) -> str:
    """«2.ª de 12»; nothing where no round has ranked it."""
    return _("No. %(rank)s of %(out_of)s") % {"rank": rank, "out_of": out_of} if rank else ""


def priority_words(need: Need) -> str:
    """«2.ª de 12, votación del 20 de enero»."""
    if not need.priority_rank:
        return ""
    return _("%(placing)s, vote of %(day)s") % {
        "placing": placing_words(need.priority_rank, need.priority_out_of),
        "day": day_words(need.priority_decided_at),
    }
