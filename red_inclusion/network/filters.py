"""What the filters above the lists have in common."""

from django import forms
from django.utils.translation import gettext_lazy as _

from red_inclusion.core.fields import PlainText

from .models import Area


class Filter(forms.Form):
    """A bookmark with a value that is no longer there shows everything instead of an error."""

    def wanted(self) -> dict:
        self.is_valid()
        return self.cleaned_data

    @property
    def is_active(self) -> bool:
        return any(self.wanted().get(name) for name in self.fields)


def search_field(label, placeholder) -> PlainText:
    widget = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
    return PlainText(label=label, required=False, limit=200, widget=widget)


def choice_field(label, *choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


def area_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Area"), required=False, queryset=Area.objects.all(), to_field_name="code", empty_label=_("Any area")
    )
