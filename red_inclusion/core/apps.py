from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "red_inclusion.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import forgetting, jobs, privacy, retention, triggers

        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="core.audit_triggers")
        jobs.register("core.forget_deleted", forgetting.forget_deleted)
        jobs.register("core.retention", retention.forget_what_is_due)
        privacy.declare_all()
