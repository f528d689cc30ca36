from collections.abc import Sequence

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import Tag

from red_inclusion.core.fields import PlainText
from red_inclusion.core.submissions import submission_field
from red_inclusion.core.tags import TagNames

from .filters import Filter, area_field, choice_field, search_field
from .models import Entity, Resource, Seat
from .querysets import ResourceQuerySet

UNCHECKED, RETIRED = "unchecked", "retired"
SORTS = {
    "": ("name", "pk"),
    "entity": ("entity__name", "name", "pk"),
    "checked": ("-checked_on", "name", "pk"),
    "newest": ("-added_at", "-pk"),
}


class ResourceFilter(Filter):
    q = search_field(_("Search resources"), _("What is needed, for whom, where…"))
    collective = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Collective"), required=False, to_field_name="slug", empty_label=_("Any collective")
    )
    entity = forms.ModelChoiceField(
        Entity.objects.none(), label=_("Entity"), required=False, empty_label=_("Any entity")
    )
    area = area_field()
    state = choice_field(
        _("State"),
        ("", pgettext_lazy("resources", "In force")),
        (UNCHECKED, pgettext_lazy("resources", "In force, not checked lately")),
        (RETIRED, pgettext_lazy("resources", "Retired")),
    )
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "By name")),
        ("entity", pgettext_lazy("order", "By entity")),
        ("checked", pgettext_lazy("order", "Last checked first")),
        ("newest", pgettext_lazy("order", "Newest first")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        listed = Resource.objects.order_by()
        self.fields["entity"].queryset = Entity.objects.filter(Exists(listed.by_whose().filter(whose=OuterRef("pk"))))
        self.fields["collective"].queryset = Tag.objects.filter(
            Exists(listed.filter(collectives=OuterRef("pk")))
        ).order_by("name")

    def apply(self, resources: ResourceQuerySet) -> ResourceQuerySet:
        wanted = self.wanted()
        found = self._of_state(resources, wanted.get("state", "")).search(wanted.get("q", ""))
        if wanted.get("entity"):
            found = found.offered_by(wanted["entity"])
        if wanted.get("collective"):
            found = found.filter(collectives=wanted["collective"])
        if wanted.get("area"):
            seats = Seat.objects.current().filter(area=wanted["area"])
            found = found.by_whose().filter(whose__in=seats.values("entity"))
        return found.order_by(*SORTS[wanted.get("sort", "")])

    def _of_state(self, resources: ResourceQuerySet, state: str) -> ResourceQuerySet:
        if state == RETIRED:
            return resources.filter(retired_on__isnull=False)
        return resources.unchecked() if state == UNCHECKED else resources.in_force()


class ResourceForm(forms.Form):
    """Four lines say how to send somebody there; the rest helps to find it."""

    name = PlainText(
        label=_("What is it?"),
        limit=120,
        help_text=_("As you would call it on the phone: workshop, desk, course, transport…"),
        error_messages={"required": _("Say what it is in a few words.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    for_whom = PlainText(
        label=_("For whom?"),
        limit=300,
        help_text=_("Who can use it, and what they need to have for it."),
        error_messages={"required": _("Say who can use it.")},
    )
    how_to_get = PlainText(
        label=_("How does one get it?"),
        limit=1000,
        help_text=_("The steps, the papers, the times: what a colleague has to know to send somebody."),
        error_messages={"required": _("Say how one gets it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = PlainText(
        label=_("Contact"),
        limit=300,
        help_text=_("Telephone, e-mail or address of the service, not of a person."),
        error_messages={"required": _("Say where to ask.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    about = PlainText(
        label=_("What does it offer?"), limit=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    territory = PlainText(
        label=_("Where?"), limit=120, required=False, help_text=_("A district, a village, the whole town…")
    )
    collectives = TagNames(
        label=_("Collectives"),
        required=False,
        help_text=_("Separated by commas, such as: women, young people, rural districts."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    @classmethod
    def of(cls, resource: Resource, data=None) -> "ResourceForm":
        initial = {name: getattr(resource, name) for name in cls.base_fields if name != "collectives"}
        return cls(data, initial=initial | {"collectives": ", ".join(sorted(resource.collectives.names()))})


class NewResourceForm(ResourceForm):
    """Asks for the entity only who speaks for several."""

    entity = forms.ModelChoiceField(
        Entity.objects.none(),
        label=_("Of which entity?"),
        empty_label=_("Choose the entity"),
        error_messages={"required": _("Choose the entity that offers it.")},
    )
    submission = submission_field()
    field_order = ("entity", "name", "for_whom", "how_to_get", "contact")

    def __init__(self, *args, entities: Sequence[Entity], **kwargs):
        super().__init__(*args, **kwargs)
        self.only_entity = entities[0] if len(entities) == 1 else None
        self.fields["entity"].queryset = Entity.objects.filter(pk__in=[entity.pk for entity in entities])
        if self.only_entity:
            del self.fields["entity"]

    def arguments(self) -> dict:
        """Of the action that adds it."""
        return {"entity": self.only_entity} | self.cleaned_data
