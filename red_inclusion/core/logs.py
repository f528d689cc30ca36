"""What is kept short in the log, and what is kept out of it."""

import logging
import re

from redis.exceptions import RedisError


class AbsenceInOneLine(logging.Filter):
    """While Redis is away the channel layer logs it every second: a line says as much as a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, RedisError | OSError):
            record.msg, record.args = "%s: %r", (record.getMessage(), error)
            record.exc_info = record.exc_text = None
        return True


ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT|QUERY):.*$", re.MULTILINE)


class WithoutPeople(logging.Formatter):
    """The last gate: an error of a database quotes the row that it did not take, and a library may quote an address.
    What PostgreSQL adds to its message goes, and so does whatever looks like an address."""

    def format(self, record: logging.LogRecord) -> str:
        line = QUOTED_ROW.sub(r"\1: [left out]", super().format(record))
        return ADDRESS.sub("[address]", line)
