"""The ballot as a form: for who has no JavaScript, and for scripts whose socket is blocked."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.events import MESSAGES
from meetings.protocol import UNSET, BallotAbstain, BallotAct, VoteCast, VoteClear, VotePass
from meetings.tallies import SCALE

PASS, CLEAR = "pass", "clear"
VALUES = [(str(value), str(value)) for value in SCALE]
OFF_THE_SCALE = {"invalid_choice": MESSAGES["bad_value"]}


class BallotForm(forms.Form):
    """`value-<item>` (empty: no change) and `impact-<item>` of every item; one `seq` holds for all of them."""

    seq = forms.IntegerField(required=False)
    seat = forms.IntegerField(required=False)
    abstain = forms.BooleanField(required=False)

    def __init__(self, data, *, round_id: int, items: Sequence[int]):
        super().__init__(data)
        self.round_id, self.items = round_id, items
        for item in items:
            marks = [*VALUES, (PASS, PASS), (CLEAR, CLEAR)]
            self.fields[f"value-{item}"] = forms.ChoiceField(
                choices=marks, required=False, error_messages=OFF_THE_SCALE
            )
            self.fields[f"impact-{item}"] = forms.ChoiceField(
                choices=VALUES, required=False, error_messages=OFF_THE_SCALE
            )

    def clean(self):
        if self._names_another():
            self.add_error(None, MESSAGES["no_such_item"])
        for item in self.items:
            value, impact = (self.cleaned_data.get(f"{field}-{item}") for field in ("value", "impact"))
            if impact and not value and f"value-{item}" not in self.errors:
                self.add_error(f"impact-{item}", _("Say first how urgent it is."))

    def _names_another(self) -> bool:
        """It values something that is not in this vote: taken for «recorded», that would be lost in silence."""
        marks = [name for name, given in self.data.items() if given and name.startswith(("value-", "impact-"))]
        return any(name not in self.fields for name in marks)

    def acts(self) -> list[BallotAct]:
        """What the voter asks for, in the words of the socket."""
        rest = {name: UNSET if (given := self.cleaned_data[name]) is None else given for name in ("seq", "seat")}
        if self.cleaned_data["abstain"]:
            return [BallotAbstain(round=self.round_id, **rest)]
        return [act for item in self.items if (act := self._act(item, rest))]

    def _act(self, item: int, rest: dict[str, Any]) -> BallotAct | None:
        mark, impact = self.cleaned_data[f"value-{item}"], self.cleaned_data[f"impact-{item}"]
        target = {"round": self.round_id, "item": item, **rest}
        if mark == PASS:
            return VotePass(**target)
        if mark == CLEAR:
            return VoteClear(**target)
        return VoteCast(**target, value=int(mark), impact=int(impact) if impact else UNSET) if mark else None

    def errors_by_item(self) -> dict[int | None, str]:
        """The first error of each item; under None what concerns the whole ballot."""
        found: dict[int | None, str] = {}
        for field, errors in self.errors.items():
            item = int(field.split("-")[1]) if "-" in field else None
            found.setdefault(item, str(errors[0]))
        return found
