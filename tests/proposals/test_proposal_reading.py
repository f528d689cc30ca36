"""What is late, what is owed, who reads."""

from datetime import date, timedelta

from proposals.enums import ProposalState
from proposals.models import Commitment, Milestone, Proposal, StateChange, Update
from red_inclusion.core import clock
from red_inclusion.network.models import Seat

from .factories import MilestoneFactory

TODAY = date(2026, 2, 10)
YESTERDAY = TODAY - timedelta(days=1)


def test_who_reads_a_proposal(cast, make):
    proposal = make("draft")
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination", "dani")}

    readers = {name for name, person in people.items() if proposal in Proposal.objects.visible_to(person)}

    assert readers == {"alba", "bruno", "observer", "coordination"}


def test_commitments_and_milestones_are_read_with_their_proposal(cast, make):
    milestone = MilestoneFactory(proposal=make("draft"))
    people = {name: getattr(cast, name) for name in ("bruno", "carla", "coordination")}

    seen = {
        name: (Commitment.objects.visible_to(person).count(), milestone in Milestone.objects.visible_to(person))
        for name, person in people.items()
    }

    assert seen == {"bruno": (1, True), "carla": (0, False), "coordination": (1, True)}


def test_states_in_which_a_deadline_that_passed_counts(cast, make):
    for state in ProposalState.values:
        make(state, deadline=YESTERDAY)
    make("in_progress", deadline=TODAY)
    make("in_progress", deadline=None)

    late = Proposal.objects.overdue()

    assert sorted(late.values_list("state", flat=True)) == ["agreed", "in_progress", "proposed"]
    assert {proposal.pk for proposal in Proposal.objects.all() if proposal.is_overdue} == {p.pk for p in late}


def test_milestone_is_late_while_its_proposal_runs(cast, make):
    for state in ProposalState.values:
        MilestoneFactory(proposal=make(state), due=YESTERDAY)
    running = make("in_progress")
    MilestoneFactory(proposal=running, due=TODAY)
    MilestoneFactory(proposal=running, due=YESTERDAY, done_on=TODAY)

    assert sorted(Milestone.objects.overdue().values_list("proposal__state", flat=True)) == ["agreed", "in_progress"]


def test_entities_owe_answers_late_milestones_and_news(cast, make):
    """One proposal for each debt of Bruno's entity, and as many that owe nothing."""
    partner = {"lead_entity": cast.social_services, "partners": [cast.entity]}
    asked = make("proposed", **partner)
    make("draft", **partner)
    late = make("in_progress", lead_entity=cast.social_services)
    MilestoneFactory(proposal=late, responsible=cast.entity, due=YESTERDAY)
    silent = make("in_progress")
    told_by_update, told_by_state, of_another = make("agreed"), make("agreed"), make("in_progress", **partner)
    of_another.commitments.update(state="accepted")
    long_ago = clock.now() - timedelta(days=61)
    StateChange.objects.exclude(proposal__in=[told_by_state, late]).update(at=long_ago)
    Update.objects.create(proposal=told_by_update, author=cast.bruno, at=clock.now(), text="Well")

    assert set(Proposal.objects.owed_by([cast.entity.pk])) == {asked, late, silent}
    assert set(Proposal.objects.without_news()) == {silent, of_another}
    assert [c.proposal for c in Commitment.objects.owed_by([cast.entity.pk])] == [asked]
    assert [m.proposal for m in Milestone.objects.owed_by([cast.entity.pk])] == [late]
    assert list(Proposal.objects.owed_by([])) == []


def test_entity_takes_part_in_what_it_leads_and_in_what_it_joins(cast, make):
    led, joined = make("draft"), make("draft", lead_entity=cast.social_services, partners=[cast.entity])
    make("draft", lead_entity=cast.social_services)

    assert set(Proposal.objects.of_entity(cast.entity.pk)) == {led, joined}


def test_nearest_deadline_comes_first_and_no_deadline_last(cast, make):
    never, late, soon = make("draft", deadline=None), make("draft", deadline=TODAY), make("draft", deadline=YESTERDAY)

    assert list(Proposal.objects.by_deadline()) == [soon, late, never]


def test_who_lost_her_mandate_reads_no_more(cast, make):
    make("draft")
    Seat.objects.filter(pk=cast.seat.pk).update(until=YESTERDAY)

    assert list(Proposal.objects.visible_to(cast.bruno)) == []
