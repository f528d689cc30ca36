from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class PagesConfig(AppConfig):
    name = "red_inclusion.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.models import ReferenceIndex

        from red_inclusion.core import jobs
        from red_inclusion.notifications import letters

        from . import actions, privacy, receivers, registry
        from .context_processors import letterhead
        from .figures import areas, entities
        from .models import SiteSettings

        post_migrate.connect(receivers.make_home_after_migrate, dispatch_uid="pages.home")
        letters.register_letterhead(letterhead)
        privacy.declare_all()
        jobs.register("pages.follow_schedule", actions.follow_schedule)
        ReferenceIndex.register_model(SiteSettings)  # its logos are public because it shows them
        registry.add_figure("entities", gettext_lazy("Entities of the network"), entities)
        registry.add_figure("areas", gettext_lazy("Working areas"), areas)
