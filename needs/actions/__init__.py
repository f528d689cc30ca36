"""Every change of a need. `actor` is a person, or `SYSTEM` where nobody acts.

Actions that write many needs lock them in the order of their keys. Those that a round or a proposal causes
(`record_priority`, `withdraw_priorities`, `start_action`, `stop_action`) ask no policy: the action that closed the
round or agreed the proposal asked its own, and may well be of another area.
"""

from .confirmations import confirm_need, withdraw_confirmation
from .priorities import record_priority, withdraw_priorities
from .states import answer_need, discard_need, reopen_need, set_visibility, start_action, stop_action
from .texts import edit_need, log_need, require_editable, text_mark

__all__ = [
    "answer_need",
    "confirm_need",
    "discard_need",
    "edit_need",
    "log_need",
    "record_priority",
    "reopen_need",
    "require_editable",
    "set_visibility",
    "start_action",
    "stop_action",
    "text_mark",
    "withdraw_confirmation",
    "withdraw_priorities",
]
