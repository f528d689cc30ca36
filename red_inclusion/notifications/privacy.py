"""What this app keeps of people."""

from red_inclusion.core.personal_data import Rows, Text, declare


def declare_all() -> None:
    declare(
        "notifications.Mail",
        person=Rows.HERS,
        told=("to", "subject", "text", "state", "created_at", "sent_at"),
        to=Text.HERS,
        kind=Text.PLAIN,
        language=Text.PLAIN,
        subject=Text.COPY,
        text=Text.COPY,
        html=Text.COPY,
        key=Text.PLAIN,
        last_error=Text.PLAIN,
    )
    declare(
        "notifications.Notification",
        person=Rows.HERS,
        told=("kind", "path", "args", "created_at", "seen_at"),
        kind=Text.PLAIN,
        target_type=Text.PLAIN,
        path=Text.PLAIN,
        args=Text.COPY,
    )
    declare("notifications.Preference", person=Rows.HERS, told=("reach", "chosen"), chosen=Text.PLAIN)
