"""The interface's own words, so that tests find things by what people read, in their language."""

from django.utils.translation import gettext, ngettext, override, pgettext


class Words:
    def __init__(self, language: str):
        self.language = language

    def __call__(self, text: str, **values) -> str:
        with override(self.language):
            return gettext(text) % values if values else gettext(text)

    def of(self, context: str, text: str) -> str:
        with override(self.language):
            return pgettext(context, text)

    def count(self, one: str, many: str, number: int, **values) -> str:
        with override(self.language):
            return ngettext(one, many, number) % values

    def urgency(self, value: int) -> str:
        return self.of("urgency", URGENCIES[value])


URGENCIES = ("Not urgent", "Can wait", "This year", "Soon", "Now")
