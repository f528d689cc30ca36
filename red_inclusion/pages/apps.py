from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "red_inclusion.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.notifications import letters

        from . import privacy, receivers
        from .models import SiteSettings

        post_migrate.connect(receivers.make_home_after_migrate, dispatch_uid="pages.home")
        letters.register_letterhead(lambda: {"network_name": SiteSettings.current().network_name})
        privacy.declare_all()
