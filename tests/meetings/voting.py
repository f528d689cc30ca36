"""A meeting of EMP in session with a vote open: Alba and Bruno are here and on its roll."""

from dataclasses import dataclass, field

import pytest

from meetings.actions.ballots import Request, Target, cast_ballot, record_acts
from meetings.actions.rounds import open_round
from meetings.enums import ResultVisibility
from meetings.models import Attendance, Meeting, Round, Vote
from meetings.protocol import BallotAbstain, VoteCast, VoteClear, VotePass
from tests.cast import Cast
from tests.factories import EntityFactory, MandateFactory, PersonFactory
from tests.needs.factories import NeedFactory

from .factories import AttendanceFactory, MeetingFactory, RoundFactory


@dataclass
class Voting:
    cast: Cast
    meeting: Meeting
    round: Round
    items: list[int] = field(default_factory=list)

    def cast_vote(self, item: int = 0, value: int = 3, **more) -> VoteCast:
        return VoteCast(round=self.round.pk, item=self.items[item], value=value, **more)

    def pass_on(self, item: int = 0, **more) -> VotePass:
        return VotePass(round=self.round.pk, item=self.items[item], **more)

    def clear(self, item: int = 0, **more) -> VoteClear:
        return VoteClear(round=self.round.pk, item=self.items[item], **more)

    def abstain(self, **more) -> BallotAbstain:
        return BallotAbstain(round=self.round.pk, **more)

    def does(self, person, *acts):
        """What came of each act of one person."""
        return cast_ballot(self.round, actor=person, acts=acts)

    def together(self, *requests):
        """What came of acts of several people that arrive in one batch: (person, act)."""
        batch = [Request(person.pk, act) for person, act in requests]
        return record_acts(Target(self.meeting.pk, self.round.pk), batch)

    def newcomer(self, *, present: bool = True, entity=None):
        """Somebody more of the area, whose mandate was given after the opening."""
        person, entity = PersonFactory(), entity or EntityFactory()
        seat = entity.seats.filter(area=self.cast.emp).first()
        place = {"seat": seat} if seat else {"seat__entity": entity, "seat__area": self.cast.emp}
        MandateFactory(person=person, **place)
        if present:
            AttendanceFactory(meeting=self.meeting, person=person, entity=entity)
        return person

    def leaves(self, person) -> None:
        Attendance.objects.filter(meeting=self.meeting, person=person).update(left_at=self.meeting.starts_at)

    def stored(self, person) -> dict[int, tuple]:
        """Her votes as the database has them: item to (value, impact, passed, seq)."""
        votes = Vote.objects.filter(ballot__entry__person=person, ballot__entry__round=self.round)
        rows = votes.values_list("item_id", "value", "impact", "passed", "seq")
        return {self.items.index(item): tuple(rest) for item, *rest in rows}


def start_voting(cast: Cast, *, needs: int = 3, visibility=ResultVisibility.LIVE, impact: bool = True) -> Voting:
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    AttendanceFactory(meeting=meeting, person=cast.alba, entity=cast.social_services)
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=cast.entity)
    prepared = RoundFactory(
        meeting=meeting,
        visibility=visibility,
        impact=impact,
        created_by=cast.alba,
        needs=[NeedFactory(area=cast.emp, entity=cast.entity, author=cast.bruno) for _ in range(needs)],
    )
    round = open_round(prepared, actor=cast.alba)
    meeting.refresh_from_db()
    return Voting(cast, meeting, round, list(round.items.values_list("pk", flat=True)))


@pytest.fixture
def voting(cast) -> Voting:
    return start_voting(cast)
