"""Ticks in processes of their own, killed (SIGKILL) while they send."""

import random
import subprocess
import sys
import time

import pytest

from red_inclusion.core import clock
from red_inclusion.notifications.actions import queue_mail, send_queued_mail
from red_inclusion.notifications.models import Mail
from tests import servers
from tests.db import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds; only stops a hang


@pytest.fixture
def start_tick(tmp_path, sink):
    def start():
        environment = servers._environment(tmp_path, 0) | {"PORT": "8000", "EMAIL_URL": sink.url}
        return subprocess.Popen([sys.executable, "manage.py", "tick"], cwd=ROOT, env=environment)

    return start


def greet_many(n: int) -> None:
    for number in range(n):
        context = {"words": str(number)}
        queue_mail("greeting", to="bruno@example.org", language="es", context=context)


def let_leases_end() -> None:
    """The dead hold nothing any more: what passing time would do."""
    Mail.objects.queued().update(next_try_at=clock.now())


def wait_until(condition) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.002)


@pytest.mark.long
def test_ten_killed_ticks_lose_no_mail_and_send_each_once(sink, start_tick):
    greet_many(120)
    sink.pause = 0.002
    chance = random.Random(20)
    kills = 0
    while kills < 10:
        met = sink.attempts["CONNECT"]
        tick = start_tick()
        wait_until(lambda before=met: sink.attempts["CONNECT"] > before)
        time.sleep(chance.uniform(0, 0.1))
        tick.kill()
        kills += tick.wait(PATIENCE) == -9
        let_leases_end()
        assert Mail.objects.queued().exists(), "the killed ticks had nothing left to do"

    assert send_queued_mail() > 0

    assert not Mail.objects.queued().exists()
    assert len(sink.ids) == 120
    copies = sum(sink.ids.values()) - 120
    assert copies <= kills, "at most the one mail that a dead tick could not know about"


def test_a_tick_killed_before_the_server_took_the_mail_leaves_no_copy(sink, start_tick):
    greet_many(1)
    sink.on_verb["RCPT"] = lambda: tick.kill()
    tick = start_tick()
    tick.wait(PATIENCE)
    sink.on_verb.clear()
    let_leases_end()

    send_queued_mail()

    assert list(sink.ids.values()) == [1]


def test_a_copy_sent_because_nobody_could_know_bears_the_same_message_id(sink, start_tick):
    greet_many(1)
    sink.on_verb["STORED"] = lambda: tick.kill()
    tick = start_tick()
    tick.wait(PATIENCE)
    sink.on_verb.clear()
    let_leases_end()

    send_queued_mail()

    assert list(sink.ids.values()) == [2]
