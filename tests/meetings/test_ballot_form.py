"""The room without a socket: the snapshot by HTTP and the vote by form."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from meetings.actions.attendance import just_watch
from meetings.actions.ballots import queue
from meetings.actions.rounds import close_round
from red_inclusion.core.actors import SYSTEM
from red_inclusion.network import actions as network

from .voting import start_voting
from .voting import voting as voting


@pytest.fixture
def bruno(client, voting):
    client.force_login(voting.cast.bruno, "django.contrib.auth.backends.ModelBackend")
    return client


def snapshot_url(voting) -> str:
    return reverse("meetings:room_snapshot", args=[voting.meeting.pk])


def post(client, voting, marks: dict, **more):
    """`marks`: place of the item to what is posted for it."""
    fields = {f"value-{voting.items[place]}": mark for place, mark in marks.items()}
    return client.post(reverse("meetings:ballot", args=[voting.round.pk]), fields | more)


# The vote by form


def test_a_ballot_by_form_is_recorded_and_leads_back_to_the_room(bruno, voting):
    response = post(bruno, voting, {0: "4", 1: "pass", 2: ""}, seq="5", **{f"impact-{voting.items[0]}": "3"})

    assert (response.status_code, response["Location"]) == (303, reverse("meetings:room", args=[voting.meeting.pk]))
    assert voting.stored(voting.cast.bruno) == {0: (4, 3, False, 5), 1: (None, None, True, 5)}


def test_without_a_seq_the_server_gives_the_next(bruno, voting):
    voting.does(voting.cast.bruno, voting.cast_vote(0, 1, seq=7))

    post(bruno, voting, {0: "2"})

    assert voting.stored(voting.cast.bruno) == {0: (2, None, False, 8)}


def test_sent_twice_is_recorded_once(bruno, voting):
    codes = [post(bruno, voting, {0: "4"}, seq="1").status_code for _ in range(2)]

    assert (codes, voting.stored(voting.cast.bruno)) == ([303, 303], {0: (4, None, False, 1)})


def test_an_old_form_does_not_undo_a_newer_vote(bruno, voting):
    voting.does(voting.cast.bruno, voting.cast_vote(0, 4, seq=9))

    response = post(bruno, voting, {0: "1", 1: "2"}, seq="3")

    assert response.status_code == 303
    assert voting.stored(voting.cast.bruno) == {0: (4, None, False, 9), 1: (2, None, False, 3)}


@pytest.mark.parametrize("name", ["value-999999", "value-x", "impact-999999", "value-"])
@pytest.mark.parametrize("also", [False, True])
def test_a_form_that_values_another_item_is_not_called_recorded(bruno, voting, name, also):
    response = post(bruno, voting, {0: "4"} if also else {}, **{name: "3"})

    assert response.status_code == 200
    assert "That need is not in this vote" in response.content.decode()
    assert voting.stored(voting.cast.bruno) == {}


@pytest.mark.parametrize("fields", [{}, {"value-999999": "4"}, {"value-1": ""}])
def test_nothing_is_called_recorded_once_the_vote_is_closed(bruno, voting, fields):
    close_round(voting.round, actor=voting.cast.alba)

    response = bruno.post(reverse("meetings:ballot", args=[voting.round.pk]), fields)

    assert response.status_code == 200


def test_an_empty_form_of_an_open_vote_goes_back_to_the_room(bruno, voting):
    assert post(bruno, voting, {0: ""}).status_code == 303


def test_clear_and_abstain_by_form(bruno, voting):
    post(bruno, voting, {0: "4", 1: "3"})
    post(bruno, voting, {0: "clear"})
    cleared = voting.stored(voting.cast.bruno)
    post(bruno, voting, {1: "3"}, abstain="1")

    assert (cleared[0][:3], cleared[1][:3]) == ((None, None, False), (3, None, False))
    assert {vote[:3] for vote in voting.stored(voting.cast.bruno).values()} == {(None, None, False)}


@pytest.mark.parametrize("seat", ["hers", "another"])
def test_the_seat_by_form(bruno, voting, seat):
    seats = {"hers": voting.cast.seat.pk, "another": voting.cast.alba.mandates.get().seat_id}

    response = post(bruno, voting, {0: "4"}, seat=seats[seat])

    assert (response.status_code, bool(voting.stored(voting.cast.bruno))) == (
        (303, True) if seat == "hers" else (200, False)
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"value-{0}": "5"},
        {"value-{0}": "-1"},
        {"value-{0}": "4.0"},
        {"value-{0}": "x" * 10_000},
        {"value-{0}": "4", "impact-{0}": "9"},
        {"impact-{0}": "3"},
        {"value-{0}": "4", "seq": "0"},
        {"value-{0}": "4", "seq": "x"},
        {"value-{0}": "4", "seq": str(2**70)},
        {"value-{0}": "4", "seat": "\x00"},
    ],
)
def test_a_bad_value_is_told_and_nothing_is_recorded_or_lost(bruno, voting, fields):
    """The other item's choice stands in the page that comes back."""
    fields = {name.format(voting.items[0]): value for name, value in fields.items()}

    response = post(bruno, voting, {1: "2"}, **fields)

    page = response.content.decode()
    assert (response.status_code, "data-refusal" in page) == (200, True)
    assert voting.stored(voting.cast.bruno) in ({}, {1: (2, None, False, 1)})
    assert f'name="value-{voting.items[1]}" value="2" checked' in page


