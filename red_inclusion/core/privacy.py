"""What this app keeps of people."""

from .personal_data import Text, declare


def declare_all() -> None:
    # Ids, verbs and field names; its reasons are withdrawn by `audit.withdraw_reasons`.
    declare(
        "core.AuditEvent",
        of="actor_id",
        told=("at", "action", "object_type", "object_id"),
        action=Text.PLAIN,
        object_type=Text.PLAIN,
        reason=Text.COPY,
        data=Text.PLAIN,
    )
    declare("core.Counter", key=Text.PLAIN)
