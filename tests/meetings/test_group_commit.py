"""Group commit on its own: nothing lost, nothing mixed up, whoever writes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from meetings import group_commit
from meetings.group_commit import Entry, GroupCommit


class Ledger:
    """Writes what comes, slowly enough that something waits; remembers its batches."""

    def __init__(self, pause: float = 0.0):
        self.batches: list[tuple] = []
        self.pause = pause
        self.writing = 0

    def write(self, key, requests):
        self.writing += 1
        assert self.writing == 1, "two transactions at once"
        time.sleep(self.pause)
        self.batches.append((key, list(requests)))
        self.writing -= 1
        return [f"{key}:{request}" for request in requests]


def test_a_caller_writes_in_her_own_thread_where_nobody_else_does():
    threads = []
    queue = GroupCommit(write=lambda key, requests: threads.append(threading.get_ident()) or list(requests))

    assert queue.settle([Entry("a", "one"), Entry("a", "two")]) == ["one", "two"]
    assert queue.settle([Entry("a", "three")]) == ["three"]
    assert threads == [threading.get_ident()] * 2


def test_nothing_to_write_writes_nothing():
    ledger = Ledger()

    assert (GroupCommit(write=ledger.write).settle([]), ledger.batches) == ([], [])


def test_what_waits_is_written_together():
    ledger = Ledger(pause=0.05)
    queue = GroupCommit(write=ledger.write)

    with ThreadPoolExecutor(20) as people:
        outcomes = list(people.map(lambda n: queue.settle([Entry("a", n)])[0], range(60)))

    assert outcomes == [f"a:{n}" for n in range(60)]
    assert sorted(request for _key, requests in ledger.batches for request in requests) == list(range(60))
    assert len(ledger.batches) < 20


def test_forms_and_sockets_share_the_queue():
    ledger, told, done = Ledger(pause=0.01), [], threading.Event()
    queue = GroupCommit(write=ledger.write)
    queue.listeners.append(lambda entries: told.extend(e.outcome for e in entries) or (len(told) >= 40 and done.set()))

    for n in range(20):
        queue.submit([Entry("socket", n)])
    outcomes = [queue.settle([Entry("form", n)])[0] for n in range(20)]

    assert done.wait(10)
    assert outcomes == [f"form:{n}" for n in range(20)]
    assert sorted(told) == sorted([f"socket:{n}" for n in range(20)] + outcomes)


def test_every_key_has_a_transaction_of_its_own():
    ledger = Ledger(pause=0.05)
    queue = GroupCommit(write=ledger.write)

    outcomes = queue.settle([Entry("a", 1), Entry("b", 2), Entry("a", 3)])

    assert (outcomes, ledger.batches) == (["a:1", "b:2", "a:3"], [("a", [1, 3]), ("b", [2])])


@pytest.mark.parametrize(
    ("error", "outcome"), [(OperationalError("locked"), "busy"), (ValueError("a bug"), "server_error")]
)
@pytest.mark.django_db
def test_a_batch_that_fails_is_told_to_all_of_it_and_the_next_is_written(error, outcome):
    failing = [error]

    def write(key, requests):
        if failing:
            raise failing.pop()
        return ["done"] * len(requests)

    queue = GroupCommit(write=write)

    assert queue.settle([Entry("a", 1), Entry("a", 2)]) == [outcome, outcome]
    assert queue.settle([Entry("a", 3)]) == ["done"]


def test_a_crowd_that_is_too_large_is_told_at_once(monkeypatch):
    monkeypatch.setattr(group_commit, "WAITING_LIMIT", 2)
    release, told = threading.Event(), []
    queue = GroupCommit(write=lambda key, requests: release.wait(10) and list(requests))
    queue.listeners.append(lambda entries: told.extend((entry.request, entry.outcome) for entry in entries))

    queue.submit([Entry("a", 0)])
    while queue._waiting:
        time.sleep(0.01)
    for n in (1, 2, 3):
        queue.submit([Entry("a", n)])
    refused = list(told)
    release.set()
    queue.worker.shutdown()

    assert (refused, told) == ([(3, "busy")], [(3, "busy"), (0, 0), (1, 1), (2, 2)])


def test_a_form_that_waits_in_vain_is_told_so_and_is_not_recorded_later(monkeypatch):
    monkeypatch.setattr(group_commit, "PATIENCE", 0.05)
    release, written = threading.Event(), []
    queue = GroupCommit(write=lambda key, requests: release.wait(10) and (written.extend(requests) or list(requests)))
    queue.submit([Entry("a", "first")])
    while queue._waiting:
        time.sleep(0.01)

    outcomes = queue.settle([Entry("a", "form")])
    release.set()
    queue.worker.shutdown()

    assert (outcomes, written) == (["busy"], ["first"])
