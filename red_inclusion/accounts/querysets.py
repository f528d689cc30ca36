from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DeviceQuerySet":
        """Her own, and only those that are still signed in."""
        return self.filter(person_id=user.pk).signed_in()

    def signed_in(self) -> "DeviceQuerySet":
        # A session's life is real time, whatever the domain's clock is set to.
        alive = Session.objects.filter(expire_date__gt=timezone.now())
        return self.filter(session_key__in=alive.values("session_key"))
