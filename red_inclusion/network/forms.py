from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from red_inclusion.core.fields import PlainText

from .enums import EntityKind
from .models import Area

SORTS = {"name": "name", "-name": "-name", "areas": "-area_count", "newest": "-active_since"}


class EntityFilterForm(forms.Form):
    """A bookmark with a value that is no longer there shows everything instead of an error."""

    q = PlainText(
        label=_("Search entities"),
        required=False,
        limit=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or what it does")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ModelChoiceField(
        label=_("Area"), required=False, queryset=Area.objects.all(), to_field_name="code", empty_label=_("Any area")
    )
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Any kind")), *EntityKind.choices]
        self.fields["sort"].choices = [
            ("", pgettext_lazy("order", "By name")),
            ("-name", pgettext_lazy("order", "By name, from Z to A")),
            ("areas", pgettext_lazy("order", "In most areas first")),
            ("newest", pgettext_lazy("order", "Newest in the network first")),
        ]

    def wanted(self) -> dict:
        """What of it makes sense; the rest is as if it had not been asked."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_active(self) -> bool:
        return any(self.wanted().get(name) for name in ("q", "kind", "area", "sort"))
