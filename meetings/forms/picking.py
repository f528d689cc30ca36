"""What a vote is prepared with: its title, who sees its result when, and the needs in their order."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.actions.rounds import votable_needs
from meetings.enums import ResultVisibility
from meetings.models import Meeting, Round
from needs.enums import NeedState
from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.core.fields import PlainText, is_number

SHOWN = 100
USUAL = 12
LIMIT = 60


class NewRoundForm(forms.Form):
    title = PlainText(label=_("Title"), limit=120)
    visibility = forms.ChoiceField(
        label=_("The results are seen"),
        choices=list(reversed(ResultVisibility.choices)),
        widget=forms.RadioSelect,
    )
    impact = forms.BooleanField(
        label=_("Ask also how much would change"),
        required=False,
        help_text=_("A second question on each need, which nobody has to answer."),
    )
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)


class NeedPicker:
    """The needs a vote can be on, filtered, with those chosen and their places; filtering loses nothing chosen."""

    def __init__(self, meeting: Meeting, typed):
        self.typed = typed
        self.query = typed.get("q", "").replace("\0", "")[:100]
        self.votable = Need.objects.filter(pk__in=votable_needs(meeting).values("pk"))
        self.proposes = "title" not in typed and not typed.getlist("needs")
        self.all_open = typed.get("show") == "open" or self._has_no_news

    @property
    def _has_no_news(self) -> bool:
        """Where nothing waits to be prioritised, what was prioritised before is offered at once."""
        return self.proposes and not self.query and not self.votable.filter(state=NeedState.DETECTED).exists()

    @property
    def is_filtered(self) -> bool:
        return bool(self.query) or self.all_open

    @cached_property
    def chosen(self) -> list[int]:
        """Their keys, in the order of the vote. Nothing typed yet: the most confirmed of what was detected."""
        if self.proposes:
            return [need.pk for need in self._matches if need.state == NeedState.DETECTED][:USUAL]
        keys = [int(key) for key in self.typed.getlist("needs") if is_number(key)]
        return sorted(dict.fromkeys(keys), key=self._place)

    def _place(self, key: int) -> tuple[bool, int]:
        """Without a place it follows those that have one, in the order of the list."""
        typed = self.typed.get(f"place-{key}", "")
        placed = is_number(typed)
        return (not placed, int(typed) if placed else 0)

    @cached_property
    def needs(self) -> list[Need]:
        found = self.votable.in_bulk(self.chosen[: LIMIT + 1])
        return [found[key] for key in self.chosen if key in found]

    @cached_property
    def rows(self) -> Sequence[Need]:
        """To choose from; what is chosen stays in sight whatever the filter."""
        hidden = set(self.chosen) - {need.pk for need in self._matches}
        rows = [*_ordered(self.votable.filter(pk__in=hidden)), *self._matches] if hidden else self._matches
        for need in rows:
            need.is_chosen = need.pk in self.chosen
            need.place = self.chosen.index(need.pk) + 1 if need.is_chosen else None
        return rows

    @cached_property
    def _matches(self) -> list[Need]:
        return list(_ordered(self._matching)[:SHOWN])

    @cached_property
    def total(self) -> int:
        return self._matching.count()

    @property
    def _matching(self):
        needs = self.votable if self.all_open else self.votable.filter(state=NeedState.DETECTED)
        return needs.search(self.query) if self.query else needs

    @property
    def error(self) -> str:
        if not self.needs:
            return gettext("Choose at least one need.")
        if len(self.needs) > LIMIT:
            return gettext("That is too long for one vote: choose %(limit)s needs at most.") % {"limit": LIMIT}
        return ""


def as_typed(round: Round) -> QueryDict:
    """A prepared vote as the form that would prepare it."""
    typed = QueryDict(mutable=True)
    typed["title"], typed["visibility"] = round.title, round.visibility
    if round.impact:
        typed["impact"] = "on"
    typed.setlist("needs", [str(need) for need in round.items.values_list("need_id", flat=True)])
    return typed


def usual_title(meeting: Meeting) -> str:
    day = date_format(clock.today(), gettext("F j"))
    return gettext("Priorities of %(area)s, %(day)s") % {"area": meeting.area.name, "day": day}


def _ordered(needs):
    return needs.for_rows().order_by("-confirmation_count", "logged_at", "pk")
