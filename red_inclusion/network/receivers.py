"""What the outbox tells the network: somebody who is not reached is coordination's to find."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from red_inclusion.accounts.models import User
from red_inclusion.core.actors import SYSTEM
from red_inclusion.notifications.actions import notify
from red_inclusion.notifications.models import Mail
from red_inclusion.notifications.signals import mail_failed

from .models import Coordinator
from .notifications import UNDELIVERED


@receiver(mail_failed, dispatch_uid="network.tell_undelivered")
def tell_undelivered(sender: Any, mail: Mail, **kwargs: Any) -> None:
    """Not of the notice of a failure itself: that would go round for ever."""
    if mail.kind == UNDELIVERED:
        return
    coordinators = Coordinator.objects.current().select_related("person")
    people: list[User] = [coordinator.person for coordinator in coordinators]
    args = {"to": mail.to, "subject": mail.subject}
    notify(UNDELIVERED, people, target=mail, actor=SYSTEM, args=args, path=reverse("network:mail_list"))
