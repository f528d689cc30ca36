from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "red_inclusion.demo"
    default_auto_field = "django.db.models.BigAutoField"
