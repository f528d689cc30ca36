from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from red_inclusion.core.counters import next_number


@pytest.mark.django_db(transaction=True)
def test_a_number_needs_the_transaction_of_what_it_numbers():
    with pytest.raises(RuntimeError):
        next_number("EMP-2026")


@pytest.mark.django_db
def test_each_series_counts_from_one():
    with transaction.atomic():
        given = [next_number("EMP-2026"), next_number("EMP-2026"), next_number("EDU-2026")]

    assert given == [1, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_get_different_numbers_without_gaps():
    barrier, given = Barrier(6), []

    def take():
        try:
            barrier.wait(timeout=20)
            with transaction.atomic():
                given.append(next_number("EMP-2026"))
        finally:
            connection.close()

    threads = [Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(given) == [1, 2, 3, 4, 5, 6]
