from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import Tag

from needs.enums import NeedState
from needs.querysets import NeedQuerySet
from red_inclusion.core.fields import PlainText
from red_inclusion.core.templatetags.look import URGENCY_WORDS
from red_inclusion.network.models import Area, Entity

ALL_STATES = "all"
UNJUDGED = "none"


class NeedFilter(forms.Form):
    """Open needs, newest first, unless something else is asked for."""

    q = PlainText(
        label=_("Search needs"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words, reference, collective…")}),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Area"), required=False, to_field_name="code", empty_label=_("All areas")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("needs", "Open")),
            *NeedState.choices,
            (ALL_STATES, pgettext_lazy("states of needs", "All")),
        ],
    )
    entity = forms.ModelChoiceField(
        Entity.objects.none(), label=_("Detected by"), required=False, empty_label=_("Any entity")
    )
    collective = forms.ModelChoiceField(
        Tag.objects.none(), label=_("Collective"), required=False, to_field_name="slug", empty_label=_("Any collective")
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        required=False,
        choices=[
            ("", _("Any urgency")),
            *((str(mark), URGENCY_WORDS[mark]) for mark in (4, 3, 2, 1, 0)),
            (UNJUDGED, _("Not prioritised")),
        ],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", pgettext_lazy("needs", "Newest first")),
            ("priority", _("Most urgent first")),
            ("confirmed", _("Most confirmed first")),
        ],
    )

    FILTERS = ("area", "state", "entity", "collective", "urgency")

    def __init__(self, data, *, seen: NeedQuerySet):
        """`seen` is what this person may read: only of that do the choices tell."""
        super().__init__(data)
        self.fields["area"].queryset = Area.objects.all()
        self.fields["entity"].queryset = Entity.objects.filter(
            Exists(seen.filter(Q(entity_id=OuterRef("pk")) | Q(entity__merged_into=OuterRef("pk")), sees_entity=True)),
            merged_into=None,
        )
        self.fields["collective"].queryset = Tag.objects.filter(
            Exists(seen.filter(collectives=OuterRef("pk")))
        ).order_by("name")
        self.is_valid()

    def chosen(self) -> list[dict[str, str]]:
        """What narrows or orders the list, in words, each with the address that takes it off."""
        names = [name for name in (*self.FILTERS, "sort") if self.cleaned_data.get(name)]
        return [{"words": self._words_of(name), "without": self._address_without(name)} for name in names]

    def _words_of(self, name: str) -> str:
        value = self.cleaned_data[name]
        return str(dict(self.fields[name].choices)[value]) if isinstance(value, str) else str(value)

    def _address_without(self, name: str) -> str:
        rest = self.data.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        return f"?{rest.urlencode()}"

    @property
    def is_filtering(self) -> bool:
        return any(self.data.get(name) for name in self.FILTERS)

    @property
    def is_asking(self) -> bool:
        """For some needs only: nothing found does not mean that there are none."""
        return self.is_filtering or bool(self.data.get("q", "").strip())

    @property
    def leaves_out_states(self) -> bool:
        return self.cleaned_data.get("state") != ALL_STATES

    def apply(self, needs: NeedQuerySet) -> NeedQuerySet:
        """`needs` are those seen, with what their rows show."""
        return self._sorted(self._by_urgency(self._by_kind(needs).search(self._asked("q"))))

    def _asked(self, name: str):
        return self.cleaned_data.get(name) or ""

    def _by_kind(self, needs: NeedQuerySet) -> NeedQuerySet:
        if self._asked("area"):
            needs = needs.filter(area=self._asked("area"))
        if self._asked("entity"):
            needs = needs.detected_by(self._asked("entity"))
        if self._asked("collective"):
            needs = needs.filter(collectives=self._asked("collective"))
        state = self._asked("state")
        if state == ALL_STATES:
            return needs
        return needs.filter(state=state) if state else needs.open()

    def _by_urgency(self, needs: NeedQuerySet) -> NeedQuerySet:
        asked = self._asked("urgency")
        if not asked:
            return needs
        if asked == UNJUDGED:
            return needs.filter(priority_mean=None)
        # As the mark is drawn: halves go up.
        return needs.filter(priority_mean__gte=int(asked) - 0.5, priority_mean__lt=int(asked) + 0.5)

    def _sorted(self, needs: NeedQuerySet) -> NeedQuerySet:
        if self._asked("sort") == "priority":
            return needs.most_urgent_first()
        if self._asked("sort") == "confirmed":
            return needs.order_by("-confirmation_count", "-logged_at", "-pk")
        return needs
