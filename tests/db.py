"""Test databases: made in a blink, private to each process, put back exactly after a transactional test.

A migrated database is kept as a template, keyed by every migration and by the lock of what is
installed; each process works on a copy. A test that commits (`transaction=True`) would wipe what
migrations put there (Wagtail's root page, site and locale, the audit triggers), so instead of
Django's flush the rows of the fresh database are remembered and put back.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from psycopg import sql

from red_inclusion.core import triggers

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(tempfile.gettempdir()) / f"red-inclusion-test-templates-{os.getuid()}"
A_DAY = 24 * 60 * 60
MANY = 5
SCHEMA = (
    "*/migrations/*.py",
    "red_inclusion/*/migrations/*.py",
    "red_inclusion/core/triggers.py",
    "red_inclusion/pages/actions.py",
    "red_inclusion/pages/receivers.py",
    "requirements/*.txt",
)


def schema_key() -> str:
    digest = hashlib.sha256()
    for pattern in SCHEMA:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _one_builder():
    TEMPLATES.mkdir(exist_ok=True)
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def private_database(connection):
    """Point `connection` at a fresh copy of the template while the tests run."""
    make = _sqlite_copy if connection.vendor == "sqlite" else _postgresql_copy
    with make(connection):
        yield


def _point_at(connection, name: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


# SQLite: a file, because threads share it


@contextmanager
def _sqlite_copy(connection):
    folder = Path(tempfile.mkdtemp(prefix="red-inclusion-test-"))
    copy = folder / "db.sqlite3"
    try:
        with _one_builder():
            shutil.copyfile(_sqlite_template(connection), copy)
        _point_at(connection, str(copy))
        yield
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _sqlite_template(connection) -> Path:
    template = TEMPLATES / f"{schema_key()}.sqlite3"
    if template.exists():
        template.touch()
        return template
    for old in TEMPLATES.glob("*.sqlite3*"):
        if time.time() - old.stat().st_mtime > A_DAY:
            old.unlink()
    draft = template.with_suffix(".sqlite3-draft")
    _point_at(connection, str(draft))
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    # The write-ahead log goes into the file, so that the file alone is the database.
    plain = sqlite3.connect(draft)
    plain.execute("PRAGMA journal_mode=DELETE")
    plain.close()
    return draft.rename(template)


# PostgreSQL: CREATE DATABASE … TEMPLATE


@contextmanager
def _postgresql_copy(connection):
    template = f"red_inclusion_template_{schema_key()}"
    name = f"test_red_inclusion_{os.getpid()}"
    server = _connect_to_server(connection)
    try:
        with _one_builder():
            _build_postgresql_template(connection, server, template)
            _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            _run(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
        _point_at(connection, name)
        yield
    finally:
        _point_at(connection, "postgres")
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        server.close()


def _connect_to_server(connection) -> psycopg.Connection:
    settings = connection.settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or 5432,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def _build_postgresql_template(connection, server, template: str) -> None:
    known = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'red\\_inclusion\\_template\\_%'")
    names = [name for (name,) in known]
    if template in names:
        return
    for old in names[MANY:]:
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
    draft = f"{template}_draft"
    _run(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", draft)
    _point_at(connection, draft)
    call_command("migrate", verbosity=0, interactive=False)
    _point_at(connection, "postgres")
    _run(server, "ALTER DATABASE {} RENAME TO {}", draft, template)


def _run(server, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


# What a transactional test leaves behind


class FreshRows:
    """The rows of a database as migrations left it, and the way back to them."""

    def __init__(self, connection):
        self.tables = _plain_tables(connection)
        with connection.cursor() as cursor:
            self.rows = {table: _rows_of(cursor, table) for table in self.tables}
            self.counters = _counters(cursor, connection.vendor)

    def put_back(self, connection) -> None:
        triggers.remove(connection)
        with connection.constraint_checks_disabled(), _atomic(connection), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            for table, (columns, rows) in self.rows.items():
                _insert(cursor, table, columns, rows)
            _set_counters(cursor, connection.vendor, self.counters)
        triggers.install(connection)


def _atomic(connection):
    from django.db import transaction

    return transaction.atomic(using=connection.alias)


def _plain_tables(connection) -> list[str]:
    """Every real table; a full-text index follows its own table by triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        else:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(name for (name,) in cursor.fetchall() if not name.startswith("sqlite_"))


def _rows_of(cursor, table: str) -> tuple[list[str], list[tuple]]:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(cursor, table: str, columns: list[str], rows: list[tuple]) -> None:
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def _counters(cursor, vendor: str) -> list[tuple]:
    if vendor == "sqlite":
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
    else:
        cursor.execute("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'")
    return cursor.fetchall()


def _set_counters(cursor, vendor: str, counters: list[tuple]) -> None:
    if vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", counters)
        return
    for name, last in counters:
        cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
