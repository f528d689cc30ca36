from datetime import date
from decimal import Decimal

import pytest

from proposals import actions
from proposals.models import Milestone, Proposal
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError
from tests.factories import SeatFactory

from .factories import MilestoneFactory
from .refusals import outcome_of

DUE = date(2026, 5, 1)
YESTERDAY = date(2026, 2, 9)


def people(cast) -> dict:
    return {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}


def outcomes(cast, call) -> dict[str, str]:
    return {name: outcome_of(lambda person=person: call(person)) for name, person in people(cast).items()}


def test_who_plans_a_milestone_for_whom(cast, make):
    proposal = make("agreed", partners=[cast.social_services])

    def plan_for(entity):
        return outcomes(
            cast,
            lambda person: actions.add_milestone(proposal, title="A van", responsible=entity, due=DUE, actor=person),
        )

    refused = dict.fromkeys(("carla", "observer"), "not_your_entity")
    assert plan_for(cast.entity) == {"alba": "ok", "bruno": "ok", "coordination": "ok", **refused}
    assert plan_for(cast.social_services) == {
        "alba": "ok",
        "bruno": "not_your_entity",
        "coordination": "ok",
        **refused,
    }


def test_milestone_is_of_an_entity_of_the_proposal(cast, make):
    stranger = SeatFactory(area=cast.emp).entity

    with pytest.raises(DomainError) as refused:
        actions.add_milestone(make("agreed"), title="A van", responsible=stranger, due=DUE, actor=cast.alba)

    assert (refused.value.code, refused.value.field) == ("entity_not_in_proposal", "responsible")


def test_who_ticks_a_milestone(cast, make):
    def tick(person):
        actions.tick_milestone(MilestoneFactory(proposal=make("in_progress")), actor=person)

    assert outcomes(cast, tick) == {
        "alba": "ok",
        "bruno": "ok",
        "carla": "not_your_entity",
        "observer": "not_your_entity",
        "coordination": "ok",
    }


def test_ticked_twice_keeps_its_first_day_and_can_be_unticked(cast, make):
    milestone = MilestoneFactory(proposal=make("in_progress"))

    actions.tick_milestone(milestone, actor=cast.bruno, on=YESTERDAY)
    actions.tick_milestone(milestone, actor=cast.alba)
    milestone.refresh_from_db()
    ticked = (milestone.done_on, milestone.done_by)
    actions.untick_milestone(milestone, actor=cast.bruno)
    milestone.refresh_from_db()

    assert (ticked, milestone.done_on, milestone.done_by) == ((YESTERDAY, cast.bruno), None, None)


def test_progress_is_the_milestones_ticked(cast, make):
    proposal = make("in_progress")
    MilestoneFactory(proposal=proposal, done_on=YESTERDAY)
    MilestoneFactory.create_batch(2, proposal=proposal)
    make("proposed")

    rows = Proposal.objects.with_progress().order_by("pk").values_list("milestones_done", "milestone_count")

    assert list(rows) == [(1, 3), (0, 0)]


def test_states_in_which_the_plan_and_the_follow_up_move(cast, make):
    def moves(state):
        proposal = make(state)
        milestone = MilestoneFactory(proposal=proposal)
        add = {"title": "A van", "responsible": cast.entity, "due": DUE, "actor": cast.alba}
        return (
            outcome_of(lambda: actions.add_milestone(proposal, **add)),
            outcome_of(lambda: actions.tick_milestone(milestone, actor=cast.alba)),
            outcome_of(lambda: actions.add_update(proposal, text="Well", actor=cast.alba)),
            outcome_of(lambda: actions.add_reading(proposal, value=Decimal(3), actor=cast.alba)),
            outcome_of(lambda: actions.set_indicator(proposal, target=Decimal(9), actor=cast.alba)),
        )

    assert moves("draft") == ("ok", "still_draft", "still_draft", "still_draft", "ok")
    assert moves("proposed") == moves("in_progress") == moves("done") == ("ok",) * 5
    assert moves("evaluated") == moves("rejected") == ("finished",) * 5


