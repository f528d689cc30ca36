"""What others tell of proposals: the trail of a need, the minutes of a meeting."""

from datetime import date

import pytest
from django.utils import translation

from meetings.contributions import minutes_sections
from needs.models import Need
from needs.trail import trail_of
from proposals import actions
from proposals.models import Proposal
from tests.meetings.factories import MeetingFactory
from tests.needs.factories import NeedFactory


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(need: Need, person) -> list[tuple]:
    seen = Need.objects.visible_to(person).get(pk=need.pk)
    return [
        (station.kind, station.title, station.detail, station.state)
        for station in trail_of(seen, person)
        if station.kind.startswith(("proposal", "in_action"))
    ]


def test_trail_tells_proposed_agreed_and_what_is_planned(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("draft", title="A van", needs=[need], deadline=date(2026, 6, 30))
    reference = proposal.reference
    before = told(need, cast.bruno)

    actions.propose(proposal, actor=cast.alba)
    actions.answer_commitment(proposal.commitments.get(), answer="accept", actor=cast.bruno)

    assert before == [
        ("in_action", "In action", "When an entity takes on an action proposal about it.", "future"),
    ]
    assert told(need, cast.bruno) == [
        ("proposal_proposed", "Action proposal: A van", reference, "done"),
        ("in_action", "Agreed: Cruz Roja takes it on", reference, "current"),
        ("proposal_planned", "Done", "By 30 June 2026", "future"),
    ]


def test_trail_tells_what_failed_with_its_reason_and_not_the_pauses(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("proposed", title="A van", needs=[need])

    actions.hold(proposal, actor=cast.alba)
    actions.resume(proposal, actor=cast.alba)
    actions.reject(proposal, actor=cast.alba, reason="No money")

    assert [station[:3] for station in told(need, cast.bruno)][:2] == [
        ("proposal_proposed", "Action proposal: A van", proposal.reference),
        ("proposal_rejected", "The proposal does not go ahead", f"{proposal.reference} · No money"),
    ]


def test_trail_tells_what_was_given_up_while_it_was_paused(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("proposed", title="A van", needs=[need])

    actions.hold(proposal, actor=cast.alba)
    actions.reject(proposal, actor=cast.alba, reason="No money")

    assert (
        "proposal_rejected",
        "The proposal does not go ahead",
        f"{proposal.reference} · No money",
        "current",
    ) in told(need, cast.bruno)


def test_trail_tells_what_was_agreed_while_it_was_paused(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("proposed", title="A van", needs=[need])

    actions.hold(proposal, actor=cast.alba)
    actions.answer_commitment(proposal.commitments.get(), answer="accept", actor=cast.bruno)
    actions.resume(proposal, actor=cast.alba)

    assert ("in_action", "Agreed: Cruz Roja takes it on", proposal.reference, "current") in told(need, cast.bruno)


def test_trail_waits_again_for_an_agreement_that_ended(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("proposed", title="A van", needs=[need])
    commitment = proposal.commitments.get()

    actions.answer_commitment(commitment, answer="accept", actor=cast.bruno)
    actions.answer_commitment(commitment, answer="decline", note="No driver", actor=cast.bruno)

    waiting = ("in_action", "In action", "When an entity takes on an action proposal about it.", "future")
    assert waiting in told(need, cast.bruno)


def test_trail_tells_nothing_to_who_does_not_read_the_area(cast, make):
    need = NeedFactory(area=cast.emp)
    make("agreed", needs=[need])

    assert ("proposal_agreed" in str(told(need, cast.carla)), "Agreed" in str(told(need, cast.bruno))) == (False, True)


def minutes_of(meeting) -> list[dict]:
    return next(section for section in minutes_sections() if section.key == "proposals").build(meeting)


def test_minutes_say_what_was_proposed_who_leads_and_by_when(cast, make):
    meeting = MeetingFactory(area=cast.emp)
    public, private = NeedFactory(area=cast.emp, visibility="public"), NeedFactory(area=cast.emp)
    make("draft", reference="EMP-P-1", title="A van", meeting=meeting, needs=[public], partners=[cast.social_services])
    make("draft", reference="EMP-P-2", title="A car", meeting=meeting, needs=[public, private], deadline=None)
    make("draft", title="Of another meeting")

    urls = [proposal.get_absolute_url() for proposal in Proposal.objects.order_by("reference")[:2]]
    assert minutes_of(meeting) == [
        {
            "text": "EMP-P-1. A van",
            "note": "Lead entity: Cruz Roja. With: Servicios Sociales. By: 30 June 2026.",
            "url": urls[0],
            "public": True,
        },
        {"text": "EMP-P-2. A car", "note": "Lead entity: Cruz Roja.", "url": urls[1], "public": False},
    ]
