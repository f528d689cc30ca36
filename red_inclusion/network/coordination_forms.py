"""What coordination and the leads fill in to arrange the network, and the filters of their lists."""

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from red_inclusion.accounts.models import User
from red_inclusion.core.fields import DayField, PlainText, SeveralOf

from .enums import Accent, EntityKind, MandateKind
from .filters import Filter, area_field, choice_field, search_field
from .models import Area, Entity, Mandate, Seat
from .policies import KINDS_FOR_COLLEAGUES

ABOUT_LIMIT = 2000


def long_text(label, help_text="") -> PlainText:
    widget = forms.Textarea(attrs={"rows": 4})
    return PlainText(label=label, limit=ABOUT_LIMIT, required=False, help_text=help_text, widget=widget)


def several_areas(label) -> SeveralOf:
    return SeveralOf(label=label, queryset=Area.objects.all(), required=False)


class EntityForm(forms.Form):
    name = PlainText(label=_("Name"), limit=80, help_text=_("Short, as people say it in a meeting."))
    kind = forms.ChoiceField(label=_("Kind"), choices=EntityKind.choices)
    long_name = PlainText(label=_("Full name"), limit=200, required=False)
    about = long_text(_("What it does"))
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    operated_by = forms.ModelChoiceField(
        label=_("Operated by"),
        queryset=Entity.objects.none(),
        required=False,
        empty_label=_("By itself"),
        help_text=_("Where another entity runs the service under contract."),
    )

    def __init__(self, *args, entity: Entity | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        others = Entity.objects.active().exclude(pk=entity.pk if entity else None)
        if entity and entity.operated_by_id:
            others = others | Entity.objects.filter(pk=entity.operated_by_id)
        self.fields["operated_by"].queryset = others
        self.fields["name"].widget.attrs["autocomplete"] = self.fields["long_name"].widget.attrs["autocomplete"] = "off"

    @classmethod
    def of(cls, entity: Entity, data=None) -> "EntityForm":
        initial = {name: getattr(entity, name) for name in ("name", "kind", "long_name", "about", "website")}
        return cls(data, entity=entity, initial=initial | {"operated_by": entity.operated_by_id})


class NewEntityForm(EntityForm):
    areas = several_areas(_("In which areas"))
    since = DayField(label=_("In the network since"), required=False, help_text=_("Left empty, since today."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].widget = forms.DateInput(attrs={"type": "date"})
        self.fields["areas"].queryset = Area.objects.filter(whole_network=False)
        if not self.fields["areas"].queryset:
            del self.fields["areas"]


class AreaForm(forms.Form):
    name = PlainText(label=_("Name"), limit=80)
    about = long_text(_("What it is about"))
    accent = forms.ChoiceField(label=_("Colour"), choices=Accent.choices, widget=forms.RadioSelect)
    formal = forms.BooleanField(
        label=_("Formal: with titular and substitute, roll-call and notice periods"),
        required=False,
        help_text=_("Most areas work better without. When a formal area becomes simple, its people become members."),
    )
    whole_network = forms.BooleanField(label=_("Of the whole network: every entity is in it"), required=False)

    @classmethod
    def of(cls, area: Area, data=None) -> "AreaForm":
        names = ("name", "about", "accent", "formal", "whole_network")
        return cls(data, initial={name: getattr(area, name) for name in names})


class NewAreaForm(AreaForm):
    code = PlainText(
        label=_("Code"),
        limit=8,
        help_text=_("Two to eight letters or figures, such as EMP. References are made of it, so it stays for good."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    field_order = ["name", "code", "about", "accent", "formal", "whole_network"]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].upper()
        Area._meta.get_field("code").run_validators(code)
        return code


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        label=_("It is the same as"), queryset=Entity.objects.none(), empty_label=_("Choose the entity")
    )

    def __init__(self, *args, entity: Entity, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Entity.objects.active().exclude(pk=entity.pk)


class PersonField(forms.ModelChoiceField):
    """Everybody with access, told apart by the entity she speaks for."""

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.none(), empty_label=_("Choose a person"), **kwargs)

    def label_from_instance(self, person: User) -> str:
        entities = dict.fromkeys(mandate.seat.entity.name for mandate in person.mandates_now)
        return " · ".join([person.name or person.email, *entities])


def people_to_choose() -> QuerySet[User]:
    now = Mandate.objects.current().select_related("seat__entity").order_by("pk")
    people = User.objects.filter(is_active=True, is_guest=False).order_by("name", "pk")
    return people.prefetch_related(Prefetch("mandates", queryset=now, to_attr="mandates_now"))


class AddSeatForm(forms.Form):
    entity = forms.ModelChoiceField(
        label=_("Entity"), queryset=Entity.objects.none(), empty_label=_("Choose the entity")
    )

    def __init__(self, *args, area: Area, **kwargs):
        super().__init__(*args, **kwargs)
        there = Seat.objects.current().filter(area=area).values("entity")
        self.fields["entity"].queryset = Entity.objects.active().exclude(pk__in=there)


class AddAreaForm(forms.Form):
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), empty_label=_("Choose the area"))

    def __init__(self, *args, entity: Entity, **kwargs):
        super().__init__(*args, **kwargs)
        there = Seat.objects.current().filter(entity=entity).values("area")
        self.fields["area"].queryset = Area.objects.exclude(pk__in=there)


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, seat: Seat) -> str:
        return seat.entity.name


