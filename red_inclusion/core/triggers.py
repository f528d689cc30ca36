"""The database itself refuses to change or delete the trail. One change it lets through: a reason, which people write,
may become `WITHDRAWN`, and nothing else of the row with it.

SQLite drops triggers silently when a migration remakes the table, so they are put back after every migration.
"""

TABLE = "core_auditevent"
WITHDRAWN = "[withdrawn]"
KEPT = ("id", "at", "actor_id", "action", "object_type", "object_id", "data")


def _is_withdrawal(same: str) -> str:
    rest = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in KEPT)
    return f"NEW.reason = '{WITHDRAWN}' AND {rest}"


_SQLITE = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_update",
    f"""CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} WHEN NOT ({_is_withdrawal("IS")})
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF {_is_withdrawal("IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'the trail is append-only';
    END $$""",
    f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}",
    f"""CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
]


def install(connection) -> None:
    """Put the triggers on; harmless when they are there."""
    _run(connection, _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def remove(connection) -> None:
    """Take the triggers off: only for test databases that are about to be emptied."""
    if connection.vendor == "sqlite":
        return _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}" for verb in ("update", "delete")])
    return _run(connection, [f"DROP TRIGGER IF EXISTS {TABLE}_append_only ON {TABLE}"])


def installed(connection) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            return cursor.fetchone()[0] == 2
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = %s", [f"{TABLE}_append_only"])
        return cursor.fetchone()[0] == 1


def install_after_migrate(sender, using="default", **kwargs) -> None:
    from django.db import connections

    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


def _run(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
