from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from red_inclusion.core import clock
from red_inclusion.core.fields import PlainText

LONGEST = 240
REASON_LIMIT = 300


class OpenRoundForm(forms.Form):
    """Left empty, it closes when the lead closes it."""

    minutes = forms.IntegerField(
        label=pgettext_lazy("duration", "Minutes"), min_value=1, max_value=LONGEST, required=False
    )

    @property
    def closes_at(self) -> datetime | None:
        minutes = self.cleaned_data["minutes"]
        return clock.now() + timedelta(minutes=minutes) if minutes else None


class VoidForm(forms.Form):
    reason = PlainText(label=_("Why is it void?"), limit=REASON_LIMIT, widget=forms.Textarea(attrs={"rows": 2}))
