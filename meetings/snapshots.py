"""What a room looks like now, read from the database in a fixed number of queries.

The part that all share (`RoomState`) is read apart from what is one person's (`Me`), so that a room of a thousand is
read once. The revision is read before the content: what is claimed is never newer than what is shown.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from red_inclusion.core import clock

from . import events
from .enums import RoundState
from .events import Me, MyBallot, MyVote, Revisions
from .models import Ballot, BallotItem, Meeting, Round, Vote
from .presence import presence_of
from .results import count_turnout, results_of, turnout_of
from .voters import Place, Voter, voters_of

VIEWS = PHONE, CONSOLE, PROJECTOR = "phone", "console", "projector"
NOBODY = Me()
VOTE_FIELDS = ("item_id", "value", "impact", "passed", "seq", "recorded_at")


@dataclass(frozen=True, slots=True)
class RoomState:
    area_id: int
    revision: int
    revisions: Revisions
    meeting: events.MeetingPart
    presence: events.Presence
    agenda: list[events.AgendaEntry]
    round: events.RoundPart | None

    @property
    def open_round(self) -> int | None:
        return self.round.id if self.round and self.round.state == RoundState.OPEN else None


def load_room(meeting_id: int, known: RoomState | None = None) -> RoomState | None:
    """The room now, None where there is no such meeting. Parts that have not changed since `known` are taken over."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        return None
    if known and known.revision == meeting.revision:
        return known
    round = current_round(meeting)
    revisions = _revisions(meeting, round)
    same = {part for part in Revisions.__struct_fields__ if known and _equal(known.revisions, revisions, part)}
    return RoomState(
        area_id=meeting.area_id,
        revision=meeting.revision,
        revisions=revisions,
        meeting=_meeting_part(meeting),
        presence=known.presence if "presence" in same else events.Presence(**presence_of(meeting.pk)),
        agenda=known.agenda if "agenda" in same else _agenda(meeting),
        round=known.round
        if known and {"round", "tally"} <= same
        else _round_part(round, known if "round" in same else None),
    )


def _equal(known: Revisions, now: Revisions, part: str) -> bool:
    return getattr(known, part) == getattr(now, part)


def current_round(meeting: Meeting) -> Round | None:
    """The open one, else the one opened last: its result stays on the screens."""
    opened = meeting.rounds.exclude(state=RoundState.DRAFT).order_by("-opened_at", "-pk")
    rounds = sorted(opened[:5], key=lambda round: round.state != RoundState.OPEN)
    return rounds[0] if rounds else None


def _revisions(meeting: Meeting, round: Round | None) -> Revisions:
    """Who is here is part of an open round's turnout, so its tally is as new as the presence."""
    is_open = round is not None and round.state == RoundState.OPEN
    tally = max(meeting.tally_revision, meeting.presence_revision) if is_open else meeting.tally_revision
    return Revisions(
        stage=meeting.stage_revision,
        presence=meeting.presence_revision,
        agenda=meeting.agenda_revision,
        round=meeting.round_revision,
        tally=tally,
    )


def _meeting_part(meeting: Meeting) -> events.MeetingPart:
    return events.MeetingPart(meeting.pk, meeting.title, meeting.state, meeting.stage)


def _agenda(meeting: Meeting) -> list[events.AgendaEntry]:
    return [events.AgendaEntry(item.pk, item.title, item.state) for item in meeting.agenda.all()]


def _round_part(round: Round | None, known: RoomState | None) -> events.RoundPart | None:
    if round is None:
        return None
    return events.RoundPart(
        id=round.pk,
        title=round.title,
        state=round.state,
        method=round.method,
        impact=round.impact,
        electorate=round.electorate,
        openness=round.openness,
        visibility=round.visibility,
        closes_at=round.closes_at,
        items=known.round.items if known and known.round and known.round.id == round.pk else _items(round),
        turnout=count_turnout(round) if round.state == RoundState.OPEN else turnout_of(round),
        tally=results_of(round),
    )


def _items(round: Round) -> list[events.Item]:
    rows = BallotItem.objects.filter(round=round).select_related("need__entity")
    return [events.Item(row.pk, row.need_id, row.need.title, _entity_shown(row.need)) for row in rows]


def _entity_shown(need) -> str | None:
    return None if need.raised_by_network else need.entity.name


