import pytest

from needs.actions import (
    answer_need,
    discard_need,
    record_priority,
    reopen_need,
    set_visibility,
    start_action,
    stop_action,
    withdraw_priorities,
)
from needs.models import Need
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent

from .factories import JANUARY, PriorityFactory

FIGURES = {
    "meeting_id": 5,
    "decided_at": JANUARY,
    "out_of": 12,
    "mean": 3.25,
    "distribution": [0, 1, 1, 4, 6],
    "agreement": 0.71,
    "n": 12,
    "passed": 1,
    "actor": SYSTEM,
}

VERBS = {
    "discard": lambda need, actor: discard_need(need, actor=actor, reason="Ya no se da."),
    "answer": lambda need, actor: answer_need(need, actor=actor, outcome="Hay autobús."),
    "reopen": lambda need, actor: reopen_need(need, actor=actor),
    "start": lambda need, actor: start_action(need, actor=actor),
    "stop": lambda need, actor: stop_action(need, actor=actor),
    "prioritise": lambda need, actor: record_priority(need, round_id=31, rank=2, **FIGURES),
}


def in_state(make_need, state):
    """A need brought to `state` the way life would, from prioritised where it has been closed."""
    need = make_need()
    if state in ("prioritised", "answered", "discarded"):
        record_priority(need, round_id=1, rank=1, **FIGURES)
    if state == "in_action":
        start_action(need, actor=SYSTEM)
    if state == "answered":
        VERBS["answer"](need, SYSTEM)
    if state == "discarded":
        VERBS["discard"](need, SYSTEM)
    return Need.objects.get(pk=need.pk)


def outcome(verb, need, actor):
    try:
        VERBS[verb](need, actor)
    except DomainError as refusal:
        return refusal.code
    need.refresh_from_db()
    return need.state


def test_the_states_and_the_ways_between_them(cast, make_need):
    states = ("detected", "prioritised", "in_action", "answered", "discarded")

    ways = {state: {verb: outcome(verb, in_state(make_need, state), cast.alba) for verb in VERBS} for state in states}

    assert ways == {
        "detected": {
            "discard": "discarded",
            "answer": "answered",
            "reopen": "need_open",
            "start": "in_action",
            "stop": "detected",
            "prioritise": "prioritised",
        },
        "prioritised": {
            "discard": "discarded",
            "answer": "answered",
            "reopen": "need_open",
            "start": "in_action",
            "stop": "prioritised",
            "prioritise": "prioritised",
        },
        "in_action": {
            "discard": "need_in_action",
            "answer": "answered",
            "reopen": "need_open",
            "start": "in_action",
            "stop": "detected",
            "prioritise": "in_action",
        },
        "answered": {
            "discard": "need_not_open",
            "answer": "need_not_open",
            "reopen": "prioritised",
            "start": "answered",
            "stop": "answered",
            "prioritise": "answered",
        },
        "discarded": {
            "discard": "need_not_open",
            "answer": "need_not_open",
            "reopen": "prioritised",
            "start": "discarded",
            "stop": "discarded",
            "prioritise": "discarded",
        },
    }


@pytest.mark.parametrize("verb", ["discard", "answer", "reopen"])
def test_only_who_runs_the_area_closes_and_reopens(cast, make_need, verb):
    state = "discarded" if verb == "reopen" else "detected"
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}

    may = {name: outcome(verb, in_state(make_need, state), person) for name, person in people.items()}

    allowed = {"discard": "discarded", "answer": "answered", "reopen": "prioritised"}[verb]
    assert may == {
        "alba": allowed,
        "bruno": "not_allowed",
        "carla": "not_allowed",
        "observer": "not_allowed",
        "coordination": allowed,
    }


def test_an_archived_need_says_why_and_forgets_it_when_reopened(cast, make_need):
    need = make_need()

    archived = discard_need(need, actor=cast.alba, reason=" Ya hay autobús. ")
    reopened = reopen_need(need, actor=cast.alba)

    assert (archived.state_before, archived.outcome) == ("detected", "Ya hay autobús.")
    assert (reopened.state, reopened.state_before, reopened.outcome) == ("detected", "", "")
    events = AuditEvent.objects.filter(object_id=need.pk, object_type="needs.need").values_list("action", "reason")
    assert list(events) == [("need.discarded", "Ya hay autobús."), ("need.reopened", "")]


@pytest.mark.parametrize("text", ["", "  \0 ", "x" * 501])
def test_closing_asks_for_a_reason_that_can_be_read(cast, make_need, text):
    with pytest.raises(DomainError) as archive:
        discard_need(make_need(), actor=cast.alba, reason=text)
    with pytest.raises(DomainError) as answer:
        answer_need(make_need(), actor=cast.alba, outcome=text)

    assert (archive.value.field, answer.value.field) == ("reason", "outcome")


