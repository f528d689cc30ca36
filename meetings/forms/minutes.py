from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.enums import MinutesState
from meetings.models import Minutes
from meetings.records import notes_of
from red_inclusion.core.fields import PlainText
from red_inclusion.core.folding import all_in
from red_inclusion.core.submissions import submission_field
from red_inclusion.network.models import Area

NOTE_LIMIT = 4000


class MinutesForm(forms.Form):
    """What the records cannot know: the sense of it, a note under each agenda item, remarks."""

    summary = PlainText(
        label=_("Summary"),
        required=False,
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Two or three sentences: what the meeting was for and what came out of it."),
    )
    remarks = PlainText(label=_("Remarks"), required=False, limit=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, minutes: Minutes, **kwargs):
        written = minutes.sections
        initial = {"summary": written.get("summary", ""), "remarks": written.get("remarks", "")}
        super().__init__(*args, initial=initial, **kwargs)
        self.agenda = list(minutes.meeting.agenda.all())
        notes = notes_of(minutes)
        for item in self.agenda:
            self.fields[f"item_{item.pk}"] = _note_field(item, notes[item.pk])

    @property
    def agenda_fields(self):
        return [self[f"item_{item.pk}"] for item in self.agenda]

    def written(self) -> dict:
        notes = {item.pk: self.cleaned_data[f"item_{item.pk}"] for item in self.agenda}
        return {
            "summary": self.cleaned_data["summary"],
            "remarks": self.cleaned_data["remarks"],
            "agenda": notes,
        }


def _note_field(item, note: str) -> PlainText:
    return PlainText(
        label=item.title,
        required=False,
        limit=NOTE_LIMIT,
        initial=note,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    text = PlainText(label=_("What was agreed"), limit=1000, widget=forms.Textarea(attrs={"rows": 3}))
    submission = submission_field()


class MinutesFilter(forms.Form):
    q = PlainText(label=_("Search in the minutes"), required=False, limit=200)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, to_field_name="code")
    state = forms.ChoiceField(label=_("State"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("Newest first")), ("oldest", _("Oldest first"))]
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["area"].queryset = Area.objects.visible_to(user)
        self.fields["area"].empty_label = _("All")
        self.fields["state"].choices = [("", _("All")), *MinutesState.choices]
        self.is_valid()

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("area", "state", "sort"))

    def apply(self, minutes):
        asked = self.cleaned_data
        if asked.get("area"):
            minutes = minutes.filter(meeting__area=asked["area"])
        if asked.get("state"):
            minutes = minutes.filter(state=asked["state"])
        if words := asked.get("q"):
            known = minutes.values_list("pk", "reference", "meeting__title")
            minutes = minutes.filter(pk__in=[pk for pk, *said in known if all_in(words, " ".join(said))])
        return minutes.order_by("meeting__starts_at" if asked.get("sort") == "oldest" else "-meeting__starts_at", "pk")
