from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "red_inclusion.network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.core import jobs

        from . import actions, notifications, receivers  # noqa: F401

        notifications.register()
        jobs.register("network.forget_uploads", actions.forget_uploads)
