"""What this app keeps of people."""

from red_inclusion.core.personal_data import Rows, Text, declare

STAYS, PROSE = Rows.STAYS, Text.PROSE


def declare_all() -> None:
    declare(
        "proposals.Proposal",
        author=STAYS,
        told=("reference", "title", "area", "lead_entity", "created_at"),
        reference=Text.PLAIN,
        title=PROSE,
        action=PROSE,
        problem=PROSE,
        success=PROSE,
        resources=PROSE,
        transferred_to=PROSE,
        folded=Text.FOLDED,
    )
    declare("proposals.StateChange", actor=STAYS, reason=PROSE)
    declare("proposals.Commitment", answered_by=STAYS, text=PROSE, note=PROSE)
    declare("proposals.Milestone", done_by=STAYS, title=PROSE)
    declare("proposals.Indicator", unit=Text.PLAIN, source=PROSE)
    declare("proposals.Reading", author=STAYS, note=PROSE)
    declare(
        "proposals.Update",
        author=STAYS,
        told=("proposal", "entity", "at", "text", "blocked_by"),
        text=PROSE,
        blocked_by=PROSE,
    )
