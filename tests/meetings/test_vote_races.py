"""Votes against each other and against the close, in threads with connections of their own; on both databases."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from meetings.actions.ballots import Request, Target, record_acts
from meetings.actions.rounds import close_due_rounds, close_round, open_round
from meetings.enums import RoundState
from meetings.models import Ballot, RollEntry, Round, Vote
from meetings.protocol import VoteCast
from meetings.results import count_votes, results_of
from needs.models import Priority
from red_inclusion.core import clock
from tests.needs.factories import NeedFactory

from .factories import RoundFactory
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run the jobs at the same moment, each on a connection of its own; their results in order."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(10)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def another_round(voting) -> Round:
    need = NeedFactory(area=voting.cast.emp, entity=voting.cast.entity, author=voting.cast.bruno)
    prepared = RoundFactory(meeting=voting.meeting, created_by=voting.cast.alba, visibility="live", needs=[need])
    return open_round(prepared, actor=voting.cast.alba)


def race_the_close(voting, round: Round, people) -> tuple[int, int]:
    """How many were told that their vote is recorded, and how many votes there are."""
    item = round.items.get().pk
    target = Target(voting.meeting.pk, round.pk)

    def vote(person):
        # On its own and not through the queue: each a transaction that meets the close head on.
        return lambda: record_acts(target, [Request(person.pk, VoteCast(round=round.pk, item=item, value=3))])[0]

    jobs = [*map(vote, people), lambda: close_round(round, actor=voting.cast.alba)]
    random.shuffle(jobs)
    outcomes = at_once(*jobs)
    recorded = [outcome for outcome in outcomes if not isinstance(outcome, (str, Round))]
    refused = {outcome for outcome in outcomes if isinstance(outcome, str)}
    assert refused <= {"round_not_open"}
    return len(recorded), Vote.objects.filter(item=item).count()


def race_many_times(voting, times: int) -> None:
    people = [voting.cast.alba, voting.cast.bruno, voting.newcomer()]
    close_round(voting.round, actor=voting.cast.alba)
    for _ in range(times):
        round = another_round(voting)
        told, stored = race_the_close(voting, round, people)
        round.refresh_from_db()
        assert told == stored == round.result["tally"][0]["n"]
        assert not Vote.objects.filter(item__round=round, recorded_at__gt=round.closed_at).exists()


def test_no_vote_lands_after_the_close_and_what_was_told_is_counted(voting):
    race_many_times(voting, 8)


@pytest.mark.long
def test_two_hundred_races_of_votes_against_the_close(voting):
    race_many_times(voting, 200)


def test_twenty_voters_at_once(voting):
    people = [voting.newcomer() for _ in range(20)]

    outcomes = at_once(
        *(lambda person=person, n=n: voting.does(person, voting.cast_vote(0, n % 5)) for n, person in enumerate(people))
    )

    assert [len(answers) for answers in outcomes] == [1] * 20
    assert {answers[0].superseded for answers in outcomes} == {False}
    first = results_of(voting.round)[0]
    assert (first.n, first.distribution) == (20, [4, 4, 4, 4, 4])
    assert RollEntry.objects.filter(round=voting.round).count() == Ballot.objects.count() + 2 == 22


def test_the_same_voter_in_two_tabs(voting):
    """Sixty taps, numbered by two tabs that know nothing of each other: each item keeps the highest, and one row."""
    bruno = voting.cast.bruno
    taps = [(item, value, seq) for seq in range(1, 11) for item in range(3) for value in (1, 4)]
    one, other = taps[::2], taps[1::2]

    def tab(taps):
        return lambda: [voting.does(bruno, voting.cast_vote(item, value, seq=seq))[0] for item, value, seq in taps]

    answers = at_once(tab(one), tab(other))

    stored = voting.stored(bruno)
    assert {seq for *_, seq in stored.values()} == {10}
    assert Vote.objects.filter(ballot__entry__person=bruno).count() == 3
    for item, (value, _impact, _passed, seq) in stored.items():
        kept = [a for tab in answers for a in tab if a.item == voting.items[item] and a.seq == seq and not a.superseded]
        assert {answer.value for answer in kept} == {value}


def test_a_message_sent_many_times_at_once_is_one_vote(voting):
    act = voting.cast_vote(0, 4, seq=1)

    answers = at_once(*[lambda: voting.does(voting.cast.bruno, act)[0]] * 8)

    assert len({(answer.value, answer.seq, answer.recorded_at, answer.superseded) for answer in answers}) == 1
    assert voting.stored(voting.cast.bruno) == {0: (4, None, False, 1)}


def test_two_who_close_close_once(voting):
    voting.does(voting.cast.bruno, voting.cast_vote(0, 4))
    Round.objects.filter(pk=voting.round.pk).update(closes_at=clock.now())

    at_once(close_due_rounds, close_due_rounds, close_due_rounds)

    voting.round.refresh_from_db()
    assert voting.round.state == RoundState.PUBLISHED
    assert Priority.objects.count() == 3


def test_a_late_voter_joins_the_roll_once(voting):
    late = voting.newcomer()

    answers = at_once(*[lambda: voting.does(late, voting.cast_vote(0, 2, seq=1))[0]] * 6)

    assert {answer.value for answer in answers} == {2}
    assert RollEntry.objects.filter(person=late).count() == 1


def test_figures_and_rows_agree_after_a_storm(voting):
    people = [voting.newcomer() for _ in range(6)]
    dice = random.Random(7)

    def storm(person):
        acts = [dice.choice([voting.cast_vote, voting.pass_on, voting.clear])(dice.randrange(3)) for _ in range(15)]
        return lambda: [voting.does(person, act) for act in acts]

    at_once(*map(storm, people))

    counted = {row.item: (row.n, row.passed) for row in count_votes(voting.round)}
    for place, item in enumerate(voting.items):
        marks = [voting.stored(person)[place] for person in people if place in voting.stored(person)]
        assert counted[item] == (sum(mark[0] is not None for mark in marks), sum(mark[2] for mark in marks))
