import pytest

from proposals import actions
from proposals.enums import CommitmentState
from proposals.models import Commitment, StateChange
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError
from tests.factories import MandateFactory, PersonFactory
from tests.needs.factories import NeedFactory

from .refusals import outcome_of

DO = {
    "accept": lambda c, who: actions.answer_commitment(c, answer="accept", actor=who),
    "amend": lambda c, who: actions.answer_commitment(c, answer="amend", actor=who, note="Only mornings"),
    "decline": lambda c, who: actions.answer_commitment(c, answer="decline", actor=who, note="No staff"),
    "take": lambda c, who: actions.accept_amendment(c, actor=who),
    "ask_again": lambda c, who: actions.ask_again(c, actor=who),
    "fulfil": lambda c, who: actions.fulfil(c, actor=who),
    "unmet": lambda c, who: actions.unmet(c, actor=who, note="The grant did not come"),
    "contest": lambda c, who: actions.contest(c, actor=who, note="I saw it"),
}
BY_ENTITY = ("accept", "amend", "decline", "fulfil", "unmet")
ARRIVES = {
    "pending": {"accept": "accepted", "amend": "amended", "decline": "declined"},
    "accepted": {"decline": "declined", "fulfil": "fulfilled", "unmet": "unmet"},
    "amended": {"take": "accepted", "ask_again": "pending"},
    "declined": {"ask_again": "pending"},
    "fulfilled": {"contest": "unmet"},
    "unmet": {"contest": "fulfilled"},
}
ORIGINS = {act: next(state for state, acts in ARRIVES.items() if act in acts) for act in DO}


def partner(make, cast, state, proposal_state="in_progress") -> Commitment:
    """Bruno's entity takes part; Alba's leads."""
    proposal = make(proposal_state, lead_entity=cast.social_services, partners=[cast.entity])
    proposal.commitments.filter(entity=cast.entity).update(state=state)
    return proposal.commitments.get(entity=cast.entity)


@pytest.mark.parametrize("state", CommitmentState.values)
def test_every_act_from_every_state(cast, make, state):
    arrived = {}
    for act, do in DO.items():
        commitment = partner(make, cast, state)
        actor = cast.bruno if act in BY_ENTITY else cast.alba
        if outcome_of(lambda c=commitment, do=do, actor=actor: do(c, actor)) == "ok":
            commitment.refresh_from_db()
            arrived[act] = commitment.state

    assert arrived == ARRIVES[state]


@pytest.mark.parametrize("act", DO)
def test_who_may_do_it(cast, make, act):
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}

    outcomes = {
        name: outcome_of(lambda person=person: DO[act](partner(make, cast, ORIGINS[act]), person))
        for name, person in people.items()
    }

    if act in BY_ENTITY:
        refused = dict.fromkeys(("alba", "carla", "observer", "coordination"), "not_your_entity")
        assert outcomes == {"bruno": "ok", **refused}
    else:
        refused = dict.fromkeys(("bruno", "carla", "observer"), "not_allowed")
        assert outcomes == {"alba": "ok", "coordination": "ok", **refused}


def test_where_there_is_a_titular_only_she_and_her_substitute_answer(cast, make):
    titular, substitute = PersonFactory(), PersonFactory()
    MandateFactory(seat=cast.seat, person=titular, kind="titular")
    MandateFactory(seat=cast.seat, person=substitute, kind="substitute")
    people = {"titular": titular, "substitute": substitute, "bruno": cast.bruno}

    outcomes = {
        name: outcome_of(lambda p=person: DO["accept"](partner(make, cast, "pending"), p))
        for name, person in people.items()
    }

    assert outcomes == {"titular": "ok", "substitute": "ok", "bruno": "not_your_entity"}


ANSWERABLE = {"proposed", "agreed", "in_progress", "on_hold", "transferred"}
SETTLING = {"agreed", "in_progress", "done", "evaluated", "transferred"}


@pytest.mark.parametrize(
    ("act", "states"), [("accept", ANSWERABLE), ("ask_again", ANSWERABLE), ("fulfil", SETTLING), ("contest", SETTLING)]
)
def test_proposal_states_in_which_commitments_move(cast, make, act, states):
    moved = set()
    for state in ("draft", "rejected", *ANSWERABLE, *SETTLING):
        commitment = partner(make, cast, ORIGINS[act], state)
        if outcome_of(lambda c=commitment: DO[act](c, cast.bruno if act in BY_ENTITY else cast.alba)) == "ok":
            moved.add(state)

    assert moved == states


