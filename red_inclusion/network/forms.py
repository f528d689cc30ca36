from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts import terms
from red_inclusion.accounts.forms import TermsForm
from red_inclusion.core.fields import PlainText, SeveralOf

from .enums import EntityKind, MandateKind
from .models import Area, Seat
from .policies import KINDS_FOR_COLLEAGUES

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


class SeatsOfEntity(SeveralOf):
    """The entity is said above the form: each box names the area."""

    def label_from_instance(self, seat: Seat) -> str:
        return seat.area.name


class LanguageField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.choices = [
            (code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ]


class InviteForm(forms.Form):
    """Asks for what there is to choose: one area is not chosen, and a colleague comes in as a member."""

    name = PlainText(label=_("Name"), limit=120, help_text=_("She can correct it when she comes in."))
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    seats = SeatsOfEntity(
        label=_("In which areas"),
        queryset=Seat.objects.none(),
        error_messages={"required": _("Choose one area or more.")},
    )
    kind = forms.ChoiceField(label=_("As"), widget=forms.RadioSelect, initial=MandateKind.MEMBER)
    language = LanguageField(label=_("Language of the invitation"))

    def __init__(self, *args, seats: Sequence[Seat], runs: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.fields["name"].widget.attrs["autocomplete"] = self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["kind"].choices = _kinds(seats)
        self.fields["seats"].queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("area")
        if len(seats) == 1:
            del self.fields["seats"]
        if not runs:
            del self.fields["kind"]

    def arguments(self) -> dict:
        """Of the action that invites."""
        return {"seats": self.seats, "kind": MandateKind.MEMBER} | self.cleaned_data


def _kinds(seats: Sequence[Seat]) -> list[tuple[str, str]]:
    formal = any(seat.area.formal for seat in seats)
    return [(kind.value, kind.label) for kind in MandateKind if formal or kind in KINDS_FOR_COLLEAGUES]


class AcceptForm(TermsForm):
    """What she who is invited says of herself; who has access already only says yes."""

    name = PlainText(label=_("Your name"), limit=120, help_text=_("As the others in the room know you."))
    language = LanguageField(label=_("Language"))
    field_order = ["name", "language", "version", "accept"]

    def __init__(self, *args, known: bool, accepted: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if known:
            del self.fields["name"], self.fields["language"]
        if accepted:
            del self.fields["accept"], self.fields["version"]

    def arguments(self, person) -> dict:
        """Of the action that accepts."""
        said = self.cleaned_data
        return {
            "name": said.get("name") or getattr(person, "name", ""),
            "language": said.get("language") or getattr(person, "language", ""),
            "terms_version": said.get("version") or terms.VERSION,
        }
