"""Many rows written at once: inserted, or updated where they exist.

`bulk_create(update_conflicts=True)` does the same at several times the price per row, most of it spent on making models
and on compiling SQL again for each; in a burst of votes that is what everybody waits for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model


def upsert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, unique: Sequence[str]) -> None:
    """`rows` hold database values (ids, numbers, booleans, aware moments) in the order of `columns`, among which
    `unique` is what a constraint keeps unique. Call inside a transaction."""
    if not rows:
        return
    quote = connection.ops.quote_name
    names, keys = ([quote(name) for name in group] for group in (columns, unique))
    changes = [f"{name} = excluded.{name}" for name in names if name not in keys]
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(changes)}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[_stored(value) for value in row] for row in rows])


def _stored(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
