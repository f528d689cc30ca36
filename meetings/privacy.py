"""What this app keeps of people."""

from red_inclusion.core.personal_data import Rows, Text, declare

STAYS, PROSE, PLAIN = Rows.STAYS, Text.PROSE, Text.PLAIN


def declare_all() -> None:
    declare(
        "meetings.Meeting",
        created_by=STAYS,
        told=("title", "area", "starts_at"),
        title=PROSE,
        place=PROSE,
        notes=PROSE,
        join_code=PLAIN,
    )
    declare("meetings.AgendaItem", title=PROSE, notes=PROSE)
    declare("meetings.Attendance", person=STAYS, entity_name=PLAIN)
    declare(
        "meetings.Guest",
        person=STAYS,
        answered_by=STAYS,
        told=("meeting", "state", "asked_at", "answered_at"),
        entity_name=PLAIN,
    )
    declare(
        "meetings.Round",
        created_by=STAYS,
        told=("title", "meeting", "opened_at"),
        title=PROSE,
        void_reason=PROSE,
        result=PLAIN,
    )
    declare("meetings.RollEntry", person=STAYS, entity_name=PLAIN)
    declare("meetings.Ballot", of="entry__person", told=("abstained", "recorded_at"))
    declare("meetings.Vote", of="ballot__entry__person", told=("item", "value", "impact", "passed", "recorded_at"))
    declare("meetings.Decision", author=STAYS, text=PROSE)
    # What is closed is amended, with its fingerprint: actions/amending.py.
    declare(
        "meetings.Minutes",
        published_by=STAYS,
        told=("reference", "published_at"),
        reference=PLAIN,
        sections=PROSE,
        record=Text.COPY,
        fingerprint=PLAIN,
        check_code=PLAIN,
    )
