"""Voting. Every vote, from a socket or a form, passes through `record_acts`, many in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import transaction

from meetings import protocol
from meetings.enums import RoundState
from meetings.events import BallotRecorded, Code, VoteRecorded
from meetings.group_commit import Entry, GroupCommit
from meetings.models import Ballot, Meeting, Round, Vote
from meetings.precedence import CLEARED, SEQ_LIMIT, Content, Mark, Sheet
from meetings.tallies import SCALE
from meetings.upserts import upsert
from meetings.voters import Voter, voters_of
from red_inclusion.core import clock

from .revisions import lock_meeting, touch
from .roll import enrol

ID_LIMIT = 2**63 - 1
VOTE_COLUMNS = ("value", "impact", "passed", "seq", "recorded_at")

Outcome = VoteRecorded | BallotRecorded | Code


class Request(NamedTuple):
    person: int
    act: protocol.BallotAct


class Target(NamedTuple):
    meeting: int
    round: int


def entry_for(meeting_id: int, person_id: int, act: protocol.BallotAct, origin: Any = None) -> Entry:
    return Entry(Target(meeting_id, act.round), Request(person_id, act), origin)


def cast_ballot(round: Round, *, actor: Any, acts: Sequence[protocol.BallotAct]) -> list[Outcome]:
    """What `actor` does to her own ballot, recorded together with whatever else is waiting; blocks until committed."""
    return queue.settle([entry_for(round.meeting_id, actor.pk, act) for act in acts])


def record_acts(target: Target, requests: Sequence[Request]) -> list[Outcome]:
    """Judge each request on its own under the locks and write what stands, in one transaction."""
    if not 0 < target.round <= ID_LIMIT:
        return ["no_such_round"] * len(requests)
    with transaction.atomic():
        # The meeting's lock orders revisions; the round's keeps a vote and the close apart (no vote after the close).
        try:
            meeting = lock_meeting(target.meeting)
            round = Round.objects.select_for_update().get(pk=target.round, meeting=meeting)
        except (Meeting.DoesNotExist, Round.DoesNotExist):
            return ["no_such_round"] * len(requests)
        if not is_open(round, clock.now()):
            return ["round_not_open"] * len(requests)
        return _Batch(meeting, round, requests).record()


def is_open(round: Round, moment: datetime) -> bool:
    return round.state == RoundState.OPEN and (round.closes_at is None or moment < round.closes_at)


class _Batch:
    """The requests of one transaction: read for all, judged one by one, written for all."""

    def __init__(self, meeting: Meeting, round: Round, requests: Sequence[Request]):
        self.meeting, self.round, self.requests = meeting, round, requests
        self.now = clock.now()
        self.items = set(round.items.values_list("pk", flat=True))

    def record(self) -> list[Outcome]:
        self.voters = self._read_voters()
        self.sheets = self._read_sheets()
        outcomes = [self._judge(request) for request in self.requests]
        self._write([sheet for sheet in self.sheets.values() if sheet.touched])
        return outcomes

    def _read_voters(self) -> dict[int, Voter]:
        people = {request.person for request in self.requests}
        voters = self._voters_of(people)
        late = [person for person, voter in voters.items() if voter.joins_late]
        if late:
            enrol(self.meeting, self.round, people=late)
            voters |= self._voters_of(late)
        return voters

    def _voters_of(self, people) -> dict[int, Voter]:
        return voters_of(
            meeting_id=self.meeting.pk, area_id=self.meeting.area_id, round_id=self.round.pk, people=people
        )

    def _read_sheets(self) -> dict[int, Sheet]:
        entries = {voter.entry for voter in self.voters.values() if voter.entry}
        sheets = {entry: Sheet(entry) for entry in entries}
        ballots = Ballot.objects.filter(entry__in=entries).values_list(
            "pk", "entry_id", "abstained", "seq", "recorded_at"
        )
        by_ballot = {}
        for pk, entry, abstained, seq, recorded_at in ballots:
            by_ballot[pk] = sheets[entry] = Sheet(entry, abstained, seq, recorded_at, ballot=pk)
        if by_ballot:
            self._read_marks(by_ballot)
        return sheets

    def _read_marks(self, by_ballot: dict[int, Sheet]) -> None:
        """Of the items that this batch speaks of; who abstains speaks of all."""
        votes = Vote.objects.filter(ballot__in=by_ballot)
        acts = [request.act for request in self.requests]
        spoken_of = {act.item for act in acts if not isinstance(act, protocol.BallotAbstain)}
        if not any(isinstance(act, protocol.BallotAbstain) for act in acts):
            votes = votes.filter(item__in=self.items & spoken_of)
        rows = votes.values_list("ballot_id", "item_id", *VOTE_COLUMNS)
        for ballot, item, value, impact, passed, seq, recorded_at in rows:
            by_ballot[ballot].marks[item] = Mark(Content(value, impact, passed), seq, recorded_at)

    def _judge(self, request: Request) -> Outcome:
        voter, act = self.voters[request.person], request.act
        if refused := self._refusal(voter, act):
            return refused
        sheet = self.sheets[cast(int, voter.entry)]  # who is entitled is on the roll
        seq = None if act.seq is protocol.UNSET else act.seq
        if isinstance(act, protocol.BallotAbstain):
            superseded = sheet.abstain(self.items, seq, self.now)
            return self._ballot_recorded(act, sheet, superseded)
        mark, superseded = sheet.put(act.item, self._content(act), seq, self.now)
        return self._vote_recorded(act, mark, superseded)

    def _refusal(self, voter: Voter, act: protocol.BallotAct) -> Code | None:
        if not voter.is_entitled:
            return "not_entitled"
        if not voter.present:
            return "not_present"
        if act.seat is not protocol.UNSET and act.seat not in [place.seat for place in voter.seats]:
            return "not_your_seat"
        if not isinstance(act, protocol.BallotAbstain) and act.item not in self.items:
            return "no_such_item"
        return None if _in_range(act) else "bad_value"

    def _content(self, act: protocol.ItemAct) -> Content:
        if isinstance(act, protocol.VotePass):
            return Content(passed=True)
        if isinstance(act, protocol.VoteClear):
            return CLEARED
        asked = self.round.impact and isinstance(act.impact, int)
        return Content(act.value, cast(int, act.impact) if asked else None)

    def _vote_recorded(self, act: protocol.ItemAct, mark: Mark, superseded: bool) -> VoteRecorded:
        return VoteRecorded(
            act.echo, self.round.pk, act.item, *mark.content, mark.seq, mark.recorded_at, superseded=superseded
        )

    def _ballot_recorded(self, act: protocol.BallotAct, sheet: Sheet, superseded: bool) -> BallotRecorded:
        return BallotRecorded(
            act.echo, self.round.pk, sheet.abstained, sheet.seq, sheet.recorded_at or self.now, superseded=superseded
        )

    def _write(self, sheets: Sequence[Sheet]) -> None:
        if not sheets:
            return
        ballots = [(sheet.entry, sheet.abstained, sheet.seq, sheet.recorded_at) for sheet in sheets]
        upsert(Ballot, ("entry_id", "abstained", "seq", "recorded_at"), ballots, unique=("entry_id",))
        self._find_new_ballots([sheet for sheet in sheets if sheet.ballot is None])
        votes = [
            (sheet.ballot, item, *(mark := sheet.marks[item]).content, mark.seq, mark.recorded_at)
            for sheet in sheets
            for item in sheet.changed
        ]
        upsert(Vote, ("ballot_id", "item_id", *VOTE_COLUMNS), votes, unique=("ballot_id", "item_id"))
        touch(self.meeting, "tally")

    def _find_new_ballots(self, sheets: Sequence[Sheet]) -> None:
        if sheets:
            new = Ballot.objects.filter(entry__in=[sheet.entry for sheet in sheets])
            keys = dict(new.values_list("entry_id", "pk"))
            for sheet in sheets:
                sheet.ballot = keys[sheet.entry]


def _in_range(act: protocol.BallotAct) -> bool:
    if act.seq is not protocol.UNSET and not 1 <= act.seq <= SEQ_LIMIT:
        return False
    if not isinstance(act, protocol.VoteCast):
        return True
    return act.value in SCALE and (act.impact is protocol.UNSET or act.impact in SCALE)


queue = GroupCommit(write=record_acts)
