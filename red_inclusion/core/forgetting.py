"""What was taken out of the database goes from its file too.

SQLite leaves what it deletes in free pages and in the write-ahead log. After an erasure the next tick writes the file
anew and empties the log; until it could, every tick tries again. PostgreSQL does it by itself (autovacuum).
"""

from django.db import connection

from .models import Counter

KEY = "storage.to_forget"


def forget_soon() -> None:
    """In the transaction that took something out, so that a process that dies does not forget to forget."""
    Counter.objects.update_or_create(key=KEY, defaults={"value": 1})


def forget_deleted() -> bool:
    """A job; whether nothing is left to do. It does nothing inside a transaction."""
    if not Counter.objects.filter(key=KEY, value=1).exists():
        return True
    if connection.vendor == "sqlite" and not _write_anew():
        return False
    Counter.objects.filter(key=KEY).update(value=0)
    return True


def _write_anew() -> bool:
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _frames, _moved = cursor.fetchone()
    return not busy
