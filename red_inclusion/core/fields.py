"""Form fields that more than one app needs."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18  # digits that every database's key column holds


class SeveralOf(forms.ModelMultipleChoiceField):
    """Checkboxes of rows. A key that no database column holds is refused before a database is asked."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for pk in value or ():
            if len(str(pk)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": pk}
                )
        return super().clean(value)
