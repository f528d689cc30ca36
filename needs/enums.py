from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedState(models.TextChoices):
    DETECTED = "detected", _("detected")
    PRIORITISED = "prioritised", _("prioritised")
    IN_ACTION = "in_action", _("in action")
    ANSWERED = "answered", _("answered")
    DISCARDED = "discarded", _("archived")


OPEN_STATES = (NeedState.DETECTED, NeedState.PRIORITISED, NeedState.IN_ACTION)
CLOSED_STATES = (NeedState.ANSWERED, NeedState.DISCARDED)


class Visibility(models.TextChoices):
    """Who may read a need: its area, the whole network (default) or, once the lead publishes it, anybody."""

    AREA = "area", _("Only this area")
    NETWORK = "network", _("The whole network")
    PUBLIC = "public", _("Public")


SHARED = (Visibility.NETWORK, Visibility.PUBLIC)


class PeopleRange(models.TextChoices):
    """How many people are affected: a range, never persons."""

    UNDER_10 = "<10", _("Fewer than 10")
    FROM_10 = "10-25", _("10 to 25")
    FROM_25 = "25-50", _("25 to 50")
    FROM_50 = "50-100", _("50 to 100")
    OVER_100 = ">100", _("More than 100")
    UNKNOWN = "unknown", _("Not known")
