"""What belongs to Wagtail is judged by its prefix: every one of its routes, whatever a later version adds."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from red_inclusion.pages.actions import follow_coordination

from .matrix import SIGN_IN, YES, outcome
from .world import ANONYMOUS, COORDINATION, LEAD, ROLES, STRANGERS

pytestmark = pytest.mark.django_db

GUESSES = [{}, {"args": ["1"]}, {"args": ["1", "1"]}, {"args": ["1", "1", "1"]}]


def names_under(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names_under(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield f"{namespace}{entry.name}"


def guess(name: str) -> str | None:
    """Its address with ones for arguments; None where that fits none."""
    for arguments in GUESSES:
        try:
            return reverse(name, **arguments)
        except NoReverseMatch:
            continue
    return None


def addresses(prefix: str) -> list[str]:
    [resolver] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == prefix and _is_group(entry)]
    found = {guess(name) for name in names_under(resolver)}
    return sorted(address for address in found if address and address.startswith(f"/{prefix}"))


def _is_group(entry) -> bool:
    return isinstance(entry, URLResolver)


CMS = addresses("cms/")


def answers(clients, address: str) -> dict[str, object]:
    return {role: outcome(clients[role].get(address)) for role in ROLES}


def test_the_prefix_is_not_empty():
    assert len(CMS) > 100


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_coordination_gets_anything_from_the_cms(world, method):
    """The lead stands for all who are signed in: nobody below her may do what she may not."""
    got = {
        role: {outcome(getattr(world.clients[role], method)(address)) for address in CMS} for role in (ANONYMOUS, LEAD)
    }

    assert got == {ANONYMOUS: {SIGN_IN}, LEAD: {403}}


def test_every_role_at_the_door_of_the_cms(world):
    follow_coordination(world.cast.coordination)

    everybody = dict.fromkeys(ROLES, 403) | dict.fromkeys(STRANGERS, SIGN_IN)

    assert answers(world.clients, "/cms/") == everybody | {COORDINATION: YES}


def test_an_address_of_nobody_is_not_found_by_anybody(world):
    assert answers(world.clients, "/nothing-is-here/") == dict.fromkeys(ROLES, 404)


def test_an_address_of_the_cms_that_is_not_there_says_nothing_to_strangers():
    assert outcome(Client().get("/cms/nothing-is-here/")) == SIGN_IN
