"""What this app keeps of people."""

from red_inclusion.core.personal_data import Rows, Text, declare


def declare_all() -> None:
    declare(
        "needs.Need",
        author=Rows.STAYS,
        told=("reference", "title", "statement", "area", "entity", "logged_at"),
        reference=Text.PLAIN,
        title=Text.PROSE,
        statement=Text.PROSE,
        territory=Text.PROSE,
        outcome=Text.PROSE,
        folded=Text.FOLDED,
    )
    declare("needs.Confirmation", author=Rows.STAYS)
    declare("needs.Priority", distribution=Text.PLAIN)
