"""Two people at once, on either database: the locks decide, and nobody waits for ever."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from proposals import actions
from proposals.models import Proposal
from red_inclusion.core import clock
from tests.needs.factories import NeedFactory

from .conftest import FEBRUARY
from .refusals import outcome_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[str]:
    """Start all at the same moment; the outcome of each, in order."""
    start = threading.Barrier(len(calls))
    outcomes = ["hung"] * len(calls)

    def run(index, call):
        with clock.set_to(FEBRUARY):
            start.wait()
            outcomes[index] = outcome_of(call)
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_form_sent_twice_at_once_makes_one_proposal(cast):
    need, form = NeedFactory(area=cast.emp), uuid4()

    def send():
        actions.create_proposal(
            cast.emp, actor=cast.bruno, title="A bus", lead_entity=cast.entity, needs=[need], submission=form
        )

    assert (at_once(*[send] * 4), Proposal.objects.count()) == (["ok"] * 4, 1)


def test_references_given_at_once_differ(cast):
    need = NeedFactory(area=cast.emp)

    def send():
        actions.create_proposal(cast.emp, actor=cast.bruno, title="A bus", lead_entity=cast.entity, needs=[need])

    at_once(*[send] * 4)

    references = sorted(Proposal.objects.values_list("reference", flat=True))
    assert references == [f"EMP-P-2026-00{number}" for number in range(1, 5)]


def test_two_proposals_of_one_need_that_fail_at_once_let_it_go(cast, make):
    need = NeedFactory(area=cast.emp, state="in_action")
    first, second = make("agreed", needs=[need]), make("in_progress", needs=[need])

    outcomes = at_once(
        lambda: actions.reject(first, actor=cast.alba, reason="No money"),
        lambda: actions.reject(second, actor=cast.alba, reason="No staff"),
    )

    need.refresh_from_db()
    assert (outcomes, need.state) == (["ok", "ok"], "detected")


def test_acceptance_against_rejection_leaves_one_story(cast, make):
    for _ in range(5):
        need = NeedFactory(area=cast.emp)
        proposal = make("proposed", needs=[need])
        commitment = proposal.commitments.get()

        accepted, rejected = at_once(
            lambda c=commitment: actions.answer_commitment(c, answer="accept", actor=cast.bruno),
            lambda p=proposal: actions.reject(p, actor=cast.alba, reason="No money"),
        )

        proposal.refresh_from_db()
        need.refresh_from_db()
        assert accepted in ("ok", "proposal_not_open")
        assert (rejected, proposal.state, need.state) == ("ok", "rejected", "detected")
