"""Every route of ours and of allauth, and the rows that say who gets what from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from .world import (
    ANONYMOUS,
    COORDINATION,
    GUEST,
    IN_NETWORK,
    OTHER,
    OUTSIDER,
    OWN,
    READERS,
    ROLES,
    STRANGERS,
    Case,
    World,
)

# These are judged whole, by their prefix, in test_prefixes.py.
PREFIXES = ("cms/", "^cms/", "_util/")
CATCH_ALL = "wagtail_serve"
YES = "yes"
SIGN_IN = "sign in"

Outcome = str | int  # YES, SIGN_IN, or the status of a refusal


def nothing(case: Case) -> dict:
    return {}


@dataclass(frozen=True)
class Row:
    """Who gets what from one method of one route. See README.md."""

    method: str = "GET"
    kwargs: Callable[[Case], dict] = nothing
    data: Callable[[Case], dict] = nothing
    may: frozenset[str] = READERS
    elsewhere: frozenset[str] | None = None
    read: frozenset[str] = READERS
    read_elsewhere: frozenset[str] = frozenset({COORDINATION})
    answer: Outcome = YES
    refusal: Outcome = 403
    of_area: bool = True
    for_guests: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def expected(self, role: str, place: str) -> Outcome:
        if role in self._may(place):
            return self.answer
        if role == ANONYMOUS or (role == GUEST and not self.for_guests):
            return SIGN_IN
        return self.refusal if role in self._read(place) else 404

    def _may(self, place: str) -> frozenset[str]:
        if place == OWN:
            return self.may
        return self.may & {COORDINATION, ANONYMOUS} if self.elsewhere is None else self.elsewhere

    def _read(self, place: str) -> frozenset[str]:
        if not self.of_area:
            return frozenset(ROLES)
        return self.read if place == OWN else self.read_elsewhere

    def places(self, role: str) -> list[str]:
        """The outsider is at home in the other area: what she may there is what a member may in his."""
        if not self.of_area or role == OUTSIDER:
            return [OWN]
        return [OWN, OTHER]

    def table(self) -> dict[tuple[str, str], Outcome]:
        return {(role, place): self.expected(role, place) for role in ROLES for place in self.places(role)}


def shared_with_network(**changes) -> Row:
    """A row for what the whole network may read, whatever its area."""
    return Row(read=IN_NETWORK, read_elsewhere=IN_NETWORK, **changes)


def everybody_signed_in(**changes) -> Row:
    return Row(**{"may": frozenset(ROLES) - STRANGERS, "of_area": False} | changes)


def anybody(**changes) -> Row:
    return Row(**{"may": frozenset(ROLES), "of_area": False} | changes)


def routes() -> dict[str, str]:
    """Every named route by its name, as «namespace:name», with its pattern; nameless ones by their pattern."""
    return {
        name: pattern
        for name, pattern in _walk(get_resolver())
        if name != CATCH_ALL and not pattern.startswith(PREFIXES)
    }


def _walk(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        else:
            yield f"{namespace}{entry.name}" if entry.name else pattern, pattern


def rows() -> dict[str, list[Row]]:
    """Every row of every module in rows/, by route name."""
    found: dict[str, list[Row]] = {}
    for path in sorted((Path(__file__).parent / "rows").glob("[a-z]*.py")):
        for name, given in import_module(f"tests.permissions.rows.{path.stem}").ROWS.items():
            found.setdefault(name, []).extend([given] if isinstance(given, Row) else given)
    return found


def ask(client: Client, name: str, row: Row, case: Case) -> HttpResponse:
    url = reverse(name, kwargs=row.kwargs(case))
    send = getattr(client, row.method.lower())
    return send(url, row.data(case), headers=dict(row.headers))


def outcome(response: HttpResponse) -> Outcome:
    if response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login"):
        return SIGN_IN
    return YES if response.status_code < 400 else response.status_code


def ask_everybody(world: World, name: str, row: Row) -> dict[tuple[str, str], HttpResponse]:
    """What each role is answered to the same request, each undone before the next."""
    world.clients, world.author  # noqa: B018 - made once, outside of what is undone
    answers = {}
    for role, place in row.table():
        cache.clear()  # what one role asked counts for no other's rate limit
        with transaction.atomic():
            answers[role, place] = ask(world.clients[role], name, row, Case(world, role, place))
            transaction.set_rollback(True)
    return answers
