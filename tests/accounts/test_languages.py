"""The language can be changed from every page that knows who reads it, without scripts, and one stays where one was."""

import pytest
from bs4 import BeautifulSoup

from meetings.enums import MeetingState
from red_inclusion.accounts.models import User
from tests.meetings.factories import MeetingFactory

PAGES = {
    "/": "dani",
    "/accounts/login/?next=/needs/": "dani",
    "/my-work/": "bruno",
    "/needs/?q=transporte&sort=newest": "bruno",
    "/nowhere/": "bruno",
    "/meetings/{meeting}/room/": "bruno",
    "/meetings/{meeting}/console/": "alba",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "who"), PAGES.items())
def test_the_switch_leads_back_to_the_same_page_in_the_other_language(client, cast, address, who):
    meeting = MeetingFactory(area=cast.emp, state=MeetingState.IN_SESSION)
    path = address.format(meeting=meeting.pk)
    if who != "dani":
        client.force_login(getattr(cast, who))
    before = BeautifulSoup(client.get(path).content, "html.parser")
    form = before.select_one("form.languages")
    other = next(each["value"] for each in form.select("button") if not each.has_attr("aria-current"))

    answer = client.post(form["action"], {"language": other, "next": form.select_one("[name=next]")["value"]})
    after = BeautifulSoup(client.get(answer["Location"]).content, "html.parser")

    assert answer["Location"] == path
    assert (before.html["lang"], after.html["lang"]) in {("es", "en"), ("en", "es")}
    if who != "dani":
        assert User.objects.get(pk=getattr(cast, who).pk).language == other
