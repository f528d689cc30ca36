"""The permission table of the design, asked of the real pages by every role. See README.md."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.attacks.headers import lacking

from .matrix import ask, ask_everybody, outcome, routes, rows
from .world import OWN, ROLES, Case

ALL = [(name, row) for name, given in rows().items() for row in given]
NAMES = [f"{name}-{row.method}-{number}" for number, (name, row) in enumerate(ALL)]
METHODS = ("GET", "POST")

pytestmark = pytest.mark.django_db


def test_every_route_has_a_row():
    assert sorted(set(routes()) - set(rows())) == []


def test_every_row_has_a_route():
    assert sorted(set(rows()) - set(routes())) == []


@pytest.mark.parametrize(("name", "row"), ALL, ids=NAMES)
def test_everybody_gets_what_the_table_says(world, name, row):
    answers = ask_everybody(world, name, row)

    assert {case: outcome(answer) for case, answer in answers.items()} == row.table()
    assert {case: found for case, answer in answers.items() if (found := lacking(answer, name))} == {}


def a_role_that_may(row) -> str:
    return next(role for role in reversed(ROLES) if role in row.may)


@pytest.mark.parametrize(("name", "given"), rows().items(), ids=rows())
def test_a_method_without_a_row_is_not_answered(world, name, given):
    """A route that takes a method for which no row says who may is an untested door."""
    row = given[0]
    case = Case(world, a_role_that_may(row), OWN)
    url = reverse(name, kwargs=row.kwargs(case))
    unsaid = set(METHODS) - {row.method for row in given}

    answers = {}
    for method in unsaid:
        with transaction.atomic():
            answers[method] = getattr(world.clients[case.role], method.lower())(url).status_code
            transaction.set_rollback(True)

    assert answers == dict.fromkeys(unsaid, 405)


POSTS = [(name, row) for name, row in ALL if row.method == "POST"]


@pytest.mark.parametrize(("name", "row"), POSTS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(POSTS)])
def test_a_post_without_its_token_is_refused(world, name, row):
    """By somebody who may: with the token the same request is answered, as the table above shows."""
    case = Case(world, a_role_that_may(row), OWN)
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients[case.role].cookies

    response = ask(client, name, row, case)

    assert (outcome(response), response.templates and response.templates[0].name) == (403, "403_csrf.html")
