from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.codes import as_typed
from red_inclusion.core.fields import PlainText


class JoinForm(forms.Form):
    code = PlainText(
        label=_("Code of the meeting"),
        limit=40,
        help_text=_("Six letters and digits. They are on the screen of the room, beside the QR code."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}
        ),
        error_messages={"required": _("Type the code that you see in the room.")},
    )

    def typed(self) -> str:
        return as_typed(self.cleaned_data["code"])


class EntityForm(forms.Form):
    """For whom she comes, asked only of who represents several."""

    entity = forms.ModelChoiceField(
        None,
        label=_("Whom do you come for today?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the entity you come for.")},
    )

    def __init__(self, data=None, *, entities):
        super().__init__(data)
        self.fields["entity"].queryset = entities
