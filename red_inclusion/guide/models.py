from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HiddenHint(models.Model):
    """A hint that a person has read and does not want to see again."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="hidden_hints", verbose_name=_("person")
    )
    hint = models.SlugField(max_length=40)

    class Meta:
        verbose_name = _("hidden hint")
        verbose_name_plural = _("hidden hints")
        constraints = [models.UniqueConstraint(fields=["person", "hint"], name="hint_hidden_once")]
