import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import clock

from .enums import MailState
from .querysets import MailQuerySet

Person = settings.AUTH_USER_MODEL


class Mail(models.Model):
    """A mail in the outbox, whole, in its reader's language: written with what it tells of, sent later by a tick.

    While it is queued, `next_try_at` says when it is due; a tick that takes it moves that moment ahead, so that nobody
    else takes it, and so that it comes back by itself if the tick dies.
    """

    to = models.EmailField(_("to"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="mails")
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    next_try_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="mail_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state="sent") ^ Q(sent_at__isnull=True), name="mail_sent_has_moment")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
