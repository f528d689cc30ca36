import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from red_inclusion.core.logs import WithoutPeople
from tests.factories import PersonFactory

HER = {"email": "ana@example.org", "name": "Ana Peña"}


def logged(message: str, *args, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, info)
    return WithoutPeople("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize("text", ["to ana.b+c@mail.example.org failed", "<ana@example.org>", "mail ANA@EXAMPLE.ORG"])
def test_an_address_stays_out(text):
    assert "example" not in logged("%s", text).lower()
    assert "[address]" in logged("%s", text)


@pytest.mark.parametrize("text", ["GET /needs/ 200", "version 5.2@main", "job close due rounds failed"])
def test_what_is_no_address_stays(text):
    assert logged(text) == f"ERROR {text}"


@pytest.mark.django_db
def test_the_row_that_a_database_refused_stays_out():
    """PostgreSQL quotes it: «DETAIL: Key (email)=(…) already exists»."""
    PersonFactory(**HER)
    try:
        with transaction.atomic():
            PersonFactory(**HER)
    except IntegrityError as error:
        line = logged("failed", error=error)

    assert "IntegrityError" in line
    assert [word for word in ("ana@", "Ana Peña") if word in line] == []
    if connection.vendor == "postgresql":
        assert "DETAIL: [left out]" in line


def test_every_handler_writes_so():
    formatters = settings.LOGGING["formatters"]
    used = {handler.get("formatter") for handler in settings.LOGGING["handlers"].values()}

    assert {formatters[name]["()"] for name in used} == {"red_inclusion.core.logs.WithoutPeople"}
