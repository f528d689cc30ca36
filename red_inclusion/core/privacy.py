"""What this app keeps of people."""

from .deeds import deed_of, kind_of
from .personal_data import Text, declare


def declare_all() -> None:
    # Ids, verbs and field names; its reasons are withdrawn by `audit.withdraw_reasons`.
    declare(
        "core.AuditEvent",
        of="actor_id",
        told=("at", "action", "object_type", "object_id"),
        said={"action": lambda event: deed_of(event.action), "object_type": lambda event: kind_of(event.object_type)},
        action=Text.PLAIN,
        object_type=Text.PLAIN,
        reason=Text.COPY,
        data=Text.PLAIN,
    )
    declare("core.Counter", key=Text.PLAIN)
