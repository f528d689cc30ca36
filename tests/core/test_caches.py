"""The cache where Redis is not: what asks it goes on as if nothing had been remembered."""

import socket

import pytest

from red_inclusion.core import caches
from tests.servers import free_port


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(caches, "PATIENCE", 0.2)
    monkeypatch.setattr(caches._Client, "_away_until", 0.0)


@pytest.fixture(params=["refused", "silent"])
def cache(request):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1] if request.param == "silent" else free_port()
        yield caches.CacheThatMayBeAway(f"redis://127.0.0.1:{port}/0", {})


ANSWERS = {
    "add": (("key", 1), True),
    "get": (("key", "nothing"), "nothing"),
    "set": (("key", 1), None),
    "touch": (("key",), False),
    "delete": (("key",), False),
    "get_many": ((["key"],), {}),
    "has_key": (("key",), False),
    "set_many": (({"key": 1},), []),
    "delete_many": ((["key"],), None),
    "clear": ((), False),
}


@pytest.mark.parametrize("method", ANSWERS)
def test_every_question_is_answered_as_by_an_empty_cache(cache, method):
    arguments, expected = ANSWERS[method]

    assert getattr(cache, method)(*arguments) == expected


def test_what_is_not_there_cannot_be_counted_up(cache):
    with pytest.raises(ValueError, match="key"):
        cache.incr("key")


def test_it_is_not_asked_again_at_once(cache, caplog):
    for _ in range(20):
        cache.get("key")

    assert [record.levelname for record in caplog.records] == ["WARNING"]
