"""Every row of every table, so that what an attack changed can be told."""

from django.apps import apps
from django.db import connection

# What a request may write although it changes nothing: who is here, and when she came.
OVERLOOKED = {"django_session", "accounts_device", "sqlite_sequence"}

Table = list[dict[str, object]]


def all_rows() -> dict[str, Table]:
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if _is_plain(name)]
        filled = _filled(cursor, names)
        return {name: _rows(cursor, name) if name in filled else [] for name in names}


def _is_plain(name: str) -> bool:
    return name not in OVERLOOKED and "fts" not in name


def _filled(cursor, names: list[str]) -> set[str]:
    """Those with any row at all, in one question: most are empty."""
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)  # noqa: S608
    cursor.execute(asked)
    return {name for (name,) in cursor.fetchall()}


def _rows(cursor, name: str) -> Table:
    cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: str(row.get("id") or next(iter(row.values()))).zfill(12))


def changed(before: dict[str, Table], after: dict[str, Table]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def our_models():
    ours = ("accounts", "network", "pages", "needs", "meetings", "proposals", "core", "notifications")
    return [model for model in apps.get_models() if model._meta.app_label in ours]
