from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from red_inclusion.accounts.forms import LanguageField, TermsForm
from red_inclusion.accounts.models import User
from red_inclusion.core.fields import PlainText, SeveralOf

from .enums import EntityKind, MandateKind, WithdrawalReason
from .filters import Filter, area_field, choice_field, search_field
from .models import Seat
from .policies import KINDS_FOR_COLLEAGUES, can_invite
from .redaction import Passage
from .standing import Standing

SHOWN = 300  # characters of a text, so that it is recognised

SORTS = {"name": "name", "-name": "-name", "areas": "-area_count", "newest": "-active_since"}


class EntityFilterForm(Filter):
    q = search_field(_("Search entities"), _("Name or what it does"))
    kind = choice_field(_("Kind"), ("", _("Any kind")), *EntityKind.choices)
    area = area_field()
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "By name")),
        ("-name", pgettext_lazy("order", "By name, from Z to A")),
        ("areas", pgettext_lazy("order", "In most areas first")),
        ("newest", pgettext_lazy("order", "Newest in the network first")),
    )


class SeatsOfEntity(SeveralOf):
    """The entity is said above the form: each box names the area."""

    def label_from_instance(self, seat: Seat) -> str:
        return seat.area.name


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

    def __init__(self, *args, seats: Sequence[Seat], standing: Standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats, self.standing = seats, standing
        self.fields["name"].widget.attrs["autocomplete"] = self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.fields["kind"].choices = _kinds(seats)
        self.fields["seats"].queryset = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("area")
        if len(seats) == 1:
            del self.fields["seats"]
        if not any(standing.runs(seat.area_id) for seat in seats):
            del self.fields["kind"]

    def clean(self) -> dict:
        said = super().clean()
        kind, seats = said.get("kind"), said.get("seats", () if "seats" in self.errors else self.seats)
        if kind and not all(can_invite(self.standing, seat, kind) for seat in seats):
            message = _("Where you do not lead the area you invite members and observers. Choose that, or other areas.")
            self.add_error("kind", message)
        return said

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
            "terms_version": said.get("version") or 0,
        }


class PersonSearch(Filter):
    q = search_field(_("Search people"), _("Name or e-mail"))


class EraseForm(forms.Form):
    """What coordination has to decide before a person is erased."""

    other_names = PlainText(
        label=_("Other names she used"),
        required=False,
        limit=500,
        help_text=_("One on each line: former surnames, a short name. They are taken out too."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    anywhere = forms.BooleanField(required=False)
    sure = forms.BooleanField(
        label=_("I have made sure that it is she who asks, or that there is no longer a reason to keep her data"),
        error_messages={"required": _("Tick the box to go on. There is no way back.")},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        if len(person.name.split()) > 1:
            del self.fields["anywhere"]
            return
        label = _("Take the word «%(name)s» out of every text too, even where it may mean something else")
        self.fields["anywhere"].label = label % {"name": person.name}

    def arguments(self) -> dict[str, Any]:
        names = [name.strip() for name in self.cleaned_data["other_names"].splitlines()]
        return {"other_names": [name for name in names if name], "anywhere": self.cleaned_data.get("anywhere", False)}


class WithdrawForm(forms.Form):
    """Which of the texts of a thing, and why."""

    passages = forms.MultipleChoiceField(
        label=_("What is to be withdrawn"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the text to withdraw.")},
    )
    reason = forms.ChoiceField(label=_("Why"), choices=WithdrawalReason.choices, widget=forms.RadioSelect)

    def __init__(self, *args, texts: Mapping[str, Passage], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passages"].choices = [
            (key, f"{capfirst(passage.label)}: {Truncator(passage.text).chars(SHOWN)}")
            for key, passage in texts.items()
        ]
