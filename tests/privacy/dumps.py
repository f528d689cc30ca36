"""All that is stored, as text: every column of every table, and every file."""

import html
from pathlib import Path

from django.db import connection

from red_inclusion.core.folding import fold

# The lexemes of an index are words apart from each other.
LEXEMES = ("'", ":")


def database_text() -> str:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return "\n".join(_table(cursor, name) for name in tables)


def _table(cursor, name: str) -> str:
    cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
    rows = cursor.fetchall()
    return "\n".join(_cell(value) for row in rows for value in row)


def _cell(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    # JSON as SQLite stores it writes letters with accents by their numbers.
    text = str(value)
    return text.encode().decode("unicode_escape", "replace") if "\\u" in text else text


def hits(words: list[str], *texts: str) -> list[str]:
    """Those of `words` that stand in any of `texts`: as written, folded, or escaped."""
    everything = "\n".join(texts)
    lower, folded = everything.lower(), fold(everything)
    return [
        word for word in words if word.lower() in lower or html.escape(word).lower() in lower or fold(word) in folded
    ]


def files_text(folder: Path) -> str:
    """Also what deleted rows left in the file of the database."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in found)
