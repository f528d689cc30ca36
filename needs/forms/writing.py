from uuid import uuid4

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from needs.actions.states import REASON_LIMIT
from needs.enums import PeopleRange, Visibility
from needs.models import STATEMENT_LIMIT, TITLE_LIMIT, Need
from red_inclusion.core.fields import PlainText, SeveralOf
from red_inclusion.core.tags import TagNames
from red_inclusion.network.models import Area, Entity, Seat
from red_inclusion.network.standing import Standing


class NeedText(forms.Form):
    """What a need says. Title and statement are all it takes; the rest stands under «Añadir más»."""

    MORE = ("collectives", "territory", "people", "also_areas")

    title = PlainText(
        label=_("The need, in one sentence"),
        limit=TITLE_LIMIT,
        error_messages={"required": _("Say in one sentence what is missing.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    statement = PlainText(
        label=_("What happens, and to whom"),
        limit=STATEMENT_LIMIT,
        help_text=_("Describe groups, never a person: no names and no cases that could be recognised."),
        error_messages={"required": _("Tell in a few lines what you see in your work.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    collectives = TagNames(
        label=_("Collectives"),
        required=False,
        help_text=_("Separated by commas, such as: women, young people, rural districts."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    territory = PlainText(
        label=_("Where it happens"), required=False, limit=120, help_text=_("A district, a village, the whole town…")
    )
    people = forms.ChoiceField(
        label=_("People affected"), required=False, choices=PeopleRange.choices, initial=PeopleRange.UNKNOWN
    )
    also_areas = SeveralOf(Area.objects.none(), label=_("Of interest to other areas too"), required=False)

    def __init__(self, *args, area: Area, **kwargs):
        super().__init__(*args, **kwargs)
        self.area = area
        self.fields["also_areas"].queryset = Area.objects.exclude(pk=area.pk)
        if not self.fields["also_areas"].queryset:
            del self.fields["also_areas"]

    @classmethod
    def of(cls, need: Need, data=None) -> "NeedText":
        initial = {
            "title": need.title,
            "statement": need.statement,
            "collectives": ", ".join(need.collectives.names()),
            "territory": need.territory,
            "people": need.people,
            "also_areas": list(need.also_areas.all()),
        }
        return cls(data, area=need.area, initial=initial)

    def clean_people(self) -> str:
        return self.cleaned_data["people"] or PeopleRange.UNKNOWN

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE if name in self.fields]

    @property
    def shows_more(self) -> bool:
        """Open where something inside it wants to be put right."""
        return any(field.errors for field in self.more_fields())


class NeedLogForm(NeedText):
    """A new need. Asks for the entity only who could name several."""

    MORE = ("collectives", "territory", "people", "visibility", "also_areas", "raised_by_network")

    entity = forms.ModelChoiceField(
        Entity.objects.none(),
        label=_("Entity that detects it"),
        empty_label=_("Choose the entity"),
        error_messages={"required": _("Choose the entity that detects it.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"), required=False, choices=Visibility.choices, initial=Visibility.NETWORK
    )
    raised_by_network = forms.BooleanField(
        label=_("Raised by the network: only those who lead the area know which entity detected it"), required=False
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("entity", "title", "statement", "collectives", "territory", "people", "visibility", "also_areas")

    def __init__(self, *args, standing: Standing, area: Area, **kwargs):
        super().__init__(*args, area=area, **kwargs)
        self.fields["title"].widget.attrs |= _asks_for_similar(area)
        runs = standing.runs(area.pk)
        self._offer_entities(standing, runs=runs)
        self.initial["submission"] = uuid4()
        if not runs:
            del self.fields["raised_by_network"]
            self.fields["visibility"].choices = [
                choice for choice in Visibility.choices if choice[0] != Visibility.PUBLIC
            ]

    def _offer_entities(self, standing: Standing, *, runs: bool) -> None:
        own = standing.entity_ids_in(self.area.pk)
        seats = Seat.objects.current().filter(area=self.area)
        offered = seats if runs else seats.filter(entity_id__in=own)
        field = self.fields["entity"]
        field.queryset = Entity.objects.filter(pk__in=offered.values("entity_id"))
        if own:
            self.initial["entity"] = own[0]
        self.only_entity = field.queryset[0] if len(field.queryset) == 1 else None
        if self.only_entity:
            del self.fields["entity"]

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or Visibility.NETWORK

    def need(self) -> dict:
        """What `log_need` asks for."""
        return {"entity": self.only_entity, **self.cleaned_data}


def _asks_for_similar(area: Area) -> dict[str, str]:
    return {
        "hx-get": f"{reverse('needs:need_similar')}?area={area.code}",
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "#similar",
        "hx-sync": "this:replace",
        "hx-params": "title",
    }


class ArchiveForm(forms.Form):
    reason = PlainText(
        label=_("Why is it archived?"),
        limit=REASON_LIMIT,
        help_text=_("The entities that detected it read it on its page."),
        error_messages={"required": _("Say why it is archived: its entities will read it here.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    outcome = PlainText(
        label=_("What answered it?"),
        limit=REASON_LIMIT,
        help_text=_("Name what was done, or why it needs nothing more. Its entities read it on its page."),
        error_messages={"required": _("Say what answered it: its entities will read it here.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(label=pgettext_lazy("of a need", "Who sees it"), choices=Visibility.choices)
