from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class InvitationState(models.TextChoices):
    """Worked out from its times, never stored."""

    PENDING = "pending", pgettext_lazy("invitation", "pending")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")


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


class WithdrawalReason(models.TextChoices):
    """Why a text is withdrawn: chosen, not written, so that the trail does not say again what goes."""

    SERVED = "served", _("It lets somebody recognise a person who is served by an entity")
    NAMED = "named", _("It names a person without need")
    ASKED = "asked", _("The person it is about asks for it")
    OTHER = "other", _("It holds other personal data")
