from datetime import date, timedelta

from django import forms
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.enums import MeetingState
from meetings.models import Meeting
from needs.enums import OPEN_STATES as OPEN_NEED_STATES
from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.core.fields import DayField, FigureField, PlainText, SeveralOf, is_number
from red_inclusion.core.submissions import submission_field
from red_inclusion.network.models import Area, Entity

from .actions.proposals import INDICATOR
from .enums import Direction, ProposalKind, ProposalState, Step

MEETINGS_OFFERED = 20


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def day_field(label, **options) -> DayField:
    return DayField(label=label, widget=DayInput(), input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)


def text_field(label, limit: int, *, rows: int = 3, **options) -> PlainText:
    """Its length is judged by us, with a sentence, and never cut by the browser."""
    widget = forms.Textarea(attrs={"rows": rows})
    return PlainText(label=label, widget=widget, limit=limit, **options)


def line_field(label, limit: int, **options) -> PlainText:
    return PlainText(label=label, limit=limit, **options)


def number_field(label) -> FigureField:
    return FigureField(label=label, max_digits=12, decimal_places=2, required=False)


class ProposalForm(forms.Form):
    """Five lines and the needs they answer; the rest under «Add more»."""

    title = line_field(_("What will be done?"), 140)
    lead_entity = forms.ModelChoiceField(
        Entity.objects.none(), label=_("Which entity leads it?"), empty_label=_("Choose an entity")
    )
    partners = SeveralOf(Entity.objects.none(), label=_("With whom?"), required=False)
    deadline = day_field(_("By when?"))
    deadline_is_right = forms.BooleanField(label=_("Yes, that is the right date"), required=False)
    success = line_field(_("How will we know it worked?"), 200, required=False)
    needs = SeveralOf(
        Need.objects.none(),
        label=_("Which needs does it answer?"),
        error_messages={"required": _("Choose at least one need that it answers.")},
    )
    problem = text_field(_("Why? What causes it"), 2000, required=False)
    action = text_field(_("How will it be done?"), 4000, required=False)
    resources = text_field(_("With what resources?"), 2000, required=False, rows=2)
    kind = forms.ChoiceField(
        label=_("What kind of action is it?"), choices=ProposalKind.choices, initial=ProposalKind.OTHER, required=False
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("From which meeting?"), required=False, empty_label=_("From none")
    )
    baseline = number_field(_("Starting value"))
    target = number_field(pgettext_lazy("indicator", "Target"))
    unit = line_field(_("In what is it measured?"), 30, required=False)
    direction = forms.ChoiceField(
        label=_("The figure"), choices=Direction.choices, initial=Direction.UP, required=False
    )
    source = line_field(_("Where does the figure come from?"), 200, required=False)
    submission = submission_field()

    def __init__(self, *args, area: Area, user, proposal=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.asks_about_deadline = False
        entities = self._entities(area)
        self.fields["lead_entity"].queryset = self.fields["partners"].queryset = entities
        self.fields["needs"].queryset = self._needs(area, user)
        self.fields["meeting"].queryset = self._meetings(area)
        self.fields["unit"].widget.attrs["placeholder"] = _("people, %, courses…")
        self.fields["lead_entity"].widget.attrs["data-lead-entity"] = ""
        self.texts = self._add_texts(entities)

    def _entities(self, area: Area):
        """Those of the area today, and those already asked, though they have left it since."""
        asked = Q(commitments__proposal=self.proposal) if self.proposal else Q()
        seated = Q(seats__in=area.seats.current())
        return Entity.objects.filter(seated | asked).distinct()

    def _needs(self, area: Area, user):
        usable = Q(state__in=OPEN_NEED_STATES)
        if self.proposal:
            usable |= Q(proposals=self.proposal)
        here = Need.objects.filter(usable, Q(area=area) | Q(also_areas=area))
        return Need.objects.visible_to(user).filter(pk__in=here.values("pk")).with_priority().most_urgent_first()

    def _meetings(self, area: Area):
        """Those that took place or are taking place, whatever their planned time; always the one it comes from."""
        held = Meeting.objects.filter(area=area, state__in=(MeetingState.IN_SESSION, MeetingState.CLOSED))
        its_own = self.proposal.meeting_id if self.proposal else None
        recent = list(held.values_list("pk", flat=True)[:MEETINGS_OFFERED])
        given = held.filter(pk=self._given_meeting()).values("pk")
        return Meeting.objects.filter(Q(pk__in=[*recent, its_own or 0]) | Q(pk__in=given), area=area)

    def _given_meeting(self) -> int:
        given = str(self.data.get("meeting") or self.initial.get("meeting") or 0)
        return int(given) if is_number(given) else 0

    def _add_texts(self, entities) -> dict[int, str]:
        """What each entity takes on, in a field of its own: {entity id: field name}."""
        names = {entity.pk: f"text_{entity.pk}" for entity in entities}
        for entity in entities:
            label = _("What %(entity)s takes on") % {"entity": entity}
            self.fields[names[entity.pk]] = line_field(label, 300, required=False)
        return names

    def clean(self):
        cleaned = super().clean()
        self._ask_about_past(cleaned)
        return cleaned

    def _ask_about_past(self, cleaned) -> None:
        deadline = cleaned.get("deadline")
        known = self.proposal is not None and self.proposal.deadline == deadline
        if deadline is None or known or deadline >= clock.today():
            return
        self.asks_about_deadline = True
        if not cleaned.get("deadline_is_right"):
            self.add_error("deadline", _("This day has already passed. Change it, or tick that it is right."))

    def arguments(self) -> dict:
        """For `create_proposal` and `edit_proposal`."""
        cleaned = self.cleaned_data
        plain = ("title", "lead_entity", "deadline", "success", "problem", "action", "resources", "meeting")
        texts = {pk: cleaned[name] for pk, name in self.texts.items()}
        return {
            **{name: cleaned[name] for name in plain},
            "needs": list(cleaned["needs"]),
            "kind": cleaned["kind"] or ProposalKind.OTHER,
            "partners": [entity for entity in cleaned["partners"] if entity != cleaned["lead_entity"]],
            "lead_text": texts[cleaned["lead_entity"].pk],
            "partner_texts": texts,
            "indicator": self._indicator(),
        }

    def _indicator(self) -> dict:
        """Empty where nothing was given, unless there was something to empty."""
        values = {name: self.cleaned_data[name] for name in INDICATOR}
        given = [value for name, value in values.items() if name != "direction" and value not in (None, "")]
        if not given and not hasattr(self.proposal, "indicator"):
            return {}
        return values | {"direction": values["direction"] or Direction.UP}

    def partner_rows(self):
        """Checkbox and text of each entity, to be shown side by side."""
        return [
            {"pk": pk, "box": box, "text": self[self.texts[pk]], "is_lead": str(pk) == str(self["lead_entity"].value())}
            for box in self["partners"]
            if (pk := box.data["value"].value)
        ]

    def chosen_needs(self) -> list[dict]:
        return [row for row in self._need_rows if row["box"].data["selected"]]

    def other_needs(self) -> list[dict]:
        return [row for row in self._need_rows if not row["box"].data["selected"]]

    @cached_property
    def _need_rows(self) -> list[dict]:
        needs = {need.pk: need for need in self.fields["needs"].queryset}
        return [{"box": box, "need": needs[box.data["value"].value]} for box in self["needs"]]


def deadline_choices(today: date) -> list[dict]:
    """Days that people mean when they say «three months»."""
    spans = [(_("In one month"), 30), (_("In three months"), 91), (_("In six months"), 182), (_("In a year"), 365)]
    return [{"label": label, "day": today + timedelta(days=days)} for label, days in spans]


class FilterForm(forms.Form):
    SORTS = (("newest", _("Newest first")), ("deadline", _("Nearest deadline first")))

    q = PlainText(label=_("Search the proposals"), required=False, limit=200)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, to_field_name="code")
    state = forms.ChoiceField(label=pgettext_lazy("of a thing", "State"), required=False)
    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("Entity that takes part"), required=False)
    overdue = forms.BooleanField(label=_("Only those past their deadline"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False)

    def __init__(self, data, *, areas, entities, board: bool = False):
        super().__init__({name: value.replace("\0", "") for name, value in data.items()})
        self.fields["q"].widget.attrs.update(type="search", placeholder=_("Words or reference"))
        self.fields["area"].queryset, self.fields["area"].empty_label = areas, _("All my areas")
        self.fields["entity"].queryset, self.fields["entity"].empty_label = entities, _("Any")
        self.fields["state"].choices = [("", _("Any")), *_capitalised(ProposalState.choices)]
        if board:
            del self.fields["state"], self.fields["sort"]

    def filtered(self, proposals):
        """What does not validate filters nothing: a link of yesterday still shows a list."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("area"):
            proposals = proposals.filter(area=chosen["area"])
        if chosen.get("state"):
            proposals = proposals.filter(state=chosen["state"])
        if chosen.get("entity"):
            proposals = proposals.of_entity(chosen["entity"].pk)
        if chosen.get("overdue"):
            proposals = proposals.overdue()
        proposals = proposals.search(self.data.get("q", "")[:200])
        return proposals.by_deadline() if chosen.get("sort") == "deadline" else proposals.newest_first()

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("area", "state", "entity", "overdue", "sort"))


def _capitalised(choices):
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in choices]


class StepForm(forms.Form):
    """The reason of a change of state, where one is due."""

    transferred_to = line_field(_("Which administration has it now?"), 160)
    reason = text_field(_("Reason"), 500)

    LABELS = {
        Step.EVALUATE: _("What came of it?"),
        Step.REJECT: _("Why does it not go ahead?"),
        Step.HOLD: _("Why is it put on hold?"),
        Step.FINISH: _("What was achieved?"),
        Step.TRANSFER: _("What is asked of it?"),
    }

    def __init__(self, *args, step: Step, required: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if step != Step.TRANSFER:
            del self.fields["transferred_to"]
        if step not in self.LABELS:
            del self.fields["reason"]
            return
        self.fields["reason"].label = self.LABELS[step]
        self.fields["reason"].required = required


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("What does your entity answer?"), widget=forms.RadioSelect)
    note = text_field(
        _("What would you change, or why can't you?"),
        500,
        required=False,
        help_text=_("Needed unless you take it on as it is. Everybody in the area reads it."),
    )

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = answers


class NoteForm(forms.Form):
    note = text_field(_("Note"), 500, required=False)

    def __init__(self, *args, label, required: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].required = label, required


class AskAgainForm(forms.Form):
    text = line_field(
        _("What do you ask it to take on?"), 300, required=False, help_text=_("Change the words if it helps.")
    )


class MilestoneForm(forms.Form):
    title = line_field(_("What will have been done?"), 160)
    responsible = forms.ModelChoiceField(Entity.objects.none(), label=_("Who is in charge?"), empty_label=None)
    due = day_field(_("By when?"))

    def __init__(self, *args, entities, **kwargs):
        super().__init__(*args, prefix="milestone", **kwargs)
        self.fields["responsible"].queryset = entities


class UpdateForm(forms.Form):
    text = text_field(_("How is it going?"), 2000)
    entity = forms.ModelChoiceField(Entity.objects.none(), label=_("On behalf of"), required=False)
    milestone = forms.ModelChoiceField(None, label=_("About which milestone?"), required=False)
    blocked_by = line_field(_("Is anything blocking it?"), 300, required=False)
    can_unblock = forms.ModelChoiceField(Entity.objects.none(), label=_("Who can unblock it?"), required=False)
    submission = submission_field()

    def __init__(self, *args, proposal, entities, unblockers, speaks_for_area: bool, **kwargs):
        super().__init__(*args, prefix="update", **kwargs)
        self.fields["entity"].queryset = entities
        self.fields["entity"].required = not speaks_for_area
        self.fields["entity"].empty_label = _("The area") if speaks_for_area else None
        self.fields["milestone"].queryset = proposal.milestones.all()
        self.fields["milestone"].empty_label = _("The whole proposal")
        self.fields["can_unblock"].queryset = unblockers
        self.fields["can_unblock"].empty_label = _("Not known yet")


class ReadingForm(forms.Form):
    value = FigureField(label=_("Figure"), max_digits=12, decimal_places=2)
    on = day_field(_("Of which day?"))
    note = line_field(_("Note"), 300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="reading", **kwargs)
