"""References and numbers without gaps given twice."""

from django.db import transaction

from .models import Counter


def next_number(key: str) -> int:
    """The next number of the series `key`, from 1. Call inside the transaction that uses it."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number needs the transaction of what it numbers")
    Counter.objects.get_or_create(key=key)
    # Two writers of one series queue here until the first has committed.
    counter = Counter.objects.select_for_update().get(key=key)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value
