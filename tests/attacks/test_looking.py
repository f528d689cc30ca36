"""Looking changes nothing: every table before and after each GET of each route by each role."""

import pytest
from django.db import transaction

from red_inclusion.pages.actions import follow_coordination
from tests.permissions.matrix import ask, rows
from tests.permissions.test_prefixes import CMS
from tests.permissions.world import ANONYMOUS, OWN, ROLES, Case

from .tables import all_rows, changed

pytestmark = pytest.mark.django_db

LOOKING = [(name, row) for name, given in rows().items() for row in given if row.method == "GET"]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(LOOKING)]

# allauth's own list of her addresses is filled when she first looks at it.
OF_ALLAUTH = {"account_email": {"account_emailaddress"}}


@pytest.mark.long
@pytest.mark.parametrize(("name", "row"), LOOKING, ids=IDS)
def test_a_get_changes_nothing(world, name, row):
    """As who may, and as a stranger."""
    look_as([next(role for role in reversed(ROLES) if role in row.may), ANONYMOUS], world, name, row)


@pytest.mark.long
@pytest.mark.parametrize(("name", "row"), LOOKING, ids=IDS)
def test_a_get_of_anybody_changes_nothing(world, name, row):
    look_as(ROLES, world, name, row)


def look_as(roles, world, name, row):
    world.clients, world.author  # noqa: B018
    for role in roles:
        with transaction.atomic():
            case = Case(world, role, OWN)
            made = row.kwargs(case)
            before = all_rows()
            ask(world.clients[role], name, Replaced(row, made), case)

            assert set(changed(before, all_rows())) <= OF_ALLAUTH.get(name, set()), role
            transaction.set_rollback(True)


class Replaced:
    """The row, with its object already made."""

    def __init__(self, row, made: dict):
        self.method, self.headers, self.data = row.method, row.headers, row.data
        self.kwargs = lambda case: made


def test_a_change_would_be_seen(world):
    before = all_rows()
    world.cast.bruno.name = "Other"
    world.cast.bruno.save()

    assert changed(before, all_rows()) == ["accounts_user"]


# Wagtail remembers who has opened its pages.
OF_THE_CMS = {"wagtailusers_userprofile", "wagtailadmin_editingsession"}


def test_looking_at_the_cms_changes_nothing(world):
    follow_coordination(world.cast.coordination)
    client = world.clients["coordination"]
    client.raise_request_exception = False
    wrote = {}
    for address in CMS:
        with transaction.atomic():
            before = all_rows()
            client.get(address)
            if found := set(changed(before, all_rows())) - OF_THE_CMS:
                wrote[address] = found
            transaction.set_rollback(True)

    assert wrote == {}
