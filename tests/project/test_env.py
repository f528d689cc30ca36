import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from red_inclusion.settings import env


@pytest.mark.parametrize(("value", "answer"), [("1", True), ("yes", True), ("Off", False), ("0", False), ("", True)])
def test_a_flag_is_read_from_plain_words(monkeypatch, value, answer):
    monkeypatch.setenv("FLAG", value)

    assert env.flag("FLAG", default=True) is answer


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (lambda: env.flag("X"), "maybe", "X must be 1 or 0, not 'maybe'."),
        (lambda: env.number("X", 8000, 1, 65535), "70000", "X must be a whole number from 1 to 65535, not '70000'."),
        (lambda: env.number("X", 8000, 1, 65535), "٣", "X must be a whole number from 1 to 65535, not '٣'."),
        (lambda: env.choice("X", ("a", "b"), "a"), "c", "X must be one of a, b, not 'c'."),
        (lambda: env.required("X", "It is needed."), " ", "X is not set. It is needed."),
        (lambda: env.redis("X"), "http://x", "X must start with redis://, rediss:// or unix://, not 'http://x'."),
        (lambda: env.bind_addresses("here"), "", "HOST must be local, lan or an IP address, not 'here'."),
        (
            lambda: env.database("X", Path("db")),
            "mysql://x/y",
            "X must start with sqlite:/// or postgres://, not 'mysql'.",
        ),
        (lambda: env.database("X", Path("db")), "postgres://user@host", "X names no database."),
        (
            lambda: env.mail("X"),
            "pigeon://x",
            "X must be such as smtp+tls://user:password@mail.example:587.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_told_by_name(monkeypatch, reader, value, sentence):
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        reader()

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "value",
    [
        "red.example",
        "https://red.example/",
        "https://red.example:443",
        "HTTPS://red.example",
        "https://user@red.example",
        "ftp://red.example",
        "https://red.example:99999",
        "http://[",
        "https://",
        "null",
    ],
)
def test_an_origin_is_refused_unless_written_as_browsers_send_it(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_ORIGINS", value)

    with pytest.raises(ImproperlyConfigured):
        env.origins("ALLOWED_ORIGINS", [])


def test_origins_are_read_whole(monkeypatch):
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://red.example, http://127.0.0.1:8000,http://[::1]:8000")

    assert env.origins("ALLOWED_ORIGINS", []) == [
        "https://red.example",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
    ]


def test_sqlite_queues_its_writers_and_waits_for_the_disk(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    config = env.database("DATABASE_URL", Path("/data/db.sqlite3"))

    assert (config["NAME"], config["CONN_MAX_AGE"]) == ("/data/db.sqlite3", 0)
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL;PRAGMA synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_postgresql_pools_its_connections(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://red:secret@db.example:5433/red")

    config = env.database("DATABASE_URL", Path("unused"))

    assert (config["HOST"], config["PORT"], config["NAME"], config["CONN_MAX_AGE"]) == ("db.example", 5433, "red", 0)
    assert config["OPTIONS"]["pool"]["max_size"] == 16


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path):
    path = tmp_path / "data" / "secret_key"

    first, second = env.stored_secret_key(path), env.stored_secret_key(path)

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("host", "addresses"),
    [("local", ["127.0.0.1", "::1"]), ("localhost", ["127.0.0.1", "::1"]), ("lan", ["0.0.0.0"]), ("::1", ["::1"])],
)
def test_it_listens_on_this_machine_alone_unless_told(host, addresses):
    assert env.bind_addresses(host) == addresses
