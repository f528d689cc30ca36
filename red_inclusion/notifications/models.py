import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import clock

from .enums import Cadence, MailState, Reach
from .kinds import kind_of
from .querysets import MailQuerySet, NotificationQuerySet

Person = settings.AUTH_USER_MODEL


class Mail(models.Model):
    """A mail in the outbox, whole, in its reader's language: written with what it tells of, sent later by a tick.

    While it is queued, `next_try_at` says when it is due; a tick that takes it moves that moment ahead, so that nobody
    else takes it, and so that it comes back by itself if the tick dies. Once it has left, one with a personal link
    keeps its subject only; one that could not be delivered keeps its words, to be sent again.
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


class Notification(models.Model):
    """A notice: that something happened, told to one person. Its words are made when she reads them, of `args`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    target_type = models.CharField(max_length=80)
    target_id = models.BigIntegerField()
    path = models.CharField(max_length=300)
    args = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    cadence = models.CharField(max_length=6, choices=Cadence.choices)
    mailed_at = models.DateTimeField(null=True, blank=True)  # handed to the outbox, or found not to be needed

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(seen_at=None), name="notice_unseen"),
            models.Index(fields=["cadence", "created_at"], condition=Q(mailed_at=None), name="notice_to_mail"),
            models.Index(fields=["target_type", "target_id"], name="notice_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def words(self) -> str:
        kind = kind_of(self.kind)
        return kind.words(self.args) if kind else _("Something has changed.")

    @property
    def details(self):
        kind = kind_of(self.kind)
        return kind.details(self.args) if kind else ()


class Preference(models.Model):
    """What she wants by e-mail; no row, and it is `Reach.MINE`. `chosen` holds a cadence by kind: «Ajuste fino»."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="notification_preference")
    reach = models.CharField(max_length=8, choices=Reach.choices, default=Reach.MINE)
    chosen = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return self.reach
