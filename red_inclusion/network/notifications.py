from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from red_inclusion.notifications import kinds

UNDELIVERED = "mail_undelivered"


def register() -> None:
    kinds.register(
        kinds.Kind(
            UNDELIVERED,
            gettext_lazy("A mail could not be delivered (coordination)"),
            words=lambda args: _("A mail to %(to)s could not be delivered. Check the address with her entity.") % args,
            details=lambda args: [args["subject"]],
        )
    )
