"""Frames that no browser of ours sends. None of them may lead to a traceback or close with 1011."""

import json
import logging

import pytest
from asgiref.sync import sync_to_async
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.live import limits
from meetings.protocol import BYTE_LIMIT, CLOSE_LIMIT, BadMessage, parse

from .browsers import Browser, entered, sign_in
from .voting import voting as voting

GOOD = {"type": "vote.cast", "id": "x", "round": 1, "item": 2, "value": 3, "impact": 4, "seq": 5, "seat": 6}
NUMBERS = ("round", "item", "value", "impact", "seq", "seat")
NOT_INTEGERS = (True, False, "4", 4.0, 4.5, None, [], {}, "")

BAD = [
    "",
    " ",
    "x",
    "{",
    "[]",
    "null",
    "1",
    '"vote.cast"',
    "{}",
    '{"type": null}',
    '{"type": "vote.stolen"}',
    '{"type": ["vote.cast"]}',
    '{"type": "vote.cast"}',
    '{"type": "room.resync", "more": 1}',
    '{"type": "vote.cast", "round": 1, "item": 2, "value": NaN}',
    '{"type": "vote.cast", "round": 1, "item": 2, "value": 1e2}',
    "\ufeff{}",
    "\x00",
    "[" * 4000,
    '{"a":' * 700 + "1" + "}" * 700,
    '{"type": "room.resync", "id": "' + "x" * 65 + '"}',
    '{"type": "room.resync", "id": 7}',
    *(json.dumps(GOOD | {field: value}) for field in NUMBERS for value in NOT_INTEGERS),
    *(json.dumps({k: v for k, v in GOOD.items() if k != field}) for field in ("type", "round", "item", "value")),
    json.dumps(GOOD | {"type": "vote.pass"}),
    json.dumps(GOOD | {"extra": 1}),
]


@pytest.mark.parametrize("frame", BAD, ids=range(len(BAD)))
def test_what_is_no_message(frame):
    with pytest.raises(BadMessage):
        parse(frame)


@pytest.mark.parametrize(
    ("frame", "echo"),
    [
        ('{"type": "nonsense", "id": "c7"}', "c7"),
        ('{"type": "vote.cast", "id": "c7", "round": "1"}', "c7"),
        ('{"type": "nonsense", "id": 7}', None),
        ('{"type": "nonsense", "id": "' + "x" * 65 + '"}', None),
        ('["c7"]', None),
        ("nonsense", None),
        ("\ud800", None),
        (None, None),
    ],
)
def test_the_id_comes_back_where_it_can_be_read(frame, echo):
    with pytest.raises(BadMessage) as bad:
        parse(frame)

    assert bad.value.echo == echo


def padded(size: int) -> str:
    """A frame of `size` bytes that is good but for its length."""
    frame = json.dumps({"type": "room.resync"})
    return frame[:-1] + " " * (size - len(frame)) + "}"


def test_four_kibibytes_are_the_limit():
    assert parse(padded(BYTE_LIMIT)).id is not None
    with pytest.raises(BadMessage):
        parse(padded(BYTE_LIMIT + 1))


