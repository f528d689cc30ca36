"""What a screen reader finds on the main pages, kept in spoken/ to be read as a text and compared.

A page that is meant to change is written anew by running this file with `SPOKEN=write`; the change is then read in the
commit. Figures and dates stand as «#», because the demo lives around today.
"""

import json
import os
import re
from pathlib import Path

import pytest

from .conftest import PHONE
from .network import Network, manage
from .steps import LEAD, REPRESENTATIVE

pytestmark = [pytest.mark.e2e, pytest.mark.long]

FOLDER = Path(__file__).parent / "spoken"
WHERE = """
import json
from tests.e2e.places import area_needs, area_proposals, area_minutes
from meetings.models import Meeting
first = {"area__code": "EMP"}
print(json.dumps({
    "need": area_needs("prioritised")[0].get_absolute_url(),
    "proposal": area_proposals()[0].get_absolute_url(),
    "minutes": area_minutes("published")[0].get_absolute_url(),
    "meeting": Meeting.objects.filter(state="closed", **first).order_by("pk").first().get_absolute_url(),
}))
"""
PAGES = {
    "home": (None, "/"),
    "sign-in": (None, "/accounts/login/"),
    "join": (None, "/join/"),
    "my-work": (REPRESENTATIVE, "/my-work/"),
    "area": (REPRESENTATIVE, "/areas/EMP/"),
    "needs": (REPRESENTATIVE, "/needs/?area=EMP"),
    "need": (REPRESENTATIVE, "need"),
    "log-need": (REPRESENTATIVE, "/needs/new/?area=EMP"),
    "proposal": (REPRESENTATIVE, "proposal"),
    "minutes": (REPRESENTATIVE, "minutes"),
    "meeting": (LEAD, "meeting"),
    "room": (REPRESENTATIVE, "room"),
    "console": (LEAD, "console"),
}
DAYS = "lunes martes miércoles jueves viernes sábado domingo".split()
MONTHS = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "ene feb mar abr may jun jul ago sep sept oct nov dic"
).split()
DATED = re.compile(rf"\b(?:{'|'.join((*DAYS, *MONTHS))})\b")
SETTLED = "() => document.readyState === 'complete' && !document.querySelector('[data-room-line][hidden]')"


@pytest.fixture(scope="module")
def where(network: Network, server) -> dict[str, str]:
    told = manage(server.folder, server.environment["DATABASE_URL"], "shell", "-v0", "-c", WHERE)
    room = f"/meetings/{network.ids['meeting']}"
    return json.loads(told.splitlines()[-1]) | {"room": f"{room}/room/", "console": f"{room}/console/"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_spoken_as_it_is_kept(name, where, signed_in, open_context):
    email, path = PAGES[name]
    context = signed_in(email, **PHONE) if email else open_context(**PHONE)
    page = context.new_page()
    page.goto(where.get(path, path))
    page.wait_for_function(SETTLED)

    spoken = told(page.locator("body").aria_snapshot())

    kept = FOLDER / f"{name}.yml"
    if os.environ.get("SPOKEN") == "write":
        kept.write_text(spoken)
    assert spoken == kept.read_text()


def told(snapshot: str) -> str:
    """Without what another day changes: figures, dates (the year is told of other years only), codes, greeting."""
    text = "\n".join(line for line in snapshot.splitlines() if "/url:" not in line)
    text = re.sub(r"\b[A-Z\d]{3}-[A-Z\d]{3}\b|(?<!level=)\d+", "#", DATED.sub("#", text))
    return re.sub(r"Buen[oa]s \w+", "Buenos #", re.sub(r"(?:# )?# de #(?: de #)?", "#", text)) + "\n"
