from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.enums import MeetingState
from meetings.models import Meeting
from red_inclusion.core import clock
from red_inclusion.core.fields import DayField, PlainText
from red_inclusion.core.folding import fold
from red_inclusion.core.submissions import submission_field
from red_inclusion.network.models import Area

USUAL_START = time(10, 0)
USUAL_END = time(12, 0)
USUAL_LENGTH = timedelta(hours=2)
LAST_MINUTE = time(23, 59)
SATURDAY = 5
ITEM_LIMIT = 160
ITEMS_LIMIT = 60


def next_weekday() -> date:
    day = clock.today() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _date_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time_input():
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(forms.Form):
    """One evening: a day, from when, until when. Left empty, it lasts two hours, or until the day ends."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Area"), to_field_name="code", empty_label=_("Choose an area")
    )
    title = PlainText(label=_("Title"), limit=120)
    day = DayField(label=_("Day"), widget=_date_input())
    start = forms.TimeField(label=pgettext_lazy("time of a meeting", "From"), widget=_time_input())
    end = forms.TimeField(label=pgettext_lazy("time of a meeting", "Until"), required=False, widget=_time_input())
    place = PlainText(
        label=_("Place of meeting"), limit=160, required=False, help_text=_("Where to go, or how to connect.")
    )
    agenda = PlainText(
        label=_("Agenda"),
        required=False,
        help_text=_("One item per line. You can change it later."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    notes = PlainText(
        label=_("What to bring or prepare"), limit=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, areas, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["area"].queryset = areas
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()

    @classmethod
    def of(cls, meeting: Meeting, data=None):
        """To change a meeting: its area and its agenda are not changed here."""
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        initial = {"title": meeting.title, "place": meeting.place, "notes": meeting.notes}
        initial |= {"day": starts.date(), "start": starts.time(), "end": ends.time()}
        form = cls(data, areas=Area.objects.none(), initial=initial)
        del form.fields["area"], form.fields["agenda"]
        return form

    def clean_agenda(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["agenda"].splitlines()]
        lines = [line for line in lines if line]
        for line in lines:
            if len(line) > ITEM_LIMIT:
                start = f"{line[:30]}…"
                raise forms.ValidationError(_t("Shorten «%(line)s»: 160 characters at most.") % {"line": start})
        if len(lines) > ITEMS_LIMIT:
            raise forms.ValidationError(_t("That is more than one meeting can take: 60 items at most."))
        return lines

    def clean(self):
        told = super().clean()
        if told.get("start") and told.get("end") and told["end"] <= told["start"]:
            self.add_error("end", _t("It ends before it starts. Choose an end later than the start."))
        return told

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["start"]))

    @property
    def ends_at(self) -> datetime:
        day, end = self.cleaned_data["day"], self.cleaned_data["end"]
        if end:
            return timezone.make_aware(datetime.combine(day, end))
        return min(self.starts_at + USUAL_LENGTH, timezone.make_aware(datetime.combine(day, LAST_MINUTE)))

    def meeting(self) -> dict:
        """What the actions ask for."""
        told = self.cleaned_data
        texts = {name: told[name] for name in ("title", "place", "notes")}
        return {**texts, "starts_at": self.starts_at, "ends_at": self.ends_at}


class CancelForm(forms.Form):
    reason = PlainText(
        label=_("Why is it cancelled?"),
        limit=300,
        help_text=_("People of the area read it on the page of the meeting."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AgendaItemForm(forms.Form):
    title = PlainText(label=_("Agenda item"), limit=ITEM_LIMIT)
    notes = PlainText(
        label=_("Notes for the minutes"), limit=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    submission = submission_field()

    def item(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("title", "notes")}


class MeetingFilter(forms.Form):
    SORTS = {"newest": ("-starts_at", "-pk"), "oldest": ("starts_at", "pk")}

    q = PlainText(label=_("Search in the meetings"), required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, to_field_name="code")
    state = forms.ChoiceField(label=_("State"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Next ones first")), ("newest", _("Newest first")), ("oldest", _("Oldest first"))],
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.fields["area"].queryset = Area.objects.visible_to(user)
        self.fields["area"].empty_label = _("All")
        self.fields["state"].choices = [("", _("All")), *MeetingState.choices]
        self.is_valid()

    @cached_property
    def words(self) -> list[str]:
        return fold(self.data.get("q", "")).split()

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("area", "state", "sort"))

    def apply(self, meetings):
        asked = self.cleaned_data
        if asked.get("area"):
            meetings = meetings.filter(area=asked["area"])
        if asked.get("state"):
            meetings = meetings.filter(state=asked["state"])
        if self.words:
            meetings = meetings.filter(pk__in=self._found(meetings))
        meetings = meetings.in_calendar_order(clock.now())
        return meetings.order_by(*self.SORTS[asked["sort"]]) if asked.get("sort") else meetings

    def _found(self, meetings) -> list[int]:
        """Compared here, so that «reunion» finds «Reunión» on both databases; an area has tens of meetings a year."""
        texts = meetings.order_by().values_list("pk", "title", "place", "area__name")
        return [pk for pk, *text in texts if all(word in fold(" ".join(text)) for word in self.words)]
