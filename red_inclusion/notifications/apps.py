from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "red_inclusion.notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("notices")

    def ready(self):
        from red_inclusion.core import jobs

        from .actions.outbox import send_queued_mail

        jobs.register("send queued mail", send_queued_mail)