def test_answer_says_who_gave_it_and_when(cast, make):
    commitment = DO["amend"](partner(make, cast, "pending"), cast.bruno)

    commitment.refresh_from_db()
    assert (commitment.state, commitment.note, commitment.answered_by, commitment.answered_at) == (
        "amended",
        "Only mornings",
        cast.bruno,
        clock.now(),
    )


def test_asked_again_it_starts_clean_with_the_new_words(cast, make):
    commitment = partner(make, cast, "amended")

    actions.ask_again(commitment, actor=cast.alba, text="Two mornings")

    commitment.refresh_from_db()
    assert (commitment.text, commitment.note, commitment.answered_by, commitment.asked_at) == (
        "Two mornings",
        "",
        None,
        clock.now(),
    )


def test_changes_and_a_no_say_why(cast, make):
    calls = [
        lambda: actions.answer_commitment(partner(make, cast, "pending"), answer="amend", actor=cast.bruno, note=" "),
        lambda: actions.answer_commitment(partner(make, cast, "pending"), answer="decline", actor=cast.bruno),
        lambda: actions.answer_commitment(partner(make, cast, "accepted"), answer="decline", actor=cast.bruno),
        lambda: actions.unmet(partner(make, cast, "accepted"), actor=cast.bruno, note=""),
        lambda: actions.contest(partner(make, cast, "unmet"), actor=cast.alba, note=""),
    ]
    refusals = []
    for call in calls:
        with pytest.raises(DomainError) as refused:
            call()
        refusals.append((refused.value.code, refused.value.field))

    assert refusals == [("note_needed", "note")] * 5


def test_proposal_is_agreed_when_its_lead_entity_accepts_and_its_needs_are_in_action(cast, make):
    need = NeedFactory(area=cast.emp)
    proposal = make("proposed", needs=[need])

    actions.answer_commitment(proposal.commitments.get(), answer="accept", actor=cast.bruno)

    proposal.refresh_from_db()
    need.refresh_from_db()
    assert (proposal.state, need.state) == ("agreed", "in_action")
    assert list(StateChange.objects.filter(proposal=proposal).values_list("before", "after", "actor"))[-1] == (
        "proposed",
        "agreed",
        cast.bruno.pk,
    )


def test_partner_who_accepts_agrees_nothing(cast, make):
    commitment = partner(make, cast, "pending", "proposed")

    DO["accept"](commitment, cast.bruno)

    commitment.proposal.refresh_from_db()
    assert commitment.proposal.state == "proposed"


def test_changes_that_the_area_accepts_agree_it_too(cast, make):
    proposal = make("proposed", lead_commitment="amended")

    actions.accept_amendment(proposal.commitments.get(), actor=cast.alba)

    proposal.refresh_from_db()
    assert proposal.state == "agreed"


@pytest.mark.parametrize("state", ["agreed", "in_progress", "transferred"])
def test_lead_entity_that_steps_back_leaves_it_proposed_and_the_need_free(cast, make, state):
    need = NeedFactory(area=cast.emp, state="in_action")
    proposal = make(state, needs=[need])

    DO["decline"](proposal.commitments.get(), cast.bruno)

    proposal.refresh_from_db()
    need.refresh_from_db()
    assert (proposal.state, need.state) == ("proposed", "detected")


def test_lead_entity_that_answers_during_a_pause_changes_where_it_resumes(cast, make):
    need = NeedFactory(area=cast.emp, state="in_action")
    proposal = make("on_hold", state_before="in_progress", needs=[need])
    commitment = proposal.commitments.get()
    seen = []

    def look():
        proposal.refresh_from_db()
        need.refresh_from_db()
        seen.append((proposal.state, proposal.state_before, need.state))

    DO["decline"](commitment, cast.bruno)
    look()
    DO["ask_again"](commitment, cast.alba)
    DO["accept"](commitment, cast.bruno)
    look()

    assert seen == [("on_hold", "proposed", "detected"), ("on_hold", "agreed", "in_action")]


def test_what_came_of_the_lead_commitment_leaves_the_proposal_where_it_is(cast, make):
    proposal = make("done")
    commitment = proposal.commitments.get()

    DO["unmet"](commitment, cast.bruno)
    DO["contest"](commitment, cast.alba)

    proposal.refresh_from_db()
    assert proposal.state == "done"


def test_commitment_taken_out_meanwhile_is_refused_kindly(cast, make):
    commitment = partner(make, cast, "pending")
    actions.edit_proposal(commitment.proposal, actor=cast.alba, partners=[])

    assert outcome_of(lambda: DO["accept"](commitment, cast.bruno)) == "commitment_withdrawn"
