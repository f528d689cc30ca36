from django.db import models

from red_inclusion.core import clock

from .enums import Cadence, MailState


class MailQuerySet(models.QuerySet):
    def queued(self) -> "MailQuerySet":
        return self.filter(state=MailState.QUEUED)

    def failed(self) -> "MailQuerySet":
        return self.filter(state=MailState.FAILED)

    def due(self) -> "MailQuerySet":
        return self.queued().filter(next_try_at__lte=clock.now()).order_by("next_try_at", "pk")


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NotificationQuerySet":
        """Hers; nobody else's."""
        return self.filter(person=user)

    def unseen(self) -> "NotificationQuerySet":
        return self.filter(seen_at=None)

    def to_mail(self, cadence: Cadence) -> "NotificationQuerySet":
        return self.filter(cadence=cadence, mailed_at=None)
