"""The lead's desk without scripts: plain forms, one primary button, who is waited for."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from meetings.actions.meeting import set_stage
from meetings.actions.rounds import close_round, void_round
from meetings.enums import MeetingState, RoundState, Stage
from meetings.models import Round
from tests.needs.factories import NeedFactory

from .factories import MeetingFactory, RoundFactory
from .reading import read
from .voting import start_voting
from .voting import voting as voting


def moments(cast):
    """A meeting in each moment that its lead meets."""
    for state in MeetingState.values:
        yield state, MeetingFactory(area=cast.emp, state=state, opened_at=None)
    for stage in Stage.values:
        yield stage, MeetingFactory(area=cast.emp, in_session=True, stage=stage)
    for state in RoundState.values:
        meeting = MeetingFactory(area=cast.emp, in_session=True, stage=Stage.PRIORITISE)
        yield f"vote {state}", _with_round(cast, meeting, state)


def _with_round(cast, meeting, state):
    if state == RoundState.DRAFT:
        RoundFactory(meeting=meeting, created_by=cast.alba, needs=[NeedFactory(area=cast.emp)])
        return meeting
    voting = start_voting(cast, needs=1)
    set_stage(voting.meeting, stage=Stage.PRIORITISE, actor=cast.alba)
    if state in (RoundState.CLOSED, RoundState.PUBLISHED):
        close_round(voting.round, actor=cast.alba)
    if state == RoundState.CLOSED:
        Round.objects.filter(pk=voting.round.pk).update(state=RoundState.CLOSED)
    if state == RoundState.VOID:
        void_round(voting.round, actor=cast.alba, reason="Read out wrongly")
    return voting.meeting


def test_the_console_has_exactly_one_primary_button_at_every_moment(client, cast):
    client.force_login(cast.alba)

    primary = {
        moment: len(read(client, "console", meeting.pk).of_class("button--primary"))
        for moment, meeting in moments(cast)
    }

    assert primary == dict.fromkeys(primary, 1)
    assert len(primary) == 16


def test_the_console_walks_the_meeting_by_plain_forms(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    client.force_login(cast.alba)
    console = reverse("meetings:console", args=[meeting.pk])

    def press(name, pk, **data):
        answer = client.post(reverse(f"meetings:{name}", args=[pk]), {"next": console, **data})
        assertRedirects(answer, console)

    press("stage_set", meeting.pk, stage="prioritise")
    need = NeedFactory(area=cast.emp)
    made = client.post(
        reverse("meetings:round_create", args=[meeting.pk]),
        {"title": "January", "visibility": "live", "needs": [need.pk]},
    )
    assertRedirects(made, console)
    round = Round.objects.get()
    press("round_open", round.pk, minutes="")
    press("round_stricter", round.pk, visibility="on_close")
    press("round_close", round.pk)
    press("stage_set", meeting.pk, stage="groups")

    round.refresh_from_db()
    meeting.refresh_from_db()
    assert (round.state, round.visibility, meeting.stage) == ("published", "on_close", "groups")


def test_the_console_says_who_has_not_voted_and_waits_for_them_first(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote())
    client.force_login(voting.cast.alba)

    parts = read(client, "console", voting.meeting.pk)

    *in_her_menu, waits, voted = [word for word in parts.words if word in ("Alba", "Bruno")]
    assert ({*in_her_menu}, waits, voted) == ({"Alba"}, "Bruno", "Alba")
    assert {"1 person is still to vote", "has voted", "still to vote"} <= set(parts.words)


def test_the_console_marks_present_who_has_no_phone(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    client.force_login(cast.alba)

    parts = read(client, "console", meeting.pk)

    people = {each["value"] for each in parts.having("name", "person")}
    assert people == {str(person.pk) for person in (cast.alba, cast.bruno, cast.observer)}


@pytest.mark.parametrize("name", ["room", "projector", "console"])
def test_a_room_costs_the_same_with_more_needs_and_people(client, cast, django_assert_max_num_queries, name):
    few, many = start_voting(cast, needs=1), start_voting(cast, needs=30)
    for _ in range(20):
        many.newcomer()
    client.force_login(cast.alba)
    read(client, name, few.meeting.pk)

    counts = [_queries(client, name, voting.meeting.pk, django_assert_max_num_queries) for voting in (few, many)]

    assert counts[0] == counts[1]


def _queries(client, name, pk, count) -> int:
    with count(60) as seen:
        read(client, name, pk)
    return len(seen)


def close(client, voting, **data):
    return client.post(reverse("meetings:round_close", args=[voting.round.pk]), data)


def test_the_desk_asks_before_it_closes_on_those_who_have_not_voted(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4))
    client.force_login(voting.cast.alba)

    answer = close(client, voting, ask="1")
    asked = read(client, "console", voting.meeting.pk, closing=voting.round.pk)
    voting.round.refresh_from_db()

    console = reverse("meetings:console", args=[voting.meeting.pk])
    assert (answer.status_code, answer["Location"]) == (302, f"{console}?closing={voting.round.pk}")
    assert "1 of the 2 people here is still to vote." in asked.words
    assert {"Close it now", "Keep waiting"} <= set(asked.words)
    assert voting.round.state == RoundState.OPEN
    close(client, voting)
    voting.round.refresh_from_db()
    assert voting.round.state == RoundState.PUBLISHED


def test_it_stays_one_tap_once_everybody_here_has_voted(client, voting):
    for person in (voting.cast.alba, voting.cast.bruno):
        voting.does(person, voting.cast_vote(0, 4))
    client.force_login(voting.cast.alba)

    close(client, voting, ask="1")

    voting.round.refresh_from_db()
    assert voting.round.state == RoundState.PUBLISHED


@pytest.mark.parametrize("closing", ["999", "x", ""])
def test_nothing_else_in_the_address_asks(client, voting, closing):
    client.force_login(voting.cast.alba)

    assert "Close it now" not in read(client, "console", voting.meeting.pk, closing=closing).words


def test_the_desk_shows_all_that_is_prepared_and_what_opens_next(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True, stage=Stage.PRIORITISE)
    first, second = (
        RoundFactory(meeting=meeting, created_by=cast.alba, title=title, needs=[NeedFactory(area=cast.emp)])
        for title in ("First", "Second")
    )
    client.force_login(cast.alba)

    parts = read(client, "console", meeting.pk)

    actions = {each["action"] for each in parts.tagged("form") if "/rounds/" in each["action"]}
    keys = (first.pk, second.pk)
    wanted = {reverse(f"meetings:round_{verb}", args=[pk]) for verb in ("open", "remove") for pk in keys}
    assert actions == wanted
    assert parts.words.count("opens next") == 1
    client.post(reverse("meetings:round_remove", args=[first.pk]))
    assert {"Second", "opens next"} <= set(read(client, "console", meeting.pk).words)


def test_a_result_is_shown_before_what_was_prepared_earlier(client, voting):
    prepared = RoundFactory(meeting=voting.meeting, created_by=voting.cast.alba, needs=[NeedFactory()])
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.alba)

    parts = read(client, "console", voting.meeting.pk)

    assert {"Result", prepared.title} <= set(parts.words)


@pytest.mark.parametrize("stage", [stage for stage in Stage.values if stage != Stage.PRIORITISE])
def test_the_last_result_is_there_at_every_other_stage(client, voting, stage):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4))
    set_stage(voting.meeting, stage=stage, actor=voting.cast.alba)
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.alba)

    parts = read(client, "console", voting.meeting.pk)

    assert "Result of the last vote" in parts.words
    assert reverse("meetings:round_detail", args=[voting.round.pk]) in [each.get("href") for each in parts.tagged("a")]