class GiveMandateForm(forms.Form):
    seat = SeatField(label=_("For the entity"), queryset=Seat.objects.none(), empty_label=_("Choose the entity"))
    person = PersonField(label=_("Person"))
    kind = forms.ChoiceField(label=_("As"), widget=forms.RadioSelect, initial=MandateKind.MEMBER)

    def __init__(self, *args, area: Area, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        seats = Seat.objects.that_hold().filter(area=area).select_related("entity")
        self.fields["seat"].queryset = seats.order_by("entity__name")
        self.fields["person"].queryset = people
        kinds = [kind for kind in MandateKind if area.formal or kind in KINDS_FOR_COLLEAGUES]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class PersonForm(forms.Form):
    """Who is to lead, or to coordinate."""

    person = PersonField(label=_("Person"))

    def __init__(self, *args, people: QuerySet[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class SheetForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, up to 2 MB and 500 rows."),
        max_length=200,
        allow_empty_file=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class EntitiesFilter(Filter):
    q = search_field(_("Search entities"), _("Name or what it does"))
    state = choice_field(
        pgettext_lazy("of an entity", "Which"),
        ("", _("In the network today")),
        ("nobody", _("Without anybody who represents them")),
        ("ended", _("That have left")),
        ("merged", _("Merged into another")),
        ("all", pgettext_lazy("entities", "All")),
    )
    kind = choice_field(_("Kind"), ("", _("Any kind")), *EntityKind.choices)
    area = area_field()
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "By name")),
        ("-name", pgettext_lazy("order", "By name, from Z to A")),
        ("people", pgettext_lazy("order", "Fewest people first")),
        ("newest", pgettext_lazy("order", "Newest in the network first")),
    )


class PeopleFilter(Filter):
    q = search_field(_("Search people"), _("Name or e-mail"))
    access = choice_field(
        _("Access"),
        ("", pgettext_lazy("people", "Any")),
        ("never", _("Never entered")),
        ("long", _("Not for three months")),
        ("nowhere", _("Without a place in the network")),
    )
    role = choice_field(
        pgettext_lazy("people", "Role"),
        ("", pgettext_lazy("role", "Any")),
        ("coordination", _("Network coordination")),
        ("lead", _("Area leads")),
    )
    area = area_field()
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "By name")),
        ("seen", pgettext_lazy("order", "Longest not here first")),
        ("newest", pgettext_lazy("order", "Newest first")),
    )


class InvitationsFilter(Filter):
    q = search_field(_("Search invitations"), _("Name, e-mail or entity"))
    state = choice_field(
        pgettext_lazy("invitations", "Which"),
        ("", pgettext_lazy("invitations", "All that wait")),
        ("valid", _("Whose link works")),
        ("expired", _("That ran out")),
        ("asked", _("Who ask for another link")),
    )
    area = area_field()
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "Newest first")),
        ("oldest", pgettext_lazy("order", "Oldest first")),
        ("name", pgettext_lazy("order", "By name")),
    )


class AreasFilter(Filter):
    q = search_field(_("Search areas"), _("Name or code"))
    state = choice_field(
        pgettext_lazy("areas", "Which"),
        ("", pgettext_lazy("areas", "All")),
        ("lead", _("Without a lead")),
        ("simple", pgettext_lazy("areas", "Simple")),
        ("formal", pgettext_lazy("areas", "Formal")),
    )
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "By name")),
        ("people", pgettext_lazy("order", "Fewest people first")),
    )


class PlacesFilter(Filter):
    q = search_field(_("Search"), _("Entity or person"))


class MailFilter(Filter):
    q = search_field(_("Search mails"), _("Address or subject"))
    sort = choice_field(
        _("Order"),
        ("", pgettext_lazy("order", "Newest first")),
        ("created_at", pgettext_lazy("order", "Oldest first")),
        ("to", pgettext_lazy("order", "By address")),
    )
