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
from .erasure import ask_for_erasure, erase_person, export_person, withdraw_erasure_request
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
from .redaction import redact_text
from .resources import (
    add_resource,
    ask_whether_resources_hold,
    confirm_awaited,
    confirm_resource,
    edit_resource,
    resource_mark,
    restore_resource,
    retire_resource,
)

__all__ = [
    "accept_invitation",
    "add_resource",
    "add_seat",
    "admit_entity",
    "apply_sheets",
    "area_mark",
    "ask_again",
    "ask_for_erasure",
    "ask_whether_resources_hold",
    "confirm_awaited",
    "confirm_resource",
    "create_person",
    "drop_sheets",
    "edit_area",
    "edit_entity",
    "edit_resource",
    "end_access",
    "end_coordinator",
    "end_entity",
    "end_lead",
    "end_mandate",
    "end_seat",
    "entity_mark",
    "erase_person",
    "export_person",
    "forget_uploads",
    "give_mandate",
    "invite_person",
    "merge_entity",
    "name_coordinator",
    "name_lead",
    "open_area",
    "redact_text",
    "reinstate_invitation",
    "reopen_entity",
    "resource_mark",
    "restore_access",
    "restore_resource",
    "restore_seats",
    "retire_resource",
    "send_again",
    "separate_entity",
    "undo_import",
    "upload_sheets",
    "withdraw_erasure_request",
    "withdraw_invitation",
]
