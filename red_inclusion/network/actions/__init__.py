"""Every change of the network. What others call; each module holds one noun."""

from .access import end_access, restore_access
from .areas import area_mark, edit_area
from .arranging import (
    add_seat,
    admit_entity,
    create_person,
    end_coordinator,
    end_lead,
    end_mandate,
    give_mandate,
    name_coordinator,
    name_lead,
    open_area,
)
from .entities import edit_entity, end_entity, entity_mark, merge_entity, reopen_entity, separate_entity
from .imports import apply_sheets, drop_sheets, forget_uploads, undo_import, upload_sheets
from .invitations import (
    accept_invitation,
    ask_again,
    invite_person,
    reinstate_invitation,
    send_again,
    withdraw_invitation,
)
from .places import end_seat, restore_seats

__all__ = [
    "accept_invitation",
    "add_seat",
    "admit_entity",
    "apply_sheets",
    "area_mark",
    "ask_again",
    "create_person",
    "drop_sheets",
    "edit_area",
    "edit_entity",
    "end_access",
    "end_coordinator",
    "end_entity",
    "end_lead",
    "end_mandate",
    "end_seat",
    "entity_mark",
    "forget_uploads",
    "give_mandate",
    "invite_person",
    "merge_entity",
    "name_coordinator",
    "name_lead",
    "open_area",
    "reinstate_invitation",
    "reopen_entity",
    "restore_access",
    "restore_seats",
    "send_again",
    "separate_entity",
    "undo_import",
    "upload_sheets",
    "withdraw_invitation",
]
