from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "red_inclusion.notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("notices")

    def ready(self):
        from red_inclusion.core import jobs

        from . import actions, privacy

        # In this order: what a tick writes it also sends.
        jobs.register("write mail of notices", actions.write_notice_mail)
        jobs.register("write weekly summaries", actions.write_weekly_summaries)
        jobs.register("send queued mail", actions.send_queued_mail)
        privacy.declare_all()
