"""Collectives and other tags, as people type them: names between commas, each in one spelling."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from taggit.models import Tag

from .fields import PlainText
from .folding import fold

MOST_TAGS = 8
TAG_LIMIT = 60
BETWEEN_TAGS = re.compile(r"[,;\n]")


class TagNames(PlainText):
    """Its value is the list of names."""

    def clean(self, value):
        names = [" ".join(name.split()) for name in BETWEEN_TAGS.split(super().clean(value))]
        names = [name for name in names if name]
        if len(names) > MOST_TAGS:
            raise ValidationError(_("Name the eight that matter most."))
        for name in names:
            if len(name) > TAG_LIMIT:
                raise ValidationError(_("Shorten «%(name)s…»: 60 characters at most.") % {"name": name[:30]})
        return names


def known_spelling(names: Iterable[str]) -> list[str]:
    """«mujeres» and «Mujeres» are one tag, spelled as it was first."""
    wanted = {fold(name): " ".join(name.split()) for name in names if fold(name)}
    known = {fold(name): name for name in Tag.objects.values_list("name", flat=True)}
    return [known.get(folded, name) for folded, name in wanted.items()]
