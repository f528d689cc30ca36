from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Cadence, Reach
from .kinds import all_kinds

EXPLAINED = {
    Reach.MINE: _("Only what is mine: what is asked of my entity, its needs, and the meetings of my areas"),
    Reach.WEEKLY: _("Weekly summary: one e-mail on Mondays; at once only what somebody waits for"),
    Reach.ALL: _("Everything: each notice, at once"),
}


class PreferenceForm(forms.Form):
    """How much by e-mail, and «Ajuste fino»: kinds that she wants otherwise."""

    reach = forms.ChoiceField(
        label=_("What do you want by e-mail?"), choices=list(EXPLAINED.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = {f"kind_{kind.name}": kind for kind in all_kinds() if kind.optional}
        for name, kind in self.kinds.items():
            choices = [("", _("As chosen above")), *Cadence.choices]
            self.fields[name] = forms.ChoiceField(label=kind.label, choices=choices, required=False)

    def fine_fields(self):
        return [self[name] for name in self.kinds]

    @property
    def is_fine_tuned(self) -> bool:
        return any(self[name].value() or self[name].errors for name in self.kinds)

    def arguments(self) -> dict:
        chosen = {kind.name: self.cleaned_data[name] for name, kind in self.kinds.items()}
        return {"reach": self.cleaned_data["reach"], "chosen": chosen}
