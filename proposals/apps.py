from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from meetings.contributions import register_section
        from needs import trail
        from red_inclusion.network import entity_sections

        from . import notifications, personal_links, privacy, redaction
        from .contributions import minutes_lines
        from .entity_section import commitments_of
        from .stations import stations_of

        register_section("proposals", _("Action proposals"), minutes_lines)
        trail.register("proposals", stations_of)
        entity_sections.register("commitments", 2, commitments_of)
        notifications.register()
        personal_links.register()
        privacy.declare_all()
        redaction.register_all()
