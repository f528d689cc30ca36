"""What the room shows and what its lead does next, as tables."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from meetings import scenes, steps
from meetings.enums import MeetingState, RoundState, Stage
from meetings.events import Item, Me, MeetingPart, MyBallot, MyVote, Presence, RoomSnapshot, RoundPart, Turnout
from meetings.tallies import Count, EntityTally, ItemTally, tally

NOW = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
ITEMS = [Item(id=1, need=11, title="Transport", entity="Cruz Roja"), Item(id=2, need=12, title="Nursery", entity=None)]
# Three people of one large entity find the first urgent, a small one does not; two entities find the second so-so.
RESULT = tally([1, 2], [Count(1, 1, 4, 3), Count(1, 2, 0), Count(2, 2, 2), Count(2, 3, 3)])


def round_part(state: str, results=None) -> RoundPart:
    return RoundPart(
        id=31,
        title="Priorities",
        state=state,
        method="urgency",
        impact=False,
        electorate="people",
        openness="open",
        visibility="live",
        closes_at=None,
        items=ITEMS,
        turnout=Turnout(cast=3, entitled=18, present=14),
        tally=results,
    )


def snapshot(stage="prioritise", state="in_session", round=None, **me) -> RoomSnapshot:
    meeting = MeetingPart(id=12, title="January", state=state, stage=stage)
    return RoomSnapshot(118, NOW, meeting, Presence(14, 9), [], round, Me(**me))


ON_THE_WALL = {"corner", "listed", "counted"}
VOTER = {"entitled": True, "present": True}


@pytest.mark.parametrize(
    ("shown", "scene"),
    [
        (snapshot(state="convened"), {"convened", "stage-prioritise", "gathering"}),
        (
            snapshot("check_in", present=True),
            {"in_session", "stage-check_in", "present", "between", "gathering"},
        ),
        (
            snapshot("share"),
            {"in_session", "stage-share", "away", "between", "corner", "called"},
        ),
        (
            snapshot(round=round_part("open"), **VOTER),
            {"in_session", "stage-prioritise", "present", "open", "ballot", "hidden-tally", *ON_THE_WALL},
        ),
        (
            snapshot(round=round_part("open", RESULT), entitled=True),
            {"in_session", "stage-prioritise", "away", "open", "not-present", "live", "corner", "listed", "counted"},
        ),
        (
            snapshot(round=round_part("open", RESULT), present=True),
            {
                "in_session",
                "stage-prioritise",
                "present",
                "open",
                "watcher",
                "following",
                "live",
                "corner",
                "listed",
                "counted",
            },
        ),
        (
            snapshot(round=round_part("published", RESULT), **VOTER),
            {"in_session", "stage-prioritise", "present", "results", "corner", "listed", "counted"},
        ),
        (
            snapshot("groups", round=round_part("published", RESULT), **VOTER),
            {"in_session", "stage-groups", "present", "results", "between", "corner", "listed", "guided"},
        ),
        (
            snapshot("wrap_up", round=round_part("published", RESULT), **VOTER),
            {"in_session", "stage-wrap_up", "present", "results", "between", "corner", "called"},
        ),
        (
            snapshot(round=round_part("void"), **VOTER),
            {"in_session", "stage-prioritise", "present", "void", "between", "corner", "called"},
        ),
        (
            snapshot(round=round_part("closed"), **VOTER),
            {"in_session", "stage-prioritise", "present", "unseen", "corner"},
        ),
        (
            snapshot(state="closed", round=round_part("published", RESULT)),
            {"closed", "stage-prioritise", "results", "listed", "counted"},
        ),
    ],
)
def test_the_scene_names_what_belongs_to_the_moment(shown, scene):
    assert scenes.scene_of(shown) == scene


def test_who_abstained_is_told_so():
    shown = snapshot(round=round_part("open"), ballot=MyBallot(abstained=True), **VOTER)

    assert "abstained" in scenes.scene_of(shown)


def test_what_was_just_posted_stands_before_what_is_stored():
    vote = MyVote(item=1, value=4, impact=None, passed=False, seq=1, recorded_at=NOW)
    shown = snapshot(round=round_part("open"), ballot=MyBallot(votes=[vote]), **VOTER)

    stored = scenes.ballot_rows(shown, {}, {})
    refused = scenes.ballot_rows(shown, {"value-1": "pass", "value-2": "9"}, {2: "Not on the scale."})

    assert [(row.choice, row.error) for row in stored] == [("4", ""), ("", "")]
    assert [(row.choice, row.error) for row in refused] == [("pass", ""), ("", "Not on the scale.")]


def test_entities_rank_first_and_people_on_request():
    by_entity = scenes.ranked(scenes.rows_of(round_part("published", RESULT)))
    by_people = scenes.ranked(scenes.rows_of(round_part("published", RESULT), scenes.PEOPLE))

    assert [(row.item.id, row.rank, row.mean) for row in by_entity] == [(2, 1, 2.5), (1, 2, 2.0)]
    assert [(row.item.id, row.rank, row.mean) for row in by_people] == [(1, 1, 3.0), (2, 2, 2.5)]


def test_nobody_says_of_two_people_that_they_coincide():
    first, second = scenes.rows_of(round_part("published", RESULT))

    assert (first.agreement is not None, second.agreement) == (True, None)


STEPS = [
    (MeetingState.DRAFT, Stage.CHECK_IN, None, "start"),
    (MeetingState.CONVENED, Stage.CHECK_IN, None, "start"),
    (MeetingState.IN_SESSION, Stage.CHECK_IN, None, "check_in"),
    (MeetingState.IN_SESSION, Stage.SHARE, RoundState.DRAFT, "share"),
    (MeetingState.IN_SESSION, Stage.PRIORITISE, None, "prepare"),
    (MeetingState.IN_SESSION, Stage.PRIORITISE, RoundState.DRAFT, "open"),
    (MeetingState.IN_SESSION, Stage.PRIORITISE, RoundState.OPEN, "count"),
    (MeetingState.IN_SESSION, Stage.PRIORITISE, RoundState.PUBLISHED, "results"),
    (MeetingState.IN_SESSION, Stage.PRIORITISE, RoundState.VOID, "prepare"),
    (MeetingState.IN_SESSION, Stage.GROUPS, RoundState.OPEN, "count"),
    (MeetingState.IN_SESSION, Stage.GROUPS, RoundState.PUBLISHED, "groups"),
    (MeetingState.IN_SESSION, Stage.PLENARY, None, "plenary"),
    (MeetingState.IN_SESSION, Stage.WRAP_UP, None, "wrap_up"),
    (MeetingState.CLOSED, Stage.WRAP_UP, RoundState.PUBLISHED, "minutes"),
    (MeetingState.CANCELLED, Stage.CHECK_IN, None, "cancelled"),
]


@pytest.mark.parametrize(("state", "stage", "round_state", "step"), STEPS)
def test_the_lead_has_one_next_step(state, stage, round_state, step):
    newest = SimpleNamespace(state=round_state) if round_state else None

    assert steps.next_step(SimpleNamespace(state=state, stage=stage), newest) == step


def test_the_rail_says_what_is_behind_and_where_we_are():
    rail = steps.stages_of(SimpleNamespace(state=MeetingState.IN_SESSION, stage=Stage.PRIORITISE))

    assert [(stage["code"], stage["done"], stage["current"]) for stage in rail] == [
        ("check_in", True, False),
        ("share", True, False),
        ("prioritise", False, True),
        ("groups", False, False),
        ("plenary", False, False),
        ("wrap_up", False, False),
    ]


ALONE = [ItemTally(1, 1, 0, 4.0, 4.0, [0, 0, 0, 0, 1], 1.0, 1, EntityTally(1, 4.0, 1))]


def test_what_one_person_alone_said_is_counted_and_ranked_but_not_told():
    first, _second = scenes.rows_of(round_part("published", ALONE))

    assert (first.result.n, first.rank, first.mean, first.told, first.agreement) == (1, 1, None, None, None)


def test_what_two_people_of_one_entity_said_is_not_told_before_a_third_or_another_entity():
    figures = {(2, 1): [0, 0, 0, 0, 2], (2, 2): [0, 0, 0, 0, 2], (3, 1): [0, 0, 0, 0, 3]}
    told = {}
    for (n, entities), distribution in figures.items():
        result = ItemTally(1, n, 0, 4.0, 4.0, distribution, 1.0, 1, EntityTally(entities, 4.0, 1))
        row = scenes.rows_of(round_part("published", [result]))[0]
        told[n, entities] = (row.rank, row.mean, row.told is not None)

    assert told == {(2, 1): (1, None, False), (2, 2): (1, 4.0, True), (3, 1): (1, 4.0, True)}
