from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.codes import as_typed
from meetings.models import ENTITY_NAME_LIMIT, GUEST_NAME_LIMIT
from red_inclusion.core.fields import PlainText
from red_inclusion.network.models import Area, Entity


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


class GuestForm(forms.Form):
    """Name and entity, and nothing more: what the minutes say of anybody."""

    OTHER = "other"

    name = PlainText(
        label=_("Your name"),
        limit=GUEST_NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, as the others in the room know you.")},
    )
    entity = forms.ChoiceField(
        label=_("Entity you come from"), error_messages={"required": _("Choose the entity you come from.")}
    )
    entity_name = PlainText(
        label=_("Name of the entity"),
        limit=ENTITY_NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Write which entity you come from.")},
    )

    def __init__(self, data=None, *, area: Area, initial=None):
        super().__init__(data, initial=initial)
        self.entities = {str(entity.pk): entity for entity in Entity.objects.in_area(area)}
        listed = [(pk, entity.name) for pk, entity in self.entities.items()]
        self.fields["entity"].choices = [("", _("Choose…")), *listed, (self.OTHER, _("Another entity"))]
        # The page shows it only with «Another entity», and then it is not optional.
        self.fields["entity_name"].required = data is None or data.get("entity") == self.OTHER

    def told(self) -> dict[str, Any]:
        """What the action takes. A name beside a chosen entity is left over from changing her mind."""
        entity = self.entities.get(self.cleaned_data["entity"])
        entity_name = "" if entity else self.cleaned_data["entity_name"]
        return {"name": self.cleaned_data["name"], "entity": entity, "entity_name": entity_name}
