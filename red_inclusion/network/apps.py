from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "red_inclusion.network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.core import jobs

        from . import actions, notifications, personal_links, privacy, receivers, retention, withdrawing  # noqa: F401

        notifications.register()
        personal_links.register()
        privacy.declare_all()
        retention.register_all()
        withdrawing.register_all()
        jobs.register("ask whether resources hold", actions.ask_whether_resources_hold)
        jobs.register("network.forget_uploads", actions.forget_uploads)
