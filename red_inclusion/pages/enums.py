from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tone(models.TextChoices):
    SHEET = "sheet", _("Quiet")
    ACCENT = "accent", _("In the accent of the page")


class Conformance(models.TextChoices):
    """The three of the EU model (Commission Implementing Decision (EU) 2018/1523)."""

    FULL = "full", pgettext_lazy("accessibility", "fully compliant")
    PARTIAL = "partial", pgettext_lazy("accessibility", "partially compliant")
    NONE = "none", pgettext_lazy("accessibility", "not compliant")


class Preparation(models.TextChoices):
    """How the statement was arrived at."""

    SELF = "self", _("a self-assessment by the body itself")
    THIRD = "third", _("an assessment by a third party")
