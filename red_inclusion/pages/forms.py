from django import forms
from django.utils.translation import gettext_lazy as _

from red_inclusion.core.fields import PlainText

from .models.pages import INTRO_LIMIT


class AreaIntroForm(forms.Form):
    intro = PlainText(
        label=_("Introduction"),
        required=False,
        limit=INTRO_LIMIT,
        help_text=_("What the area is for and who works in it. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
