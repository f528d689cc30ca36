"""Voting: who may, what is recorded, what is answered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.actions.ballots import Request, Target, cast_ballot, record_acts
from meetings.actions.rounds import close_round, void_round
from meetings.enums import AttendanceStatus
from meetings.events import BallotRecorded, VoteRecorded
from meetings.models import Attendance, Ballot, RollEntry, Vote
from meetings.results import count_turnout, results_of
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.network import actions as network
from red_inclusion.network.enums import MandateKind
from tests.factories import MandateFactory

from .factories import EVENING, AttendanceFactory, RoundFactory
from .voting import start_voting
from .voting import voting as voting


def codes(outcomes) -> list[str]:
    return [outcome if isinstance(outcome, str) else "recorded" for outcome in outcomes]


# What is answered


def test_a_vote_is_answered_with_what_is_stored(cast, voting):
    with clock.set_to(EVENING):
        answers = voting.does(
            cast.bruno,
            voting.cast_vote(0, 4, impact=3, seq=1, id="c1"),
            voting.pass_on(1, seq=2, id="c2"),
            voting.clear(0, seq=3, id="c3"),
            voting.cast_vote(2, 0),
        )

    first, second, third = voting.items
    round = voting.round.pk
    assert answers == [
        VoteRecorded("c1", round, first, 4, 3, False, 1, EVENING),
        VoteRecorded("c2", round, second, None, None, True, 2, EVENING),
        VoteRecorded("c3", round, first, None, None, False, 3, EVENING),
        VoteRecorded(None, round, third, 0, None, False, 4, EVENING),
    ]
    assert voting.stored(cast.bruno) == {
        0: (None, None, False, 3),
        1: (None, None, True, 2),
        2: (0, None, False, 4),
    }


def test_a_later_vote_replaces_value_and_impact_together(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 4, impact=3))
    voting.does(cast.bruno, voting.cast_vote(0, 2))

    assert voting.stored(cast.bruno) == {0: (2, None, False, 2)}


def test_impact_that_is_not_asked_for_is_not_kept(cast):
    voting = start_voting(cast, impact=False)

    [answer] = voting.does(cast.bruno, voting.cast_vote(0, 4, impact=3))

    assert (answer.value, answer.impact, voting.stored(cast.bruno)) == (4, None, {0: (4, None, False, 1)})


def test_an_older_tap_is_answered_with_what_stands(cast, voting):
    with clock.set_to(EVENING):
        voting.does(cast.bruno, voting.cast_vote(0, 4, seq=5))
    with clock.set_to(EVENING + timedelta(minutes=1)):
        older, other, same = voting.does(
            cast.bruno,
            voting.cast_vote(0, 1, seq=4, id="older"),
            voting.cast_vote(0, 1, seq=5, id="other"),
            voting.cast_vote(0, 4, seq=5, id="same"),
        )

    stands = (voting.round.pk, voting.items[0], 4, None, False, 5, EVENING)
    assert (older, other, same) == (
        VoteRecorded("older", *stands, superseded=True),
        VoteRecorded("other", *stands, superseded=True),
        VoteRecorded("same", *stands),
    )


def test_abstaining_empties_the_ballot_and_a_later_vote_ends_it(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 4, seq=1))
    with clock.set_to(EVENING):
        [abstained] = voting.does(cast.bruno, voting.abstain(seq=2, id="a"))
    during = (voting.stored(cast.bruno), Ballot.objects.get().abstained)
    [late] = voting.does(cast.bruno, voting.cast_vote(1, 3, seq=1))
    voting.does(cast.bruno, voting.cast_vote(1, 3, seq=3))

    assert abstained == BallotRecorded("a", voting.round.pk, True, 2, EVENING)
    assert during == (dict.fromkeys(range(3), (None, None, False, 2)), True)
    assert (late.superseded, late.value, late.seq) == (True, None, 2)
    assert (voting.stored(cast.bruno)[1], Ballot.objects.get().abstained) == ((3, None, False, 3), False)


def test_an_older_abstention_is_answered_with_the_ballot_that_stands(cast, voting):
    with clock.set_to(EVENING):
        voting.does(cast.bruno, voting.cast_vote(0, 4, seq=5))

    [answer] = voting.does(cast.bruno, voting.abstain(seq=4, id="a"))

    assert answer == BallotRecorded("a", voting.round.pk, False, 5, EVENING, superseded=True)


# Who may


def test_who_may_vote(cast, voting):
    """The whole of the cast, and what each is told."""
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "observer", "carla", "coordination")}
    people["late"] = voting.newcomer()
    people["late and away"] = voting.newcomer(present=False)
    AttendanceFactory(meeting=voting.meeting, person=cast.observer, entity=cast.entity)

    told = {name: codes(voting.does(person, voting.cast_vote()))[0] for name, person in people.items()}

    assert told == {
        "alba": "recorded",
        "bruno": "recorded",
        "observer": "not_entitled",
        "carla": "not_entitled",
        "coordination": "not_entitled",
        "late": "recorded",
        "late and away": "not_present",
    }


@pytest.mark.parametrize(
    ("status", "left", "outcome"),
    [
        (AttendanceStatus.PRESENT, False, "recorded"),
        (AttendanceStatus.GUEST, False, "recorded"),
        (AttendanceStatus.PRESENT, True, "not_present"),
        (AttendanceStatus.EXCUSED, False, "not_present"),
        (AttendanceStatus.ABSENT, False, "not_present"),
        ("", False, "not_present"),
    ],
)
def test_only_who_is_here_votes(cast, voting, status, left, outcome):
    Attendance.objects.filter(person=cast.bruno).update(status=status)
    if left:
        voting.leaves(cast.bruno)

    assert codes(voting.does(cast.bruno, voting.cast_vote())) == [outcome]


def test_a_recorded_departure_leaves_the_ballot_cast(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 4))

    voting.leaves(cast.bruno)

    assert codes(voting.does(cast.bruno, voting.clear(0))) == ["not_present"]
    assert results_of(voting.round)[0].n == 1


def test_a_mandate_that_ended_votes_no_more_although_on_the_roll(cast, voting):
    network.end_mandate(cast.bruno.mandates.get(), actor=SYSTEM)

    assert codes(voting.does(cast.bruno, voting.cast_vote())) == ["not_entitled"]


def test_an_account_that_is_off_votes_no_more(cast, voting):
    type(cast.bruno).objects.filter(pk=cast.bruno.pk).update(is_active=False)

    assert codes(voting.does(cast.bruno, voting.cast_vote())) == ["not_entitled"]


def test_a_member_who_becomes_observer_votes_no_more(cast, voting):
    cast.bruno.mandates.update(kind=MandateKind.OBSERVER)

    assert codes(voting.does(cast.bruno, voting.cast_vote())) == ["not_entitled"]


def test_the_seat_may_be_said_and_must_be_hers(cast, voting):
    other = cast.alba.mandates.get().seat
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp).seat

    acts = [voting.cast_vote(seat=seat) for seat in (cast.seat.pk, other.pk, second.pk, 2**80, -1)]

    assert codes(voting.does(cast.bruno, *acts)) == ["recorded", *["not_your_seat"] * 4]


# What cannot be


def test_values_off_the_scale(cast, voting):
    far = 2**70
    acts = [
        *(voting.cast_vote(0, value) for value in (-1, 5, far)),
        *(voting.cast_vote(0, 3, impact=impact) for impact in (-1, 5, far)),
        *(voting.cast_vote(0, 3, seq=seq) for seq in (0, -1, 2**53, far)),
        voting.abstain(seq=0),
        voting.pass_on(seq=-7),
        voting.clear(seq=2**53),
    ]

    assert codes(voting.does(cast.bruno, *acts)) == ["bad_value"] * len(acts)
    assert voting.stored(cast.bruno) == {}


def test_items_and_rounds_that_are_not_there(cast, voting):
    elsewhere = RoundFactory(needs=[voting.round.items.first().need], open=True)
    item = elsewhere.items.get().pk
    target = Target(voting.meeting.pk, elsewhere.pk)

    foreign_item = voting.cast_vote()
    outcomes = [
        *record_acts(target, [Request(cast.bruno.pk, foreign_item)]),
        *(
            record_acts(Target(voting.meeting.pk, pk), [Request(cast.bruno.pk, foreign_item)])[0]
            for pk in (0, -1, 2**63, 999)
        ),
        *record_acts(Target(999, voting.round.pk), [Request(cast.bruno.pk, foreign_item)]),
        *voting.does(cast.bruno, type(foreign_item)(round=voting.round.pk, item=item, value=1)),
        *voting.does(cast.bruno, type(foreign_item)(round=voting.round.pk, item=2**80, value=1)),
    ]

    assert outcomes == [*["no_such_round"] * 6, "no_such_item", "no_such_item"]


@pytest.mark.parametrize("state", ["draft", "closed", "published", "void"])
def test_a_round_that_is_not_open(cast, voting, state):
    type(voting.round).objects.filter(pk=voting.round.pk).update(state=state)

    assert voting.does(cast.bruno, voting.cast_vote()) == ["round_not_open"]


def test_closes_at_is_judged_by_the_servers_clock(cast, voting):
    type(voting.round).objects.filter(pk=voting.round.pk).update(closes_at=EVENING)

    with clock.set_to(EVENING - timedelta(microseconds=1)):
        before = voting.does(cast.bruno, voting.cast_vote())
    with clock.set_to(EVENING):
        at = voting.does(cast.bruno, voting.cast_vote())

    assert (codes(before), codes(at)) == (["recorded"], ["round_not_open"])


def test_nothing_is_recorded_after_the_close_or_void(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 4))
    close_round(voting.round, actor=cast.alba)
    closed = voting.does(cast.bruno, voting.cast_vote(0, 1))
    void_round(voting.round, actor=cast.alba, reason="Wrong list")
    void = voting.does(cast.bruno, voting.cast_vote(0, 1))

    assert (closed, void) == (["round_not_open"], ["round_not_open"])
    assert voting.stored(cast.bruno) == {0: (4, None, False, 1)}


# Batches


def test_a_bad_vote_does_not_fail_the_others_of_its_batch(cast, voting):
    outcomes = voting.together(
        (cast.alba, voting.cast_vote(0, 4)),
        (cast.carla, voting.cast_vote(0, 4)),
        (cast.bruno, voting.cast_vote(0, 9)),
        (cast.bruno, voting.cast_vote(1, 2)),
    )

    assert codes(outcomes) == ["recorded", "not_entitled", "bad_value", "recorded"]
    assert (voting.stored(cast.alba), voting.stored(cast.bruno)) == ({0: (4, None, False, 1)}, {1: (2, None, False, 1)})


def test_several_taps_of_one_person_in_a_batch_are_judged_in_their_order(cast, voting):
    outcomes = voting.together(
        (cast.bruno, voting.cast_vote(0, 1, seq=1)),
        (cast.bruno, voting.cast_vote(0, 2, seq=2)),
        (cast.bruno, voting.cast_vote(0, 1, seq=1)),
        (cast.bruno, voting.clear(0, seq=3)),
        (cast.bruno, voting.cast_vote(1, 3)),
    )

    assert [(answer.value, answer.seq, answer.superseded) for answer in outcomes] == [
        (1, 1, False),
        (2, 2, False),
        (2, 2, True),
        (None, 3, False),
        (3, 4, False),
    ]
    assert voting.stored(cast.bruno) == {0: (None, None, False, 3), 1: (3, None, False, 4)}


def test_a_batch_takes_as_many_queries_for_three_as_for_thirty(cast, voting):
    people = [voting.newcomer() for _ in range(33)]
    voting.together(*((person, voting.cast_vote(0, 1)) for person in people))

    def queries(crowd) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            voting.together(*((person, voting.cast_vote(1, 4)) for person in crowd))
        return len(captured)

    assert queries(people[:3]) == queries(people[3:]) <= 14


def test_a_batch_raises_the_revision_once_and_only_if_it_writes(cast, voting):
    before = voting.meeting.tally_revision

    voting.together(*((person, voting.cast_vote()) for person in (cast.alba, cast.bruno)))
    voting.meeting.refresh_from_db()
    written = voting.meeting.tally_revision
    voting.together((cast.carla, voting.cast_vote()))
    voting.meeting.refresh_from_db()

    assert (written, voting.meeting.revision) == (before + 1, before + 1)


# What is counted


def test_four_different_silences(cast, voting):
    """Absent, not voted, abstained, passed: four values, never mixed."""
    away, silent = voting.newcomer(present=False), voting.newcomer()
    voting.does(cast.alba, voting.abstain())
    voting.does(cast.bruno, voting.pass_on(0))
    voting.does(away, voting.cast_vote())
    voting.does(silent, voting.cast_vote(0, 3), voting.clear(0))

    turnout, first = count_turnout(voting.round), results_of(voting.round)[0]

    assert (turnout.entitled, turnout.present, turnout.cast) == (4, 3, 2)
    assert (first.n, first.passed) == (0, 1)


def test_roll_ballots_and_votes_stay_one_each(cast, voting):
    for value in (1, 2, 3):
        voting.does(cast.bruno, voting.cast_vote(0, value), voting.cast_vote(1, value))

    assert RollEntry.objects.filter(person=cast.bruno).count() == 1
    assert Ballot.objects.filter(entry__person=cast.bruno).count() == 1
    assert Vote.objects.filter(ballot__entry__person=cast.bruno).count() == 2


def test_voting_without_anything_to_say_says_nothing(cast, voting):
    assert cast_ballot(voting.round, actor=cast.bruno, acts=[]) == []
