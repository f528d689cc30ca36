from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "red_inclusion.accounts"
    default_auto_field = "django.db.models.BigAutoField"
