"""Nothing that a link or a form says leads her to another site."""

from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse

from red_inclusion.core.returning import onward
from tests.permissions.matrix import rows
from tests.permissions.world import ANONYMOUS, OWN, ROLES, Case

EVIL = "evil.example"
AWAY = (
    f"https://{EVIL}/",
    f"//{EVIL}/",
    f"/\\{EVIL}/",
    f"\\\\{EVIL}",
    f"https:{EVIL}",
    f"///{EVIL}",
    f"http://testserver@{EVIL}/",
    f"https://{EVIL}%2f@testserver",
    f"\thttps://{EVIL}",
    f"/%0d%0aLocation:https://{EVIL}",
    "javascript:alert(1)",
    "data:text/html,x",
)
# A link to hand over is written with the origin that the settings give.
OURS = ("", "testserver", urlsplit(settings.PUBLIC_ORIGIN).netloc)
NAMES_OF_NEXT = ("next", "return_to", "redirect_to", "redirect", "back", "url", "continue", "back_url")
ALL = [(name, row) for name, given in rows().items() for row in given]
IDS = [f"{name}-{row.method}-{number}" for number, (name, row) in enumerate(ALL)]


def leads_away(address: str) -> bool:
    """As a browser reads it: backslashes are slashes, and blanks before it do not count."""
    read = address.replace("\\", "/").strip(" \t\r\n")
    parts = urlsplit(read)
    return bool(parts.scheme and parts.scheme not in ("http", "https")) or (
        read.startswith("//") or parts.netloc not in OURS
    )


@pytest.mark.parametrize("address", [address for address in AWAY if "%" not in address and address != f"https:{EVIL}"])
def test_an_address_that_leads_away_is_known(address):
    assert leads_away(address)


@pytest.mark.parametrize("address", ["/needs/", "?q=1", "http://testserver/needs/", f"/login/?next=https://{EVIL}/"])
def test_an_address_of_ours_is_known(address):
    assert not leads_away(address)


@pytest.mark.parametrize(("wanted", "onto"), [("/needs/?q=1", "/needs/?q=1"), (f"//{EVIL}/", "/"), ("needs", "/")])
def test_a_form_goes_on_to_a_page_of_ours(rf, wanted, onto):
    assert redirect(onward(rf.post("/", {"next": wanted}), "/"))["Location"] == onto


def links_of(response) -> list[str]:
    if "html" not in response.get("Content-Type", "") or response.streaming:
        return []
    soup = BeautifulSoup(response.content, "html.parser")
    found = [
        tag.get(name) for tag in soup.find_all(True) for name in ("href", "action", "formaction", "hx-get", "hx-post")
    ]
    return [address for address in found if address and not address.startswith(("mailto:", "tel:"))]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), ALL, ids=IDS)
def test_no_route_follows_an_address_that_leads_away(world, name, row):
    """As who may: sent there at once, or by a link or a form of the page."""
    follow(world, name, row, AWAY[1:2], {whoever_may(row)})


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row"), ALL, ids=IDS)
def test_no_route_follows_any_writing_of_it(world, name, row):
    """And a stranger."""
    follow(world, name, row, AWAY, {whoever_may(row), ANONYMOUS})


def whoever_may(row) -> str:
    return next(role for role in reversed(ROLES) if role in row.may)


def follow(world, name, row, addresses, roles):
    world.clients, world.author  # noqa: B018
    for role in roles:
        for address in addresses:
            wanted = dict.fromkeys(NAMES_OF_NEXT, address)
            headers = dict(row.headers) | {"referer": f"https://{EVIL}/", "HX-Current-URL": f"https://{EVIL}/"}
            with transaction.atomic():
                case = Case(world, role, OWN)
                url = reverse(name, kwargs=row.kwargs(case))
                data = row.data(case)
                if row.method == "GET":
                    response = world.clients[role].get(url, data | wanted, headers=headers)
                else:
                    response = world.clients[role].post(f"{url}?{urlencode(wanted)}", data | wanted, headers=headers)
                transaction.set_rollback(True)
            leads = [*links_of(response), *(response.get(header, "") for header in ("Location", "HX-Redirect"))]

            assert [lead for lead in leads if leads_away(lead)] == [], (role, address)
