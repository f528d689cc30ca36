"""What a browser may send to a room: shapes only. Whether it may be done is judged by the actions."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

BYTE_LIMIT = 4 * 1024
CLOSE_LIMIT = 16 * 1024

Tag = Annotated[str, Meta(max_length=64)]


class Message(Struct, tag_field="type", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`id` is the client's own and comes back with the answer."""

    id: Tag | UnsetType = UNSET

    @property
    def echo(self) -> str | None:
        return None if self.id is UNSET else self.id


class Act(Message, frozen=True, kw_only=True):
    """Something that a person does to her ballot. Without `seq` the server gives the next one."""

    round: int
    seat: int | UnsetType = UNSET
    seq: int | UnsetType = UNSET


class VoteCast(Act, tag="vote.cast", frozen=True, kw_only=True):
    item: int
    value: int
    impact: int | UnsetType = UNSET


class VotePass(Act, tag="vote.pass", frozen=True, kw_only=True):
    item: int


class VoteClear(Act, tag="vote.clear", frozen=True, kw_only=True):
    item: int


class BallotAbstain(Act, tag="ballot.abstain", frozen=True, kw_only=True):
    pass


class RoomResync(Message, tag="room.resync", frozen=True, kw_only=True):
    pass


ItemAct = VoteCast | VotePass | VoteClear
BallotAct = ItemAct | BallotAbstain
Command = BallotAct | RoomResync

_commands = msgspec.json.Decoder(Command)
_anything = msgspec.json.Decoder()


class BadMessage(Exception):
    """Not JSON, too long, binary, or of an unknown type or shape. `echo` is its id where one could be read."""

    def __init__(self, echo: str | None = None):
        super().__init__("bad_message")
        self.echo = echo


def parse(text: str | None) -> Command:
    """The message in a text frame; None stands for a binary one."""
    if text is None:
        raise BadMessage
    try:
        frame = text.encode()
    except UnicodeEncodeError:
        raise BadMessage from None
    if len(frame) > BYTE_LIMIT:
        raise BadMessage
    try:
        return _commands.decode(frame)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise BadMessage(_id_in(frame)) from None


def _id_in(frame: bytes) -> str | None:
    try:
        content = _anything.decode(frame)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    tag = content.get("id") if isinstance(content, dict) else None
    return tag if isinstance(tag, str) and len(tag) <= 64 else None
