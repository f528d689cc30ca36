"""What is kept short in the log."""

import logging

from redis.exceptions import RedisError


class AbsenceInOneLine(logging.Filter):
    """While Redis is away the channel layer logs it every second: a line says as much as a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, RedisError | OSError):
            record.msg, record.args = "%s: %r", (record.getMessage(), error)
            record.exc_info = record.exc_text = None
        return True
