"""What this app keeps of people."""

from typing import Any

from red_inclusion.core.personal_data import Rows, Text, declare

from .enums import Cadence
from .kinds import all_kinds, kind_of


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
        said={"kind": _label, "args": lambda notice: "\n".join([notice.words, *notice.details])},
        kind=Text.PLAIN,
        target_type=Text.PLAIN,
        path=Text.PLAIN,
        args=Text.COPY,
    )
    declare(
        "notifications.Preference",
        person=Rows.HERS,
        told=("reach", "chosen"),
        said={"chosen": _choices},
        chosen=Text.PLAIN,
    )


def _label(notice: Any) -> str:
    kind = kind_of(notice.kind)
    return str(kind.label) if kind else notice.kind


def _choices(preference: Any) -> str:
    known = {kind.name: kind.label for kind in all_kinds()}
    words = dict(Cadence.choices)
    return "\n".join(f"{known.get(name, name)}: {words.get(own, own)}" for name, own in preference.chosen.items())
