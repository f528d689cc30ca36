import pytest
from django.db import connection

from red_inclusion.core import forgetting

pytestmark = pytest.mark.django_db(transaction=True)


def writes() -> list[str]:
    """How often the file is written anew, by what is said to the database."""
    said = []

    def listen(execute, sql, *args):
        said.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(listen):
        assert forgetting.forget_deleted() is True
    return [sql for sql in said if sql == "VACUUM"]


@pytest.fixture
def once() -> list[str]:
    return ["VACUUM"] if connection.vendor == "sqlite" else []


def test_nothing_is_written_anew_until_something_was_taken_out(once):
    before = writes()
    forgetting.forget_soon()

    assert (before, writes(), writes()) == ([], once, [])


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL forgets by itself")
def test_what_is_taken_out_while_the_file_is_written_waits_for_the_next_time(once):
    def meanwhile(execute, sql, *args):
        result = execute(sql, *args)
        if sql == "VACUUM":
            forgetting.forget_soon()
        return result

    forgetting.forget_soon()
    with connection.execute_wrapper(meanwhile):
        forgetting.forget_deleted()

    assert (writes(), writes()) == (once, [])
