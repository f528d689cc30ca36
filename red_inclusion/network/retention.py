"""What people's access leaves behind, and for how long."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.models import User
from red_inclusion.core.retention import Kept, register
from red_inclusion.notifications.models import Mail, Notification

from .models import Invitation


def register_all() -> None:
    register(
        Kept(
            "mails",
            _("Mails of the outbox"),
            _("To prove that a notice left, and send again what did not arrive."),
            forget_mails,
        )
    )
    register(Kept("notices", _("Notices in the bell"), _("So that she finds again what she was told."), forget_notices))
    register(
        Kept(
            "invitations",
            _("Invitations: name and e-mail of who was invited"),
            _("To answer who was invited by whom; the trail then keeps only that it happened."),
            forget_invitations,
        )
    )
    register(
        Kept(
            "sign_ins",
            _("When somebody without access was last here"),
            _("To notice an access that nobody uses."),
            forget_sign_ins,
        )
    )


def forget_mails(before: datetime) -> int:
    """Those that still wait are not touched: they are given up first."""
    settled = Mail.objects.exclude(state="queued").filter(created_at__lt=before)
    return settled.delete()[0]


def forget_notices(before: datetime) -> int:
    return Notification.objects.filter(created_at__lt=before).delete()[0]


def forget_invitations(before: datetime) -> int:
    """Accepted, withdrawn or run out."""
    settled = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(accepted_at=None, expires_at__lt=before)
    found = Invitation.objects.filter(settled)
    count = found.count()
    found.delete()
    return count


def forget_sign_ins(before: datetime) -> int:
    return User.objects.filter(last_login__lt=before).update(last_login=None)
