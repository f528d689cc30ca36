from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "red_inclusion.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.core import jobs

        from . import actions, privacy, receivers  # noqa: F401

        jobs.register("accounts.forget_old_sessions", actions.forget_old_sessions)
        privacy.declare_all()
