from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "red_inclusion.guide"
    default_auto_field = "django.db.models.BigAutoField"
