"""What a room tells browsers: every message and every field. `docs/realtime.md` explains them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from .tallies import ItemTally

Code = Literal[
    "bad_message",
    "too_many",
    "not_signed_in",
    "not_a_member",
    "no_such_meeting",
    "no_such_round",
    "no_such_item",
    "round_not_open",
    "not_entitled",
    "not_present",
    "not_your_seat",
    "seat_needed",
    "bad_value",
    "over_budget",
    "busy",
    "server_error",
]

MESSAGES: dict[str, Promise] = {
    "bad_message": _("The room did not understand that. Reload the page and try again."),
    "too_many": _("Too many messages at once. Wait a moment and reload the page."),
    "not_signed_in": _("Sign in to enter the room."),
    "not_a_member": _("This room belongs to another area. If it should be yours, ask who leads it."),
    "no_such_meeting": _("There is no such meeting. Check the code or the link."),
    "no_such_round": _("That vote is not of this meeting. Reload the page."),
    "no_such_item": _("That need is not in this vote. Reload the page."),
    "round_not_open": _("The vote is not open: what you had recorded still counts."),
    "not_entitled": _("You are not among those who vote here. If you should be, ask who leads the meeting."),
    "not_present": _("You are not recorded as being here. Check in and vote again."),
    "not_your_seat": _("You do not vote for that entity. Reload the page."),
    "seat_needed": _("Choose the entity you vote for."),
    "bad_value": _("That value is not on the scale. Choose one of those shown."),
    "over_budget": _("You have used all you had. Take some back first."),
    "busy": _("The room is very busy: your vote was not recorded. Try again in a moment."),
    "server_error": _("Something failed on our side: your vote was not recorded. Try again."),
}

SEND_AGAIN: tuple[Code, ...] = ("busy", "server_error")

Count = Annotated[int, Meta(ge=0)]
Rating = Annotated[int, Meta(ge=0, le=4)]


class MeetingPart(Struct, frozen=True):
    id: int
    title: str
    state: Literal["draft", "convened", "in_session", "closed", "cancelled"]
    stage: Literal["check_in", "share", "prioritise", "groups", "plenary", "wrap_up"]


class Presence(Struct, frozen=True):
    people: Count
    entities: Count


class AgendaEntry(Struct, frozen=True):
    id: int
    title: str
    state: Literal["pending", "current", "done"]


class Item(Struct, frozen=True):
    """`entity` is null where the network itself raised the need."""

    id: int
    need: int
    title: str
    entity: str | None


class Turnout(Struct, frozen=True):
    cast: Count
    entitled: Count
    present: Count


class RoundPart(Struct, frozen=True):
    id: int
    title: str
    state: Literal["open", "closed", "published", "void"]
    method: Literal["urgency"]
    impact: bool
    electorate: Literal["people"]
    openness: Literal["open"]
    visibility: Literal["live", "on_close"]
    closes_at: datetime | None
    items: list[Item]
    turnout: Turnout
    tally: list[ItemTally] | None


class SeatPart(Struct, frozen=True):
    id: int
    entity: str


class MyVote(Struct, frozen=True):
    item: int
    value: Rating | None
    impact: Rating | None
    passed: bool
    seq: int
    recorded_at: datetime


class MyBallot(Struct, frozen=True):
    abstained: bool = False
    votes: list[MyVote] = []


class Me(Struct, frozen=True):
    """What this person may do and has done. `seq`: the highest the server knows of her ballot."""

    entitled: bool = False
    present: bool = False
    seats: list[SeatPart] = []
    seq: int = 0
    ballot: MyBallot = MyBallot()


class RollRow(Struct, frozen=True):
    id: int
    name: str
    entity: str
    present: bool
    voted: bool


class Revisions(Struct, frozen=True):
    stage: int
    presence: int
    agenda: int
    round: int
    tally: int


class Event(Struct, tag_field="type", frozen=True):
    pass


class RoomSnapshot(Event, tag="room.snapshot", frozen=True):
    revision: int
    server_now: datetime
    meeting: MeetingPart
    presence: Presence
    agenda: list[AgendaEntry]
    round: RoundPart | None
    me: Me


class VoteRecorded(Event, tag="vote.recorded", frozen=True, omit_defaults=True):
    id: str | None
    round: int
    item: int
    value: Rating | None
    impact: Rating | None
    passed: bool
    seq: int
    recorded_at: datetime
    superseded: bool = False


class BallotRecorded(Event, tag="ballot.recorded", frozen=True, omit_defaults=True):
    id: str | None
    round: int
    abstained: bool
    seq: int
    recorded_at: datetime
    superseded: bool = False


class Error(Event, tag="error", frozen=True):
    id: str | None
    code: Code
    message: str


class TallyChanged(Event, tag="tally.changed", frozen=True):
    revision: int
    round: int
    turnout: Turnout
    tally: list[ItemTally] | None


class StageChanged(Event, tag="stage.changed", frozen=True):
    revision: int
    meeting: MeetingPart


class PresenceChanged(Event, tag="presence.changed", frozen=True):
    revision: int
    presence: Presence


class AgendaChanged(Event, tag="agenda.changed", frozen=True):
    revision: int
    agenda: list[AgendaEntry]


class RoundChanged(Event, tag="round.changed", frozen=True):
    revision: int
    round: RoundPart | None


class RollChanged(Event, tag="roll.changed", frozen=True):
    revision: int
    round: int
    roll: list[RollRow]


class RoomAlive(Event, tag="room.alive", frozen=True):
    server_now: datetime
    revisions: Revisions


Answer = VoteRecorded | BallotRecorded | Error
ServerMessage = (
    RoomSnapshot
    | VoteRecorded
    | BallotRecorded
    | Error
    | TallyChanged
    | StageChanged
    | PresenceChanged
    | AgendaChanged
    | RoundChanged
    | RollChanged
    | RoomAlive
)

_encoder = msgspec.json.Encoder()


def encode(value: object) -> str:
    return _encoder.encode(value).decode()


def refusal(code: Code, echo: str | None = None) -> Error:
    """The error in the language that is active where it is called."""
    return Error(id=echo, code=code, message=str(MESSAGES[code]))
