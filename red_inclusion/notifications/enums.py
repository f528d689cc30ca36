from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailState(TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be delivered")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Reach(TextChoices):
    """How much she wants by e-mail."""

    MINE = "mine", _("Only what is mine")
    WEEKLY = "weekly", _("Weekly summary")
    ALL = "all", _("Everything")


class Cadence(TextChoices):
    """When a notice goes by e-mail; on the web it always shows."""

    NOW = "now", _("At once")
    WEEKLY = "weekly", _("In the weekly summary")
    WEB = "web", _("Only here, on the web")