def test_a_need_answered_in_action_goes_back_in_action(cast, make_need):
    need = in_state(make_need, "in_action")

    answer_need(need, actor=cast.alba, outcome="Hecho.")

    assert reopen_need(need, actor=cast.alba).state == "in_action"


def test_what_happens_to_a_closed_need_counts_once_it_is_reopened(cast, make_need):
    started, stopped = in_state(make_need, "discarded"), in_state(make_need, "in_action")
    answer_need(stopped, actor=cast.alba, outcome="Hecho.")

    start_action(started, actor=SYSTEM)
    stop_action(stopped, actor=SYSTEM)

    assert reopen_need(started, actor=cast.alba).state == "in_action"
    assert reopen_need(stopped, actor=cast.alba).state == "detected"


def test_a_need_in_action_returns_to_where_its_priorities_put_it(make_need):
    need = in_state(make_need, "prioritised")
    start_action(need, actor=SYSTEM)

    withdraw_priorities(round_id=1, actor=SYSTEM)

    assert stop_action(need, actor=SYSTEM).state == "detected"


def test_a_void_round_gives_its_needs_back_to_the_round_before(make_need):
    twice, once, untouched = make_need(), make_need(), make_need()
    record_priority(twice, round_id=1, rank=4, **FIGURES)
    for need in (twice, once):
        record_priority(need, round_id=2, rank=1, **FIGURES)
    record_priority(untouched, round_id=3, rank=1, **FIGURES)

    withdraw_priorities(round_id=2, actor=SYSTEM)
    withdraw_priorities(round_id=2, actor=SYSTEM)

    rows = Need.objects.with_priority().filter(pk__in=[twice.pk, once.pk, untouched.pk]).order_by("pk")
    assert [(row.state, row.priority_rank) for row in rows] == [
        ("prioritised", 4),
        ("detected", None),
        ("prioritised", 1),
    ]
    assert AuditEvent.objects.filter(action="need.priority_withdrawn").count() == 2


def test_a_round_recorded_again_takes_the_new_figures(make_need):
    need = make_need()
    record_priority(need, round_id=1, rank=4, **FIGURES)
    withdraw_priorities(round_id=1, actor=SYSTEM)

    record_priority(need, round_id=1, rank=2, **FIGURES)

    assert list(need.priorities.values_list("round_id", "rank", "void")) == [(1, 2, False)]
    assert Need.objects.get().state == "prioritised"


def test_a_need_that_nobody_voted_on_stays(make_need):
    need = make_need()
    unvoted = FIGURES | {"mean": None, "agreement": None, "distribution": [0] * 5, "n": 0}

    record_priority(need, round_id=1, rank=None, **unvoted)

    row = Need.objects.with_priority().get()
    assert (row.state, row.priority_rank, row.level) == ("detected", None, None)


def test_start_and_stop_are_recorded_once(make_need):
    need = make_need()

    for action in (start_action, start_action, stop_action, stop_action):
        action(need, actor=SYSTEM)

    events = AuditEvent.objects.filter(object_id=need.pk, object_type="needs.need").values_list("action", flat=True)
    assert list(events) == ["need.action_started", "need.action_stopped"]


def test_the_lead_says_who_sees_it(cast, make_need):
    need = make_need()

    with pytest.raises(NotAllowed):
        set_visibility(need, visibility="public", actor=cast.bruno)
    assert set_visibility(need, visibility="public", actor=cast.alba).visibility == "public"
    with pytest.raises(DomainError) as unknown:
        set_visibility(need, visibility="world", actor=cast.alba)

    assert unknown.value.code == "bad_value"


def test_an_archived_need_is_not_published(cast, make_need):
    need = in_state(make_need, "discarded")

    with pytest.raises(DomainError) as refusal:
        set_visibility(need, visibility="public", actor=cast.alba)

    assert refusal.value.code == "need_archived"


def test_the_database_refuses_a_closed_need_without_a_way_back(make_need):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="closed_need_knows_the_way_back"):
        make_need(state="answered", state_before="")


def test_the_newest_priority_that_stands_is_shown(make_need):
    need = make_need()
    PriorityFactory(need=need, round_id=1, rank=5, mean=1.0)
    PriorityFactory(need=need, round_id=2, rank=2, mean=2.5, decided_at=JANUARY.replace(month=2))
    PriorityFactory(need=need, round_id=3, rank=1, mean=4.0, decided_at=JANUARY.replace(month=3), void=True)

    annotated, plain = Need.objects.with_priority().get(), Need.objects.get()

    for each in (annotated, plain):
        assert (each.priority_rank, each.priority_out_of, each.priority_mean, each.level) == (2, 12, 2.5, 3)
        assert each.priority_decided_at == JANUARY.replace(month=2)
