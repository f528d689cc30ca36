from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "needs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import privacy, redaction

        privacy.declare_all()
        redaction.register_all()
