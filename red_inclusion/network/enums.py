from django.db import models
from django.utils.translation import gettext_lazy as _


class EntityKind(models.TextChoices):
    MUNICIPAL_DEPARTMENT = "municipal_department", _("Municipal department")
    THIRD_SECTOR = "third_sector", _("Third-sector entity")
    REGIONAL_SERVICE = "regional_service", _("Regional service")
    HEALTH_SERVICE = "health_service", _("Health service")
    SCHOOL = "school", _("School")
    OTHER = "other", _("Other")


class MandateKind(models.TextChoices):
    TITULAR = "titular", _("titular")
    SUBSTITUTE = "substitute", _("substitute")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")


VOTING_KINDS = (MandateKind.TITULAR, MandateKind.SUBSTITUTE, MandateKind.MEMBER)


class Accent(models.TextChoices):
    TEAL = "teal", _("Teal")
    TERRACOTTA = "terracotta", _("Terracotta")
    MOSS = "moss", _("Moss")
    OCHRE = "ochre", _("Ochre")
    PLUM = "plum", _("Plum")
    SLATE = "slate", _("Slate")
    OLIVE = "olive", _("Olive")
    ROSE = "rose", _("Rose")
