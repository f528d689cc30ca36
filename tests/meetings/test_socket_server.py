"""What only the real server shows: the limits of its socket protocol, in and out."""

import json

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.servers import PATIENCE, running_server

from .browsers import session_of
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 250


def test_too_long_in_is_closed_with_1009_and_long_out_arrives(voting, tmp_path):
    crowd = [voting.newcomer() for _ in range(CROWD)]
    voting.together(*((person, voting.cast_vote()) for person in crowd))
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(voting.cast.alba)}"
    with running_server(tmp_path) as server:
        path = f"ws://127.0.0.1:{server.port}/ws/meetings/{voting.meeting.pk}/room/?view=console"
        with connect(path, origin=server.origin, additional_headers={"Cookie": cookie}) as line:
            kinds = [json.loads(line.recv(PATIENCE))["type"] for _ in range(2)]
            line.send("x" * 17_000)
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    line.recv(PATIENCE)

        assert (kinds, closed.value.rcvd.code) == (["room.snapshot", "roll.changed"], 1009)
        assert server.stop() == 0
        assert "Traceback" not in server.log, server.log


UNREADABLE = ["http://127.0.0.1:{port}.evil.example", "http://127.0.0.1:port", "http://[", "not an origin", ""]


def test_every_bad_origin_gets_403_also_one_that_nobody_can_parse(voting, tmp_path):
    with running_server(tmp_path) as server:
        path = f"ws://127.0.0.1:{server.port}/ws/meetings/{voting.meeting.pk}/room/"
        wrong = [origin.format(port=server.port) for origin in UNREADABLE]
        headers = [{"Origin": origin} for origin in [*wrong, "http://evil.example", "null"]]
        doubled = [("Origin", server.origin), ("Origin", server.origin)]

        assert [_refused(path, each) for each in [*headers, doubled, {}]] == [403] * 9


def _refused(path: str, headers) -> int:
    with pytest.raises(InvalidStatus) as refused, connect(path, additional_headers=headers):
        pass
    return refused.value.response.status_code