def test_removed_milestone_is_gone_unless_it_was_done(cast, make):
    open_, done = (MilestoneFactory(proposal=make("agreed"), done_on=day) for day in (None, YESTERDAY))

    answers = [outcome_of(lambda m=m: actions.remove_milestone(m, actor=cast.alba)) for m in (open_, done)]

    assert (answers, list(Milestone.objects.all())) == (["ok", "milestone_done"], [done])
    assert outcome_of(lambda: actions.tick_milestone(open_, actor=cast.alba)) == "milestone_removed"


def test_who_tells_how_it_goes_and_for_whom(cast, make):
    proposal = make("in_progress", partners=[cast.social_services])

    def tell_for(entity):
        return outcomes(cast, lambda person: actions.add_update(proposal, text="Well", entity=entity, actor=person))

    refused = dict.fromkeys(("carla", "observer"), "not_your_entity")
    not_hers = "not_your_entity"
    assert tell_for(cast.entity) == {"alba": not_hers, "bruno": "ok", "coordination": not_hers, **refused}
    assert tell_for(cast.social_services) == {"alba": "ok", "bruno": not_hers, "coordination": not_hers, **refused}
    assert tell_for(None) == {"alba": "ok", "bruno": "entity_needed", "coordination": "ok", **refused}


def test_update_says_what_blocks_and_who_can_unblock(cast, make):
    update = actions.add_update(
        make("in_progress"),
        text=" Slowly ",
        entity=cast.entity,
        blocked_by="The report is missing",
        can_unblock=cast.social_services,
        actor=cast.bruno,
    )

    update.refresh_from_db()
    assert (update.text, update.entity, update.author, update.blocked_by, update.can_unblock, update.at) == (
        "Slowly",
        cast.entity,
        cast.bruno,
        "The report is missing",
        cast.social_services,
        clock.now(),
    )


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 2, 11), "reading_in_future"), (date(1999, 12, 31), "reading_too_old")]
)
def test_reading_of_a_day_to_come_or_before_any_network_is_refused(cast, make, day, code):
    with pytest.raises(DomainError) as refused:
        actions.add_reading(make("in_progress"), value=Decimal(3), on=day, actor=cast.bruno)

    assert (refused.value.code, refused.value.field) == (code, "on")


def test_the_same_milestone_or_reading_sent_twice_is_one(cast, make):
    proposal = make("in_progress")

    for title in ("A van", " A van ", "A bus"):
        actions.add_milestone(proposal, title=title, responsible=cast.entity, due=DUE, actor=cast.bruno)
    for value, note in (("66.5", ""), ("66.50", ""), ("66.5", "First course"), ("67", "")):
        actions.add_reading(proposal, value=Decimal(value), note=note, actor=cast.bruno)

    assert sorted(proposal.milestones.values_list("title", flat=True)) == ["A bus", "A van"]
    assert sorted(proposal.indicator.readings.values_list("value", "note")) == [
        (Decimal("66.5"), ""),
        (Decimal("66.5"), "First course"),
        (Decimal(67), ""),
    ]


def test_reading_makes_the_indicator_that_was_missing(cast, make):
    proposal = make("in_progress")

    actions.add_reading(proposal, value=Decimal("66.5"), note="First course", actor=cast.bruno)
    actions.set_indicator(proposal, baseline=Decimal(58), target=Decimal(80), unit=" % ", actor=cast.alba)

    proposal.indicator.refresh_from_db()
    readings = proposal.indicator.readings.values_list("on", "value", "note", "author")
    assert list(readings) == [(clock.today(), Decimal("66.50"), "First course", cast.bruno.pk)]
    assert (proposal.indicator.baseline, proposal.indicator.target, proposal.indicator.unit) == (58, 80, "%")
