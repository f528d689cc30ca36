from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "needs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.network import entity_sections

        from . import privacy, redaction
        from .entity_section import needs_of

        entity_sections.register("needs", 1, needs_of)
        privacy.declare_all()
        redaction.register_all()