def test_what_concerns_the_whole_ballot_is_told_once(bruno, voting):
    just_watch(voting.meeting, person=voting.cast.bruno, actor=voting.cast.bruno)

    response = post(bruno, voting, {0: "4", 1: "3"})

    assert (response.status_code, voting.stored(voting.cast.bruno)) == (200, {})


def test_a_form_after_the_close_records_nothing(bruno, voting):
    close_round(voting.round, actor=voting.cast.alba)

    response = post(bruno, voting, {0: "4"})

    assert (response.status_code, voting.stored(voting.cast.bruno)) == (200, {})


@pytest.mark.parametrize("error", [OperationalError("database is locked"), ValueError("a bug")])
def test_what_could_not_be_taken_just_now_is_to_be_sent_again(bruno, voting, monkeypatch, error):
    def away(target, requests):
        raise error

    monkeypatch.setattr(queue, "write", away)
    response = post(bruno, voting, {0: "4", 1: "2"})

    page = response.content.decode()
    assert (response.status_code, page.count("data-refusal>"), voting.stored(voting.cast.bruno)) == (503, 1, {})
    assert f'name="value-{voting.items[1]}" value="2" checked' in page


def test_looking_at_the_address_of_the_form_leads_to_the_room(bruno, voting):
    response = bruno.get(reverse("meetings:ballot", args=[voting.round.pk]))

    assert response["Location"] == reverse("meetings:room", args=[voting.meeting.pk])


# The snapshot by HTTP


def test_the_snapshot_by_http_is_the_one_of_the_socket(bruno, voting):
    voting.does(voting.cast.bruno, voting.cast_vote(0, 4, seq=2))

    response = bruno.get(snapshot_url(voting))

    told = response.json()
    voting.meeting.refresh_from_db()
    assert (response["Content-Type"], told["type"], told["revision"]) == (
        "application/json",
        "room.snapshot",
        voting.meeting.revision,
    )
    assert (told["me"]["seq"], told["me"]["ballot"]["votes"][0]["value"]) == (2, 4)
    assert response["ETag"].startswith(f'"{voting.meeting.revision}.')
    assert "no-cache" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_what_has_not_changed_is_not_sent_again(bruno, voting):
    etag = bruno.get(snapshot_url(voting))["ETag"]

    same = bruno.get(snapshot_url(voting), headers={"If-None-Match": etag})
    voting.does(voting.cast.alba, voting.cast_vote())
    changed = bruno.get(snapshot_url(voting), headers={"If-None-Match": etag})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)


def test_what_is_hers_alone_changes_the_etag_too(bruno, voting):
    etag = bruno.get(snapshot_url(voting))["ETag"]

    network.end_mandate(voting.cast.bruno.mandates.get(), actor=SYSTEM)
    network.give_mandate(voting.cast.seat, person=voting.cast.bruno, kind="observer", actor=SYSTEM)
    changed = bruno.get(snapshot_url(voting), headers={"If-None-Match": etag})

    assert (changed.status_code, changed.json()["me"]["entitled"]) == (200, False)


def test_a_projector_by_http_shows_nobodys_own_ballot(bruno, voting):
    voting.does(voting.cast.bruno, voting.cast_vote())

    me = bruno.get(snapshot_url(voting), {"view": "projector"}).json()["me"]

    assert (me["seq"], me["ballot"]["votes"]) == (0, [])


def test_a_hidden_tally_is_in_no_page_of_anybody(client, cast):
    voting = start_voting(cast, visibility="on_close")
    voting.does(cast.bruno, voting.cast_vote())
    for person in (cast.alba, cast.bruno, cast.coordination):
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        for view in ("phone", "projector"):
            told = client.get(snapshot_url(voting), {"view": view}).json()
            assert (told["round"]["tally"], told["round"]["turnout"]["cast"]) == (None, 1)


def test_the_snapshot_takes_as_many_queries_for_three_as_for_thirty(bruno, voting, django_assert_max_num_queries):
    for _ in range(30):
        voting.does(voting.newcomer(), voting.cast_vote())

    with django_assert_max_num_queries(30):
        bruno.get(snapshot_url(voting))