# One person


class Trace(NamedTuple):
    """What tells whether somebody has to be shown a new picture of herself."""

    round: int | None
    is_open: bool
    entitled: bool
    present: bool
    seats: tuple[Place, ...]
    voted_at: datetime | None


def load_traces(state: RoomState, people: Collection[int]) -> dict[int, Trace]:
    """Four queries, whatever the number of people."""
    voters, ballots = _load_voters(state, people), _load_ballots(state, people)
    return {person: _trace(state, voters[person], ballots.get(person)) for person in people}


def load_people(state: RoomState, people: Collection[int]) -> dict[int, tuple[Me, Trace]]:
    """What each may do and has done. Five queries, whatever the number of people."""
    voters, ballots = _load_voters(state, people), _load_ballots(state, people)
    votes = _load_votes([ballot.pk for ballot in ballots.values()])
    return {
        person: (
            _me(state, voters[person], ballots.get(person), votes),
            _trace(state, voters[person], ballots.get(person)),
        )
        for person in people
    }


def _load_voters(state: RoomState, people: Collection[int]) -> dict[int, Voter]:
    round_id = state.round.id if state.round else None
    return voters_of(meeting_id=state.meeting.id, area_id=state.area_id, round_id=round_id, people=people)


class BallotRow(NamedTuple):
    pk: int
    abstained: bool
    seq: int
    recorded_at: datetime


def _load_ballots(state: RoomState, people: Collection[int]) -> dict[int, BallotRow]:
    if state.round is None:
        return {}
    ballots = Ballot.objects.filter(entry__round=state.round.id, entry__person__in=people)
    rows = ballots.values_list("entry__person_id", *BallotRow._fields)
    return {person: BallotRow(*row) for person, *row in rows}


def _load_votes(ballots: Collection[int]) -> dict[int, list[MyVote]]:
    votes = defaultdict(list)
    rows = Vote.objects.filter(ballot__in=ballots).exclude(value=None, passed=False).order_by("item__order", "item_id")
    for ballot, *vote in rows.values_list("ballot_id", *VOTE_FIELDS):
        votes[ballot].append(MyVote(*vote))
    return votes


def _me(state: RoomState, voter: Voter, ballot: BallotRow | None, votes: dict[int, list[MyVote]]) -> Me:
    return Me(
        entitled=_is_entitled(state, voter),
        present=voter.present,
        seats=[events.SeatPart(place.seat, place.entity_name) for place in voter.seats],
        seq=ballot.seq if ballot else 0,
        ballot=MyBallot(ballot.abstained, votes.get(ballot.pk, [])) if ballot else MyBallot(),
    )


def _trace(state: RoomState, voter: Voter, ballot: BallotRow | None) -> Trace:
    return Trace(
        round=state.round.id if state.round else None,
        is_open=state.open_round is not None,
        entitled=_is_entitled(state, voter),
        present=voter.present,
        seats=voter.seats,
        voted_at=ballot.recorded_at if ballot else None,
    )


def _is_entitled(state: RoomState, voter: Voter) -> bool:
    return voter.is_entitled if state.round else voter.has_mandate


# The whole


def snapshot_of(state: RoomState, me: Me) -> events.RoomSnapshot:
    return events.RoomSnapshot(
        state.revision, clock.now(), state.meeting, state.presence, state.agenda, state.round, me
    )


def room_snapshot(meeting: Meeting, user: Any, view: str = "phone") -> dict[str, Any]:
    """`room.snapshot` as a dict of plain values, for pages and the HTTP half."""
    return msgspec.to_builtins(load_snapshot(meeting, user, view))


def load_snapshot(meeting: Meeting, user: Any, view: str) -> events.RoomSnapshot:
    state = load_room(meeting.pk)
    if state is None:
        raise Meeting.DoesNotExist
    me = NOBODY if view == PROJECTOR else load_people(state, [user.pk])[user.pk][0]
    return snapshot_of(state, me)


def etag_of(snapshot: events.RoomSnapshot) -> str:
    """The revision, and a digest of what is hers alone: her mandate may end without the room changing."""
    digest = blake2b(events.encode(snapshot.me).encode(), digest_size=6).hexdigest()
    return f'"{snapshot.revision}.{digest}"'
