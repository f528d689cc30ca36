"""Story A: a representative is invited, comes in on her phone, invites a colleague, and later ends her access."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .hands import Pointer
from .steps import LEAD, Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
INVITED, COLLEAGUE = "nueva@demo.example", "colega@demo.example"


def invite(her: Person, name: str, email: str) -> str:
    """From the page of the people; gives the link that is shown once."""
    her.press("link", "Invite a person", within=her.main)
    her.hands.write(her.field("Name"), name)
    her.hands.write(her.field("E-mail"), email)
    her.press("button", "Send the invitation")
    her.reads_title(SAY("Invitation sent"))
    return urlsplit(her.main.locator("[data-invitation-link]").get_attribute("href")).path


def come_in(open_context, link: str, name: str) -> Person:
    her = Person(open_context(**PHONE).new_page(), SAY, Pointer())
    her.page.goto(link)
    her.reads_title(SAY("%(name)s, you are invited", name=name))
    expect(her.field("Your name")).to_have_value(name)
    her.hands.tick(her.page.get_by_label(SAY("I have read them and will keep to them")))
    her.press("button", "Accept and come in")
    her.arrives("/my-work/")
    return her


def people_of_my_entity(her: Person) -> None:
    her.hands.press(her.page.locator("header details summary").first)
    her.press("link", "People of my entity")
    her.arrives("/people/")


def test_invited_she_comes_in_on_her_phone_and_invites_a_colleague_whose_access_ends(signed_in, open_context, server):
    lead = Person(signed_in(LEAD).new_page(), SAY, Pointer())
    lead.page.goto("/entities/?q=Cruz+Roja")
    lead.hands.press(lead.main.get_by_role("link", name="Cruz Roja", exact=True))
    lead.press("link", "People and invitations")
    link = invite(lead, "Persona Nueva", INVITED)

    her = come_in(open_context, link, "Persona Nueva")
    people_of_my_entity(her)
    link_of_colleague = invite(her, "Persona Colega", COLLEAGUE)
    colleague = come_in(open_context, link_of_colleague, "Persona Colega")

    people_of_my_entity(her)
    row = her.main.get_by_role("listitem").filter(has_text="Persona Colega")
    her.hands.press(row.get_by_role("button", name=re.compile(SAY("No longer works here"))))
    expect(her.main.get_by_role("button", name=SAY("Undo"))).to_be_visible()
    colleague.page.reload()
    expect(colleague.main).to_contain_text(SAY("You have no place in the network yet"))
    expect(colleague.main).to_contain_text(SAY("Whom to ask"))

    her.press("button", "Undo")
    expect(her.main.get_by_role("listitem").filter(has_text="Persona Colega")).to_have_count(1)
    colleague.page.reload()
    expect(colleague.main).not_to_contain_text(SAY("You have no place in the network yet"))


@pytest.mark.long
def test_a_used_link_says_how_to_go_on(signed_in, open_context):
    lead = Person(signed_in(LEAD).new_page(), SAY, Pointer())
    lead.page.goto("/entities/?q=Cruz+Roja")
    lead.hands.press(lead.main.get_by_role("link", name="Cruz Roja", exact=True))
    lead.press("link", "People and invitations")
    link = invite(lead, "Otra Persona", "otra@demo.example")
    come_in(open_context, link, "Otra Persona")

    context = open_context(**PHONE)
    context.watch.expects_refusals = True
    page = context.new_page()
    page.goto(link)

    expect(page.get_by_role("main")).to_contain_text(
        SAY("This invitation has been used. If it was you, sign in with your e-mail.")
    )
    expect(page.get_by_role("main").get_by_role("link", name=SAY("Sign in"))).to_be_visible()
