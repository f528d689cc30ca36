"""The closed list of error codes: each has reached a browser in a test that is named here."""

import inspect

import pytest

from meetings.actions import ballots
from meetings.events import Code
from meetings.models import Vote

from . import test_socket_door as door
from . import test_socket_frames as frames
from . import test_socket_room as room
from .browsers import ORIGIN, Browser, sign_in
from .voting import voting as voting


@pytest.mark.parametrize(
    ("code", "language", "message"),
    [
        ("seat_needed", "es", "Elige la entidad por la que votas."),
        ("seat_needed", "en", "Choose the entity you vote for."),
        ("over_budget", "es", "Ya has repartido todo lo que tenías. Retira algo primero."),
        ("over_budget", "en", "You have used all you had. Take some back first."),
    ],
)
@pytest.mark.django_db(transaction=True)
async def test_what_only_methods_to_come_refuse_is_told_already(voting, monkeypatch, code, language, message):
    """No round of today asks for a seat or has a budget, so the judge is replaced; the way to the browser is not."""
    monkeypatch.setattr(ballots._Batch, "_refusal", lambda self, voter, act: code)
    headers = [(b"origin", ORIGIN.encode()), (b"accept-language", language.encode())]
    browser = Browser(voting.meeting.pk, session=await sign_in(voting.cast.bruno), headers=headers)
    assert await browser.connect()
    await browser.receive("room.snapshot")

    refused = await browser.ask(room.cast_frame(voting, id="c7"))
    monkeypatch.undo()
    after = await browser.ask(room.cast_frame(voting, id="c8"))
    await browser.leave()

    assert refused == {"type": "error", "id": "c7", "code": code, "message": message}
    assert (after["type"], await Vote.objects.acount()) == ("vote.recorded", 1)


MET_BY = {
    "bad_message": room.test_the_error_of_every_refusal_by_name,
    "too_many": frames.TestThroughTheSocket.test_a_flood_closes_and_others_stay,
    "not_signed_in": door.test_who_is_not_signed_in_learns_nothing_of_the_meeting,
    "not_a_member": door.test_who_may_open_which_view,
    "no_such_meeting": door.test_a_meeting_that_is_not_there,
    "no_such_round": room.test_the_error_of_every_refusal_by_name,
    "no_such_item": room.test_the_error_of_every_refusal_by_name,
    "round_not_open": room.test_the_error_of_every_refusal_by_name,
    "not_entitled": room.test_the_error_of_every_refusal_by_name,
    "not_present": room.test_the_error_of_every_refusal_by_name,
    "not_your_seat": room.test_the_error_of_every_refusal_by_name,
    "seat_needed": test_what_only_methods_to_come_refuse_is_told_already,
    "bad_value": room.test_the_error_of_every_refusal_by_name,
    "over_budget": test_what_only_methods_to_come_refuse_is_told_already,
    "busy": room.test_a_database_that_does_not_answer_is_told_and_nothing_is_lost_in_silence,
    "server_error": room.test_a_database_that_does_not_answer_is_told_and_nothing_is_lost_in_silence,
}


def test_every_code_is_met_by_a_test_that_expects_it():
    assert list(MET_BY) == list(Code.__args__)
    assert [code for code, test in MET_BY.items() if f'"{code}"' not in inspect.getsource(test)] == []
