"""What was taken out of the database goes from its file too.

SQLite leaves what it deletes in free pages and in the write-ahead log. After an erasure the next tick writes the file
anew and empties the log; until it could, every tick tries again. PostgreSQL does it by itself (autovacuum).
"""

from django.db import connection
from django.db.models import F

from .models import Counter

ASKED, FORGOTTEN = "storage.to_forget", "storage.forgotten"


def forget_soon() -> None:
    """In the transaction that took something out, so that a process that dies does not forget to forget."""
    Counter.objects.get_or_create(key=ASKED)
    Counter.objects.filter(key=ASKED).update(value=F("value") + 1)


def forget_deleted() -> bool:
    """A job; whether nothing is left to do. It does nothing inside a transaction."""
    asked = _value(ASKED)
    if asked <= _value(FORGOTTEN):
        return True
    if connection.vendor == "sqlite" and not _write_anew():
        return False
    # What was asked for while the file was written is for the next time.
    Counter.objects.update_or_create(key=FORGOTTEN, defaults={"value": asked})
    return True


def _value(key: str) -> int:
    return Counter.objects.filter(key=key).values_list("value", flat=True).first() or 0


def _write_anew() -> bool:
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _frames, _moved = cursor.fetchone()
    return not busy
