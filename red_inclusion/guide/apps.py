from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "red_inclusion.guide"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.core.personal_data import Rows, Text, declare

        from .hints import text_of

        said = {"hint": lambda hidden: text_of(hidden.hint)}
        declare("guide.HiddenHint", person=Rows.HERS, hint=Text.PLAIN, said=said)
