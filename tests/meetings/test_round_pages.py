"""Preparing a vote, and reading its result afterwards."""

import pytest
from django.urls import reverse

from meetings.actions.rounds import close_round, void_round
from meetings.enums import ResultVisibility
from meetings.models import Round
from tests.factories import AreaFactory, MandateFactory
from tests.needs.factories import ConfirmationFactory, NeedFactory

from .factories import MeetingFactory, RoundFactory
from .reading import ENGLISH, Parts, read
from .voting import start_voting
from .voting import voting as voting


def prepare(client, meeting, **data):
    return client.post(reverse("meetings:round_create", args=[meeting.pk]), data, headers=ENGLISH)


def chosen(parts: Parts) -> list[str]:
    return [each["value"] for each in parts.having("name", "needs") if "checked" in each]


def test_a_vote_is_proposed_with_what_was_detected_most_confirmed_first(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    plain, confirmed = NeedFactory(area=cast.emp), NeedFactory(area=cast.emp)
    ConfirmationFactory(need=confirmed)
    NeedFactory(area=cast.emp, state="prioritised")
    NeedFactory(area=cast.edu)
    client.force_login(cast.alba)

    parts = read(client, "round_create", meeting.pk)

    assert chosen(parts) == [str(confirmed.pk), str(plain.pk)]
    assert [each["value"] for each in parts.having("name", "needs")] == [str(confirmed.pk), str(plain.pk)]


def test_filtering_loses_nothing_that_was_chosen_or_typed(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    bus, nursery = NeedFactory(area=cast.emp, title="Bus"), NeedFactory(area=cast.emp, title="Nursery")
    client.force_login(cast.alba)

    answer = prepare(
        client, meeting, filter="1", q="nursery", title="My title", visibility="live", impact="on", needs=[bus.pk]
    )
    parts = Parts(answer.content.decode())

    assert [each["value"] for each in parts.having("name", "needs")] == [str(bus.pk), str(nursery.pk)]
    assert chosen(parts) == [str(bus.pk)]
    assert parts.having("name", "title")[0]["value"] == "My title"
    assert [each["value"] for each in parts.having("name", "visibility") if "checked" in each] == ["live"]
    assert Round.objects.count() == 0


def test_the_numbers_are_the_order_of_the_vote(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    needs = [NeedFactory(area=cast.emp) for _ in range(4)]
    first, second, third, fourth = [need.pk for need in needs]
    client.force_login(cast.alba)

    prepare(
        client,
        meeting,
        title="January",
        visibility="on_close",
        needs=[first, second, third, fourth],
        **{f"place-{third}": "1", f"place-{second}": "2", f"place-{first}": "x"},
    )

    round = Round.objects.get()
    assert list(round.items.values_list("need", flat=True)) == [third, second, first, fourth]
    assert (round.title, round.visibility, round.impact, round.state) == ("January", "on_close", False, "draft")


@pytest.mark.parametrize("typed", [{}, {"needs": ["x"]}, {"needs": ["999999"]}, {"needs": ["9" * 40]}])
def test_a_vote_on_nothing_is_refused_beside_the_list(client, cast, typed):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    NeedFactory(area=cast.emp)
    client.force_login(cast.alba)

    answer = prepare(client, meeting, title="January", visibility="live", **typed)

    assert "Choose at least one need." in Parts(answer.content.decode()).words
    assert Round.objects.count() == 0


def test_a_need_of_another_area_cannot_be_slipped_in(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    own, strange = NeedFactory(area=cast.emp), NeedFactory(area=cast.edu)
    client.force_login(cast.alba)

    prepare(client, meeting, title="January", visibility="live", needs=[own.pk, strange.pk])

    assert list(Round.objects.get().items.values_list("need", flat=True)) == [own.pk]


@pytest.mark.parametrize("query", ["«", '"', "   ", "\0", "%", "x" * 500])
def test_any_search_of_the_list_is_answered(client, cast, query):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    client.force_login(cast.alba)

    assert read(client, "round_create", meeting.pk, q=query).having("name", "title") != []


def test_a_prepared_vote_says_not_yet(client, cast):
    need = NeedFactory(area=cast.emp, title="Bus")
    round = RoundFactory(meeting__area=cast.emp, created_by=cast.alba, needs=[need])
    client.force_login(cast.bruno)

    assert {"Not yet", "Bus"} <= set(read(client, "round_detail", round.pk).words)


def test_a_hidden_result_says_not_yet_to_its_lead_too(client, cast):
    voting = start_voting(cast, visibility=ResultVisibility.ON_CLOSE)
    voting.does(cast.alba, voting.cast_vote(0, 4))
    client.force_login(cast.alba)

    parts = read(client, "round_detail", voting.round.pk)

    assert "Not yet" in parts.words
    assert parts.of_class("result") + parts.of_class("figures-table") == []


def test_a_void_vote_says_why_and_gives_no_figures(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4))
    close_round(voting.round, actor=voting.cast.alba)
    void_round(voting.round, actor=voting.cast.alba, reason="The list was the one of December.")
    client.force_login(voting.cast.bruno)

    parts = read(client, "round_detail", voting.round.pk)

    assert "The list was the one of December." in parts.words
    assert parts.of_class("result") == []


def test_the_result_is_a_chart_and_the_same_in_a_table(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4), voting.pass_on(1))
    voting.does(voting.cast.bruno, voting.cast_vote(0, 3), voting.cast_vote(1, 0))
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.bruno)

    parts = read(client, "round_detail", voting.round.pk)

    assert len(parts.of_class("result")) == 3
    assert len([each for each in parts.having("data-key") if each.get("class") != "result"]) == 3
    assert parts.words.count("3.50") == 3
    assert "1 does not know it well enough" in parts.words


def test_a_result_of_another_area_is_not_there(client, cast):
    round = RoundFactory(meeting__area=AreaFactory(), created_by=cast.alba, needs=[NeedFactory()])
    MandateFactory(person=cast.alba)
    client.force_login(cast.alba)

    assert client.get(reverse("meetings:round_detail", args=[round.pk])).status_code == 404


def test_the_form_sent_twice_prepares_one_vote(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    need = NeedFactory(area=cast.emp)
    client.force_login(cast.alba)
    submission = read(client, "round_create", meeting.pk).having("name", "submission")[0]["value"]

    for _ in range(2):
        prepare(client, meeting, title="January", visibility="live", needs=[need.pk], submission=submission)

    assert Round.objects.count() == 1


def test_a_prepared_vote_is_changed_in_the_form_it_was_made_with(client, cast):
    first, second, third = (NeedFactory(area=cast.emp) for _ in range(3))
    round = RoundFactory(meeting__area=cast.emp, created_by=cast.alba, visibility="live", needs=[second, first])
    client.force_login(cast.alba)

    parts = read(client, "round_edit", round.pk)
    places = {each["name"]: each["value"] for each in parts.having("type", "text")}
    data = {"title": "February", "visibility": "on_close", "needs": [third.pk]}
    answer = client.post(reverse("meetings:round_edit", args=[round.pk]), data, headers=ENGLISH)

    assert parts.having("name", "title")[0]["value"] == round.title
    assert (places[f"place-{second.pk}"], places[f"place-{first.pk}"]) == ("1", "2")
    round.refresh_from_db()
    assert (answer.status_code, round.title, round.visibility) == (302, "February", "on_close")
    assert [item.need_id for item in round.items.all()] == [third.pk]


def test_a_refused_change_keeps_what_was_typed(client, cast):
    round = RoundFactory(meeting__area=cast.emp, created_by=cast.alba, needs=[NeedFactory(area=cast.emp)])
    client.force_login(cast.alba)

    data = {"title": "February", "visibility": "live"}
    parts = Parts(client.post(reverse("meetings:round_edit", args=[round.pk]), data, headers=ENGLISH).text)

    assert "Choose at least one need." in parts.words
    assert parts.having("name", "title")[0]["value"] == "February"


def test_the_value_of_one_person_is_not_on_the_page_of_the_result(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4), voting.cast_vote(1, 3))
    voting.does(voting.cast.bruno, voting.cast_vote(1, 3))
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.bruno)

    parts = read(client, "round_detail", voting.round.pk)

    assert "4.00" not in parts.words
    assert parts.words.count("3.00") == 3
    assert "1 valuation" in parts.words
