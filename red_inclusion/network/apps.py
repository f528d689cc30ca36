from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "red_inclusion.network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import notifications, privacy, receivers, retention  # noqa: F401

        notifications.register()
        privacy.declare_all()
        retention.register_all()
