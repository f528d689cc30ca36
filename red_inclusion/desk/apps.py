from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "red_inclusion.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from red_inclusion.pages import registry

        from . import public

        registry.add_area_section("asked_for", 1, public.asked_for)
        registry.add_area_section("agreed", 2, public.agreed)
        registry.add_area_section("done", 3, public.done)
        registry.add_area_section("minutes", 4, public.minutes)
        registry.add_latest("minutes", public.latest_minutes)
        registry.add_upcoming("meetings", public.coming_meetings)
        for name, (title, count) in public.FIGURES.items():
            registry.add_figure(name, title, count)
