"""Every change of a proposal. What asks for a lock takes it in the order needs, proposal, commitment."""

from .commitments import accept_amendment, answer_commitment, ask_again, contest, fulfil, unmet
from .plan import (
    add_milestone,
    add_reading,
    add_update,
    remove_milestone,
    set_indicator,
    tick_milestone,
    untick_milestone,
)
from .proposals import create_proposal, edit_proposal, proposal_mark
from .states import evaluate, finish, hold, propose, reject, resume, start, transfer

__all__ = [
    "accept_amendment",
    "add_milestone",
    "add_reading",
    "add_update",
    "answer_commitment",
    "ask_again",
    "contest",
    "create_proposal",
    "edit_proposal",
    "evaluate",
    "finish",
    "fulfil",
    "hold",
    "proposal_mark",
    "propose",
    "reject",
    "remove_milestone",
    "resume",
    "set_indicator",
    "start",
    "tick_milestone",
    "transfer",
    "unmet",
    "untick_milestone",
]
