from django.db import models

from red_inclusion.core import clock

from .enums import MailState


class MailQuerySet(models.QuerySet):
    def queued(self) -> "MailQuerySet":
        return self.filter(state=MailState.QUEUED)

    def due(self) -> "MailQuerySet":
        return self.queued().filter(next_try_at__lte=clock.now()).order_by("next_try_at", "pk")
