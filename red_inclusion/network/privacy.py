"""What this app keeps of people."""

from red_inclusion.core.personal_data import Rows, Text, declare


def declare_all() -> None:
    declare(
        "network.Entity",
        name=Text.PLAIN,
        long_name=Text.PLAIN,
        about=Text.PROSE,
        website=Text.PLAIN,
        folded=Text.FOLDED,
        former_name=Text.PLAIN,
    )
    declare("network.EntityMerge", merged_by=Rows.STAYS, ended=Text.PLAIN, made=Text.PLAIN, told=("merged_at",))
    # Cells are kept for a day at most, and name people who are not here yet.
    declare(
        "network.SheetImport",
        uploaded_by=Rows.STAYS,
        told=("file_name", "uploaded_at"),
        file_name=Text.PROSE,
        tables=Text.PROSE,
        made=Text.PLAIN,
    )
    declare("network.Area", code=Text.PLAIN, name=Text.PLAIN, about=Text.PROSE)
    for label in ("network.Mandate", "network.AreaLead", "network.Coordinator"):
        declare(label, person=Rows.STAYS)
    # Those to her go by her address; of those she made, whom she invited is not hers to take away.
    declare(
        "network.Invitation",
        invited_by=Rows.STAYS,
        person=Rows.STAYS,
        told=("entity", "kind", "created_at", "accepted_at"),
        token_hash=Text.PLAIN,
        email=Text.HERS,
        name=Text.HERS,
        language=Text.PLAIN,
    )
    declare(
        "network.Resource",
        name=Text.PROSE,
        about=Text.PROSE,
        for_whom=Text.PROSE,
        how_to_get=Text.PROSE,
        contact=Text.PROSE,
        territory=Text.PROSE,
        folded=Text.FOLDED,
    )
    declare("network.ErasureRequest", person=Rows.HERS, told=("asked_at",))