def test_the_limit_counts_bytes_and_not_letters():
    frame = json.dumps({"type": "x", "id": "é" * (BYTE_LIMIT // 2)}, ensure_ascii=False)

    assert len(frame) < BYTE_LIMIT
    with pytest.raises(BadMessage):
        parse(frame)


# Through the socket


@pytest.mark.django_db(transaction=True)
class TestThroughTheSocket:
    async def test_a_bad_message_is_told_and_the_line_stays(self, voting):
        async with entered(voting.meeting, voting.cast.bruno) as browser:
            for text, binary in (("x", None), (None, b"{}"), ("\x00", None), (padded(BYTE_LIMIT + 1), None)):
                await browser.send_raw(text=text, binary=binary)
                error = await browser.receive("error")
                assert (error["code"], error["id"]) == ("bad_message", None)
            await browser.send({"type": "room.resync"})
            assert await browser.receive("room.snapshot")

    @pytest.mark.parametrize("frame", [{"text": "x" * (CLOSE_LIMIT + 1)}, {"binary": b"x" * (CLOSE_LIMIT + 1)}])
    async def test_what_is_far_too_long_closes(self, voting, frame):
        async with entered(voting.meeting, voting.cast.bruno) as browser:
            await browser.send_raw(**frame)
            assert await browser.hung_up() == 1009

    async def test_twenty_bad_ones_in_a_minute_close(self, voting):
        async with entered(voting.meeting, voting.cast.bruno) as browser:
            for _ in range(limits.BAD_IN_A_MINUTE):
                await browser.send_raw(text="x")
            code = await browser.hung_up()

        codes = [message["code"] for message in browser.log if message["type"] == "error"]
        assert (code, codes) == (4429, ["bad_message"] * 19 + ["too_many"])

    async def test_a_flood_closes_and_others_stay(self, voting):
        async with entered(voting.meeting, voting.cast.bruno, voting.cast.alba) as (bruno, alba):
            for number in range(limits.PACE * limits.SPAN + 1):
                await bruno.send({"type": "room.resync", "id": str(number)})
            code = await bruno.hung_up()
            await alba.send({"type": "room.resync"})
            assert await alba.receive("room.snapshot")

        assert (code, bruno.log[-1]["code"]) == (4429, "too_many")

    async def test_as_much_as_is_allowed_is_answered(self, voting):
        async with entered(voting.meeting, voting.cast.bruno) as browser:
            for number in range(limits.PACE * limits.SPAN):
                await browser.send(
                    {"type": "vote.pass", "round": voting.round.pk, "item": voting.items[0], "id": str(number)}
                )
            while sum(message["type"] == "vote.recorded" for message in browser.log) < limits.PACE * limits.SPAN:
                await browser._take()

        assert browser.closed is None


# Anything at all

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["id", "round", "item", "value", "impact", "seq", "seat", "more"])
types = st.sampled_from(["vote.cast", "vote.pass", "vote.clear", "ballot.abstain", "room.resync", "vote.stolen"])
nearly = st.builds(
    lambda kind, rest: json.dumps({"type": kind} | rest),
    types,
    st.dictionaries(fields, st.integers() | st.integers(-2, 9) | json_values, max_size=8),
)
frames = st.one_of(
    nearly.map(lambda text: (text, None)),
    json_values.map(json.dumps).map(lambda text: (text, None)),
    st.text(max_size=200).map(lambda text: (text, None)),
    st.binary(max_size=200).map(lambda data: (None, data)),
)


@pytest.mark.django_db(transaction=True)
async def test_two_thousand_frames_of_anything(voting, caplog, monkeypatch):
    """Each answered with an error, a record or a snapshot; the same socket goes on to the end."""
    monkeypatch.setattr(limits, "PACE", 10**6)
    monkeypatch.setattr(limits, "BAD_IN_A_MINUTE", 10**6)
    caplog.set_level(logging.WARNING)
    ours = {"round": voting.round.pk, "item": voting.items[0]}
    real = nearly.map(json.loads).map(lambda frame: (json.dumps(frame | ours), None))
    sent = await sync_to_async(_drawn)(st.one_of(frames, real), 2000)
    browser = Browser(voting.meeting.pk, session=await sign_in(voting.cast.bruno))
    assert await browser.connect()
    await browser.receive("room.snapshot")

    for batch in range(0, len(sent), 100):
        for text, binary in sent[batch : batch + 100]:
            await browser.send_raw(text=text, binary=binary)
        answer = await browser.ask({"type": "vote.pass", "id": f"still here {batch}", **ours})
        assert answer["type"] == "vote.recorded"

    assert (len(sent), browser.closed) == (2000, None)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info] == []
    await browser.leave()


def _drawn(strategy, number: int) -> list:
    drawn: list = []

    @settings(
        max_examples=number, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def draw(frame):
        drawn.append(frame)

    while len(drawn) < number:
        draw()
    return drawn[:number]
