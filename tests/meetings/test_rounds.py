"""A round's life, its roll and what its close leaves behind."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meetings.actions.attendance import check_in
from meetings.actions.meeting import cancel_meeting, close_meeting
from meetings.actions.minutes import draft_minutes
from meetings.actions.rounds import (
    close_due_rounds,
    close_round,
    create_round,
    edit_round,
    make_stricter,
    open_round,
    publish_round,
    remove_round,
    void_round,
    votable_needs,
)
from meetings.enums import AttendanceStatus, ResultVisibility, RoundState, Stage
from meetings.models import Attendance, Round
from meetings.records import build_record
from meetings.results import results_of
from needs.enums import NeedState
from needs.models import Need, Priority
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions as network
from tests.factories import AreaFactory, MandateFactory
from tests.needs.factories import NeedFactory

from .factories import EVENING, AttendanceFactory, MeetingFactory, RoundFactory
from .outcomes import code_of
from .voting import start_voting
from .voting import voting as voting

PEOPLE = ("alba", "bruno", "observer", "carla", "coordination")
STATES = list(RoundState)


def roll_of(round) -> dict[str, str]:
    return {entry.person.name: entry.entity.name for entry in round.roll.select_related("person", "entity")}


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True)


@pytest.fixture
def needs(cast):
    return [NeedFactory(area=cast.emp, entity=cast.entity) for _ in range(2)]


def prepared(cast, meeting, needs, **fields) -> Round:
    return create_round(meeting, actor=cast.alba, title="Urgency", needs=needs, **fields)


# Preparing


def test_a_joint_meeting_votes_on_what_its_areas_share_and_on_its_own(cast):
    joint = AreaFactory(whole_network=True)
    mine, sent = NeedFactory(area=joint, visibility="area"), NeedFactory(area=cast.edu, visibility="area")
    sent.also_areas.add(joint)
    shared = [NeedFactory(area=cast.emp, visibility=each) for each in ("network", "public")]
    hidden = NeedFactory(area=cast.emp, visibility="area")
    meeting = MeetingFactory(area=joint, in_session=True)

    with pytest.raises(DomainError) as refused:
        create_round(meeting, actor=cast.coordination, title="Urgency", needs=[mine, hidden])

    assert set(votable_needs(meeting)) == {mine, sent, *shared}
    assert refused.value.code == "need_not_votable"


def test_the_lead_prepares_a_round_in_the_order_she_gives(cast, meeting, needs):
    round = prepared(cast, meeting, needs[::-1], visibility=ResultVisibility.LIVE, impact=True)

    assert (round.state, round.visibility, round.impact, round.created_by) == ("draft", "live", True, cast.alba)
    assert list(round.items.values_list("need", flat=True)) == [needs[1].pk, needs[0].pk]


@pytest.mark.parametrize(
    ("person", "outcome"), list(zip(PEOPLE, ["done", "not_allowed", "not_allowed", "not_allowed", "done"], strict=True))
)
def test_who_prepares_and_opens_rounds(cast, meeting, needs, person, outcome):
    actor = getattr(cast, person)
    other = RoundFactory(meeting=MeetingFactory(area=cast.emp, in_session=True), needs=needs)

    assert code_of(create_round, meeting, actor=actor, title="Urgency", needs=needs) == outcome
    assert code_of(open_round, other, actor=actor) == outcome


def test_needs_that_cannot_be_voted_on(cast, meeting, needs):
    discarded = NeedFactory(area=cast.emp, state=NeedState.DISCARDED, state_before=NeedState.DETECTED)
    of_others = NeedFactory(area=cast.edu)
    of_both = NeedFactory(area=cast.edu)
    of_both.also_areas.add(cast.emp)

    outcomes = [
        code_of(prepared, cast, meeting, chosen)
        for chosen in ([], [needs[0], needs[0]], [discarded], [of_others], [of_both, needs[0]])
    ]

    assert outcomes == ["no_needs", "need_twice", "need_not_votable", "need_not_votable", "done"]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ("draft", "not_in_session"),
        ("convened", "not_in_session"),
        ("in_session", "done"),
        ("closed", "not_in_session"),
        ("cancelled", "not_in_session"),
    ],
)
def test_a_round_opens_only_in_session(cast, needs, state, outcome):
    round = RoundFactory(meeting=MeetingFactory(area=cast.emp, state=state), needs=needs)

    assert code_of(open_round, round, actor=cast.alba) == outcome


@pytest.mark.parametrize("stage", list(Stage))
def test_opening_brings_every_screen_to_the_priorities(cast, needs, stage):
    meeting = MeetingFactory(area=cast.emp, in_session=True, stage=stage)

    open_round(prepared(cast, meeting, needs), actor=cast.alba)

    meeting.refresh_from_db()
    assert meeting.stage == Stage.PRIORITISE
    set_by_it = AuditEvent.objects.filter(action="meeting.stage_set")
    assert set_by_it.count() == (stage != Stage.PRIORITISE)


def test_one_round_open_at_a_time(cast, voting, needs):
    second = prepared(cast, voting.meeting, needs)

    assert code_of(open_round, second, actor=cast.alba) == "round_already_open"
    assert code_of(close_meeting, voting.meeting, actor=cast.alba) != "done"
    close_round(voting.round, actor=cast.alba)
    assert code_of(open_round, second, actor=cast.alba) == "done"


def test_a_round_does_not_end_before_it_starts(cast, meeting, needs):
    round = prepared(cast, meeting, needs)

    assert code_of(open_round, round, actor=cast.alba, closes_at=clock.now()) == "closes_in_the_past"


@pytest.mark.parametrize("state", STATES)
def test_what_each_state_allows(cast, meeting, needs, state):
    """One table: open, close, publish, hide the result, declare void."""
    acts = {
        "open": (open_round, {}),
        "close": (close_round, {}),
        "publish": (publish_round, {}),
        "stricter": (make_stricter, {"visibility": "on_close"}),
        "void": (void_round, {"reason": "Wrong list"}),
    }
    allowed = {
        "draft": {"open"},
        "open": {"close", "stricter", "void"},
        "closed": {"publish", "void"},
        "published": {"void"},
        "void": set(),
    }
    done = set()
    for name, (act, more) in acts.items():
        round = RoundFactory(meeting=MeetingFactory(area=cast.emp, in_session=True), needs=needs, visibility="live")
        round.state, round.closed_at, round.result = state, EVENING, _result(round)
        round.save()
        if code_of(act, round, actor=cast.alba, **more) == "done":
            done.add(name)

    assert done == allowed[state]


def _result(round) -> dict:
    nothing = {"n": 0, "mean": None, "rank": None}
    row = nothing | {"passed": 0, "median": None, "distribution": [0] * 5, "agreement": None, "by_entity": nothing}
    return {
        "turnout": {"cast": 0, "entitled": 0, "present": 0},
        "tally": [row | {"item": i.pk} for i in round.items.all()],
    }


# The roll


def test_the_roll_is_who_may_vote_when_it_opens(cast, voting):
    assert roll_of(voting.round) == {"Alba": "Servicios Sociales", "Bruno": "Cruz Roja"}


def test_who_comes_for_her_second_entity_votes_for_it(cast, meeting, needs):
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp).seat.entity
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=second)

    round = open_round(prepared(cast, meeting, needs), actor=cast.alba)

    assert roll_of(round) == {"Alba": "Servicios Sociales", "Bruno": second.name}


def test_an_admitted_guest_is_on_the_roll(cast, meeting, needs):
    AttendanceFactory(meeting=meeting, person=cast.carla, entity=cast.other_entity, status=AttendanceStatus.GUEST)

    round = open_round(prepared(cast, meeting, needs), actor=cast.alba)

    assert roll_of(round)["Carla"] == "Juventud"


@pytest.mark.django_db(transaction=True)
def test_a_late_mandate_joins_by_itself_and_is_logged(cast, voting):
    network.give_mandate(cast.seat, person=cast.carla, actor=SYSTEM)

    assert roll_of(voting.round)["Carla"] == "Cruz Roja"
    event = AuditEvent.objects.get(action="round.joined_late")
    assert (event.object_id, event.data) == (voting.round.pk, {"person": cast.carla.pk, "entity": cast.entity.pk})


@pytest.mark.django_db(transaction=True)
def test_a_mandate_given_after_the_close_changes_no_roll(cast, voting):
    close_round(voting.round, actor=cast.alba)

    network.give_mandate(cast.seat, person=cast.carla, actor=SYSTEM)

    assert set(roll_of(voting.round)) == {"Alba", "Bruno"}


def test_who_arrives_for_another_entity_moves_on_the_roll_until_she_votes(cast, voting):
    Attendance.objects.filter(person=cast.bruno).delete()
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp).seat.entity

    check_in(voting.meeting, person=cast.bruno, actor=cast.bruno, entity=second)
    arrived = roll_of(voting.round)["Bruno"]
    voting.does(cast.bruno, voting.cast_vote())
    check_in(voting.meeting, person=cast.bruno, actor=cast.bruno, entity=cast.entity)

    assert (arrived, roll_of(voting.round)["Bruno"]) == (second.name, second.name)


def test_an_ended_mandate_stays_on_the_roll_with_the_vote_it_cast(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(value=4))
    network.end_mandate(cast.bruno.mandates.get(), actor=SYSTEM)

    closed = close_round(voting.round, actor=cast.alba)

    assert closed.result["tally"][0]["n"] == 1
    assert "Bruno" in roll_of(voting.round)


# Closing


def test_closing_computes_once_publishes_and_writes_priorities(cast, voting):
    voting.does(cast.alba, voting.cast_vote(0, 1), voting.cast_vote(1, 4), voting.pass_on(2))
    voting.does(cast.bruno, voting.cast_vote(0, 2), voting.cast_vote(1, 4))

    with clock.set_to(EVENING):
        round = close_round(voting.round, actor=cast.alba)

    assert (round.state, round.closed_at, round.published_at) == ("published", EVENING, EVENING)
    assert round.result["turnout"] == {"cast": 2, "entitled": 2, "present": 2}
    fields = ("rank", "out_of", "mean", "distribution", "n", "passed", "agreement", "decided_at", "round_id")
    priorities = Priority.objects.order_by("need__ballot_items__order").values_list(*fields)
    assert list(priorities) == [
        (2, 3, 1.5, [0, 1, 1, 0, 0], 2, 0, 0.807355, EVENING, round.pk),
        (1, 3, 4.0, [0, 0, 0, 0, 2], 2, 0, 1.0, EVENING, round.pk),
        (None, 3, None, [0, 0, 0, 0, 0], 0, 1, None, EVENING, round.pk),
    ]


def test_the_result_of_a_closed_round_does_not_change_with_what_lies_in_the_ballots(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 2))
    round = close_round(voting.round, actor=cast.alba)
    before = results_of(round)

    round.roll.get(person=cast.bruno).ballot.votes.update(value=4)

    assert results_of(round) == before


def test_a_void_round_withdraws_its_priorities(cast, voting):
    voting.does(cast.bruno, voting.cast_vote(0, 4))
    round = close_round(voting.round, actor=cast.alba)
    need = round.items.first().need
    prioritised = need.state

    void_round(round, actor=cast.alba, reason="Wrong list")

    need.refresh_from_db()
    round.refresh_from_db()
    assert (prioritised, need.state) == (NeedState.PRIORITISED, NeedState.DETECTED)
    assert (round.state, round.void_reason, results_of(round)) == ("void", "Wrong list", None)
    assert not Priority.objects.filter(void=False).exists()


@pytest.mark.parametrize(
    ("reason", "outcome"), [("", "reason_needed"), ("  ", "reason_needed"), ("x" * 301, "reason_too_long")]
)
def test_a_round_is_not_void_without_a_reason(cast, voting, reason, outcome):
    assert code_of(void_round, voting.round, actor=cast.alba, reason=reason) == outcome


def test_a_due_round_closes_and_again_changes_nothing(cast, meeting, needs):
    with clock.set_to(EVENING):
        round = open_round(prepared(cast, meeting, needs), actor=cast.alba, closes_at=EVENING + timedelta(minutes=5))
        close_due_rounds()
        round.refresh_from_db()
        before = round.state
    with clock.set_to(EVENING + timedelta(minutes=5)):
        close_due_rounds()
        close_due_rounds()

    round.refresh_from_db()
    assert (before, round.state) == ("open", "published")
    events = AuditEvent.objects.filter(object_id=round.pk, object_type="meetings.round").order_by("pk")
    assert list(events.values_list("action", "actor_id")) == [
        ("round.created", cast.alba.pk),
        ("round.opened", cast.alba.pk),
        ("round.closed", None),
        ("round.published", None),
    ]


# Who sees what


@pytest.mark.parametrize(
    ("visibility", "while_open"), [(ResultVisibility.LIVE, [1, 0, 0]), (ResultVisibility.ON_CLOSE, None)]
)
def test_a_hidden_tally_is_hidden_until_the_close(cast, visibility, while_open):
    voting = start_voting(cast, visibility=visibility)
    voting.does(cast.bruno, voting.cast_vote())

    tally = results_of(voting.round)
    closed = results_of(close_round(voting.round, actor=cast.alba))

    assert (tally and [row.n for row in tally], [row.n for row in closed]) == (while_open, [1, 0, 0])


def test_an_open_round_only_gets_stricter(cast, voting):
    outcomes = [
        code_of(make_stricter, voting.round, visibility=visibility, actor=cast.alba)
        for visibility in ("live", "nonsense", "on_close", "live")
    ]

    voting.round.refresh_from_db()
    assert outcomes == ["not_stricter", "not_stricter", "done", "not_stricter"]
    assert results_of(voting.round) is None


def test_every_change_raises_the_revision_of_its_parts(cast, voting):
    before = voting.meeting.revision

    make_stricter(voting.round, visibility="on_close", actor=cast.alba)

    voting.meeting.refresh_from_db()
    meeting = voting.meeting
    assert (meeting.revision, meeting.round_revision, meeting.tally_revision) == (before + 1,) * 3
    assert meeting.stage_revision <= before


# What was prepared and not opened


def test_the_same_form_sent_twice_prepares_one_round(cast, meeting, needs):
    submission = uuid4()
    first, again = (prepared(cast, meeting, needs, submission=submission) for _ in range(2))
    others = [prepared(cast, meeting, needs[:1], submission=submission) for _ in range(2)]

    assert (again, len({first, *others}), meeting.rounds.count()) == (first, 2, 2)


def test_a_prepared_round_is_changed_with_what_it_was_prepared_with(cast, meeting, needs):
    round = prepared(cast, meeting, needs)
    third = NeedFactory(area=cast.emp, entity=cast.entity)

    edit_round(round, actor=cast.alba, title=" New ", needs=[third, needs[0]], visibility="live", impact=True)

    round.refresh_from_db()
    assert (round.title, round.visibility, round.impact) == ("New", "live", True)
    assert list(round.items.values_list("need", flat=True)) == [third.pk, needs[0].pk]
    event = AuditEvent.objects.get(action="round.edited")
    assert event.data["fields"] == ["title", "visibility", "impact", "needs"]


def test_a_prepared_round_is_removed_with_a_trail(cast, meeting, needs):
    round = prepared(cast, meeting, needs)
    pk = round.pk

    remove_round(round, actor=cast.alba)

    assert not meeting.rounds.exists()
    event = AuditEvent.objects.get(action="round.removed")
    assert (event.object_id, event.actor_id, event.data["needs"]) == (pk, cast.alba.pk, [need.pk for need in needs])


@pytest.mark.parametrize("state", [state for state in STATES if state != RoundState.DRAFT])
def test_what_was_opened_is_neither_changed_nor_removed(cast, meeting, needs, state):
    round = prepared(cast, meeting, needs)
    Round.objects.update(state=state)

    changed = code_of(edit_round, round, actor=cast.alba, title="x", needs=needs, visibility="live")
    removed = code_of(remove_round, round, actor=cast.alba)

    assert (changed, removed, Round.objects.get().title) == ("round_not_draft", "round_not_draft", "Urgency")


@pytest.mark.parametrize("act", [open_round, remove_round])
def test_who_comes_after_the_removal_is_told_so(cast, meeting, needs, act):
    round = prepared(cast, meeting, needs)
    twin = Round.objects.get(pk=round.pk)
    remove_round(round, actor=cast.alba)

    assert code_of(act, twin, actor=cast.alba) == "round_removed"


@pytest.mark.parametrize("who", ["bruno", "observer", "carla"])
def test_only_who_leads_changes_or_removes_what_is_prepared(cast, meeting, needs, who):
    round = prepared(cast, meeting, needs)
    actor = getattr(cast, who)

    refused = [
        code_of(edit_round, round, actor=actor, title="x", needs=needs, visibility="live"),
        code_of(remove_round, round, actor=actor),
    ]

    assert refused == ["not_allowed"] * 2


def test_closing_the_meeting_drops_what_was_never_opened(cast, meeting, needs):
    told = open_round(prepared(cast, meeting, needs), actor=cast.alba)
    close_round(told, actor=cast.alba)
    prepared(cast, meeting, needs)

    close_meeting(meeting, actor=cast.alba)

    assert [round.pk for round in meeting.rounds.all()] == [told.pk]
    assert AuditEvent.objects.filter(action="round.removed").count() == 1


def test_cancelling_the_meeting_drops_what_was_prepared(cast, needs):
    meeting = MeetingFactory(area=cast.emp)
    prepared(cast, meeting, needs)

    cancel_meeting(meeting, actor=cast.alba, reason="Snow")

    assert not meeting.rounds.exists()


def test_figures_of_two_people_of_one_entity_are_told_nowhere(cast, voting):
    colleague = voting.newcomer(entity=cast.entity)
    for person in (cast.bruno, colleague):
        voting.does(person, voting.cast_vote(0, 4), voting.cast_vote(1, 4))
    voting.does(cast.alba, voting.cast_vote(1, 4))

    close_round(voting.round, actor=cast.alba)

    priorities = Priority.objects.filter(n__gt=0).order_by("need__ballot_items__order")
    needs = Need.objects.with_priority().filter(priorities__in=priorities).order_by("ballot_items__order")
    record = build_record(draft_minutes(voting.meeting, actor=cast.alba), language="en")
    lines = record["results"][0]["needs"]
    assert [(each.rank, each.told_mean, each.told_distribution) for each in priorities] == [
        (1, None, []),
        (1, 4.0, [0, 0, 0, 0, 3]),
    ]
    assert [need.priority_mean for need in needs] == [None, 4.0]
    assert [(line["n"], line["mean"]) for line in lines if line["n"]] == [(2, None), (3, 4.0)]
