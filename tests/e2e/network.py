"""The demo network that browsers visit: built once on a migrated database, then copied for each server."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from tests.db import ROOT

PEOPLE = 6
_numbers = count(1)


class Network:
    """`sessions` holds a session cookie's value by e-mail, `ids` what seed_demo names."""

    def __init__(self, folder: Path, database_url: str):
        self.folder, self.database_url = folder, database_url
        path = folder / "sessions.json"
        told = manage(folder, database_url, "seed_demo", "--people", str(PEOPLE), "--json", "--sessions", str(path))
        self.ids = json.loads(told.splitlines()[-1])
        cookies = json.loads(path.read_text())
        self.sessions = {email: cookie.partition("=")[2] for email, cookie in cookies.items()}


def manage(folder: Path, database_url: str, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=os.environ | environment(folder, database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)}:\n{done.stderr}")
    return done.stdout


def environment(folder: Path, database_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "SECRET_KEY": settings.SECRET_KEY,
    }


@contextmanager
def copy_of(database_url: str, folder: Path) -> Iterator[str]:
    """The address of a copy, which lasts as long as the context. Nobody may be connected to the original."""
    copy = _sqlite_copy if database_url.startswith("sqlite") else _postgres_copy
    with copy(database_url, folder) as url:
        yield url


@contextmanager
def _sqlite_copy(database_url: str, folder: Path) -> Iterator[str]:
    original, copy = Path(database_url.removeprefix("sqlite:///")), folder / f"copy-{next(_numbers)}.sqlite3"
    plain = sqlite3.connect(original)
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the file alone is the database
    plain.close()
    shutil.copyfile(original, copy)
    yield f"sqlite:///{copy}"


@contextmanager
def _postgres_copy(database_url: str, folder: Path) -> Iterator[str]:
    original, copy = urlsplit(database_url).path[1:], f"e2e_red_inclusion_{os.getpid()}_{next(_numbers)}"
    server = urlsplit(database_url)._replace(path="/postgres").geturl()
    _tell(server, "CREATE DATABASE {} TEMPLATE {}", copy, original)
    try:
        yield urlsplit(database_url)._replace(path=f"/{copy}").geturl()
    finally:
        _tell(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)


def _tell(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
