from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "red_inclusion.network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import notifications, receivers  # noqa: F401

        notifications.register()
