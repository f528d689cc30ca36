import pytest

from needs.models import Need
from proposals import actions
from proposals.enums import ProposalState, Step
from proposals.models import StateChange
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError
from tests.needs.factories import NeedFactory, PriorityFactory

from .refusals import outcome_of

DO = {
    Step.PROPOSE: lambda proposal, actor: actions.propose(proposal, actor=actor),
    Step.START: lambda proposal, actor: actions.start(proposal, actor=actor),
    Step.FINISH: lambda proposal, actor: actions.finish(proposal, actor=actor),
    Step.EVALUATE: lambda proposal, actor: actions.evaluate(proposal, actor=actor, reason="It worked"),
    Step.HOLD: lambda proposal, actor: actions.hold(proposal, actor=actor),
    Step.RESUME: lambda proposal, actor: actions.resume(proposal, actor=actor),
    Step.TRANSFER: lambda proposal, actor: actions.transfer(proposal, actor=actor, to="The Region"),
    Step.REJECT: lambda proposal, actor: actions.reject(proposal, actor=actor, reason="No money"),
}
# From each state, by each step: where it arrives. What is not here is refused.
ARRIVES = {
    "draft": {"propose": "proposed", "reject": "rejected"},
    "proposed": {"hold": "on_hold", "reject": "rejected"},
    "agreed": {"start": "in_progress", "hold": "on_hold", "transfer": "transferred", "reject": "rejected"},
    "in_progress": {"finish": "done", "hold": "on_hold", "transfer": "transferred", "reject": "rejected"},
    "done": {"evaluate": "evaluated"},
    "evaluated": {},
    "on_hold": {"resume": "in_progress", "reject": "rejected"},
    "transferred": {"finish": "done", "reject": "rejected"},
    "rejected": {},
}


def made_in(make, state):
    before = {"on_hold": "in_progress"}.get(state, "")
    return make(state, kind="request", state_before=before)


@pytest.mark.parametrize("state", ProposalState.values)
def test_every_step_from_every_state(cast, make, state):
    arrived = {}
    for step, do in DO.items():
        proposal = made_in(make, state)
        if outcome_of(lambda p=proposal, do=do: do(p, cast.alba)) == "ok":
            proposal.refresh_from_db()
            arrived[step.value] = proposal.state

    assert arrived == ARRIVES[state]


@pytest.mark.parametrize("step", Step)
def test_only_who_leads_the_area_or_coordinates_takes_a_step(cast, make, step):
    origin = next(state for state, steps in ARRIVES.items() if step in steps)
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}

    outcomes = {
        name: outcome_of(lambda person=person: DO[step](made_in(make, origin), person))
        for name, person in people.items()
    }

    refused = dict.fromkeys(("bruno", "carla", "observer"), "not_allowed")
    assert outcomes == {"alba": "ok", "coordination": "ok", **refused}


def test_step_is_written_in_the_history_with_its_reason(cast, make):
    proposal = make("proposed")

    actions.reject(proposal, actor=cast.alba, reason=" No money ")

    change = StateChange.objects.filter(proposal=proposal).last()
    assert (change.before, change.after, change.at, change.actor, change.reason) == (
        "proposed",
        "rejected",
        clock.now(),
        cast.alba,
        "No money",
    )


def test_reasons_that_are_due_are_asked_for_beside_their_field(cast, make):
    def refusal(call):
        with pytest.raises(DomainError) as caught:
            call()
        return caught.value.code, caught.value.field

    request = make("agreed", kind="request")
    assert refusal(lambda: actions.reject(make("proposed"), actor=cast.alba, reason=" ")) == ("reason_needed", "reason")
    assert refusal(lambda: actions.evaluate(make("done"), actor=cast.alba, reason="")) == ("reason_needed", "reason")
    assert refusal(lambda: actions.transfer(request, actor=cast.alba, to="")) == ("reason_needed", "transferred_to")


def test_only_a_request_is_transferred(cast, make):
    assert outcome_of(lambda: actions.transfer(make("agreed"), actor=cast.alba, to="The Region")) == "not_a_request"


def test_transferred_request_says_to_whom(cast, make):
    proposal = actions.transfer(make("agreed", kind="request"), actor=cast.alba, to="The Region")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.transferred_to) == ("transferred", "The Region")


def test_proposing_needs_a_deadline(cast, make):
    assert outcome_of(lambda: actions.propose(make("draft", deadline=None), actor=cast.alba)) == "deadline_needed"


def test_proposing_asks_the_entities_from_that_moment(cast, make):
    proposal = make("draft", partners=[cast.social_services])

    actions.propose(proposal, actor=cast.alba)

    assert set(proposal.commitments.values_list("state", "asked_at")) == {("pending", clock.now())}


@pytest.mark.parametrize("state", ["proposed", "agreed", "in_progress"])
def test_paused_proposal_resumes_where_it_was(cast, make, state):
    proposal = make(state)

    actions.hold(proposal, actor=cast.alba)
    actions.resume(proposal, actor=cast.alba)

    proposal.refresh_from_db()
    assert proposal.state == state


def need_state(need: Need) -> str:
    need.refresh_from_db()
    return need.state


@pytest.mark.parametrize("state", ["agreed", "in_progress"])
def test_need_goes_back_when_its_last_live_proposal_fails(cast, make, state):
    need = NeedFactory(area=cast.emp, state="in_action")
    PriorityFactory(need=need)

    actions.reject(make(state, needs=[need]), actor=cast.alba, reason="No money")

    assert need_state(need) == "prioritised"


def test_need_stays_in_action_while_another_live_proposal_is_about_it(cast, make):
    need = NeedFactory(area=cast.emp, state="in_action")
    first, second = make("agreed", needs=[need]), make("in_progress", needs=[need])

    actions.reject(first, actor=cast.alba, reason="No money")
    after_first = need_state(need)
    actions.reject(second, actor=cast.alba, reason="No money either")

    assert (after_first, need_state(need)) == ("in_action", "detected")


def test_pause_and_transfer_leave_the_need_in_action(cast, make):
    paused, transferred = (NeedFactory(area=cast.emp, state="in_action") for _ in range(2))

    actions.hold(make("agreed", needs=[paused]), actor=cast.alba)
    actions.transfer(make("agreed", kind="request", needs=[transferred]), actor=cast.alba, to="The Region")

    assert (need_state(paused), need_state(transferred)) == ("in_action", "in_action")


def test_live_proposals_are_those_agreed_and_not_failed(cast, make):
    for state in ProposalState.values:
        made_in(make, state)
    make("on_hold", state_before="proposed")

    live = type(make("draft")).objects.live().values_list("state", flat=True)

    assert sorted(live) == ["agreed", "done", "evaluated", "in_progress", "on_hold", "transferred"]


def test_need_linked_to_a_live_proposal_is_in_action_and_unlinked_is_not(cast, make):
    old, new = NeedFactory(area=cast.emp, state="in_action"), NeedFactory(area=cast.emp)
    proposal = make("agreed", needs=[old])

    actions.edit_proposal(proposal, actor=cast.alba, needs=[new])

    assert (need_state(old), need_state(new)) == ("detected", "in_action")


def test_refusal_leaves_nothing_written(cast, make):
    proposal = make("evaluated")
    lines = StateChange.objects.count()

    assert outcome_of(lambda: actions.start(proposal, actor=cast.alba)) == "wrong_state"

    proposal.refresh_from_db()
    assert (proposal.state, StateChange.objects.count()) == ("evaluated", lines)
