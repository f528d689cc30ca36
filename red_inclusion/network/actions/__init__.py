"""Every change of the network. What others call; each module holds one noun."""

from .access import end_access, restore_access
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
from .erasure import ask_for_erasure, erase_person, export_person, withdraw_erasure_request
from .invitations import accept_invitation, ask_again, invite_person, send_again, withdraw_invitation
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
    "ask_again",
    "ask_for_erasure",
    "ask_whether_resources_hold",
    "confirm_awaited",
    "confirm_resource",
    "create_person",
    "edit_resource",
    "end_access",
    "end_coordinator",
    "end_lead",
    "end_mandate",
    "erase_person",
    "export_person",
    "give_mandate",
    "invite_person",
    "name_coordinator",
    "name_lead",
    "open_area",
    "redact_text",
    "resource_mark",
    "restore_access",
    "restore_resource",
    "retire_resource",
    "send_again",
    "withdraw_erasure_request",
    "withdraw_invitation",
]
