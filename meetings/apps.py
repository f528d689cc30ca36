from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from needs import holds, trail
        from red_inclusion.core import jobs

        from . import notifications, privacy, receivers, redaction, retention  # noqa: F401
        from .actions.rounds import close_due_rounds
        from .stations import is_being_voted, stations_of

        jobs.register("close due rounds", close_due_rounds)
        holds.register("meetings", is_being_voted)
        trail.register("meetings", stations_of)
        notifications.register()
        privacy.declare_all()
        redaction.register_all()
        retention.register_all()
