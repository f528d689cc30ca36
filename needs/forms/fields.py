from django import forms
from django.utils.translation import ngettext_lazy


class PlainText(forms.CharField):
    """Text as a person wrote it, without what no keyboard writes; too long is told, never cut.

    The browser is not given the limit: it would silently drop the end of what is pasted.
    """

    def __init__(self, *, limit: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value):
        text = value.replace("\0", "").replace("\r\n", "\n") if value else value
        return super().to_python(text)

    def validate(self, value):
        super().validate(value)
        if self.limit and len(value) > self.limit:
            raise forms.ValidationError(self._too_long(len(value)), code="too_long")

    def _too_long(self, length: int):
        over = length - self.limit
        message = ngettext_lazy(
            "It is %(over)s character too long: %(limit)s at most. Nothing you wrote has been lost.",
            "It is %(over)s characters too long: %(limit)s at most. Nothing you wrote has been lost.",
            over,
        )
        return message % {"over": over, "limit": self.limit}
