"""Story B: somebody without an account scans the code, asks to enter, is let in and votes."""

import re
import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import PHONE
from .rooms import LEAD, Room, receipt, tap
from .test_axe import judge
from .words import Words

pytestmark = pytest.mark.e2e

LOCALES = {"es": "es-ES", "en": "en-GB"}
IN_BOTH = ["es", pytest.param("en", marks=pytest.mark.long)]
LOOKS = [("phone", "light"), ("phone", "dark"), ("laptop", "light")]
SAY = Words("es")


@pytest.fixture
def room(network) -> Room:
    return Room(network.ids)


@pytest.fixture
def door(network) -> str:
    return f"/join/{network.ids['join_code']}/"


@pytest.fixture
def conductor(signed_in, room: Room) -> Page:
    page = signed_in(LEAD, reduced_motion="reduce").new_page()
    page.goto(room.url("console"))
    return page


def ask(page: Page, say: Words, name: str, *, other: str = "Vecinas del Barrio") -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=entity]").select_option(label=say("Another entity"))
    page.locator("[name=entity_name]").fill(other)
    page.get_by_role("button", name=say("Ask to enter")).click()
    expect(page.get_by_role("heading", name=say("You have asked to enter"))).to_be_visible()


def at_the_door(conductor: Page, name: str) -> Locator:
    return conductor.locator("[data-part=guests] li", has_text=name)


def answer(conductor: Page, name: str, button: str = "Admit") -> None:
    words = re.compile(f"^{SAY.of('a guest', button)}")
    at_the_door(conductor, name).get_by_role("button", name=words).click()


@pytest.mark.parametrize("language", IN_BOTH)
def test_from_the_code_to_a_recorded_vote(open_context, conductor, room, door, language):
    say, name, item = Words(language), f"Rosa {language}", room.items[0]
    page = open_context(**PHONE, locale=LOCALES[language]).new_page()

    began = time.monotonic()
    page.goto(door)
    expect(page.locator("[name=entity_name]")).to_be_hidden()
    ask(page, say, name)
    answer(conductor, name)
    expect(page.locator("[data-ballot]")).to_be_visible()
    tap(page, item, 4)
    expect(receipt(page, item)).to_contain_text(say("Recorded at {time}").partition("{")[0])

    assert time.monotonic() - began < 60
    assert room.values(page.context) == {item: 4}
    expect(at_the_door(conductor, name)).to_have_count(0)
    expect(page.get_by_text("Vecinas del Barrio")).to_be_visible()
    for private in ("/my-work/", "/needs/", room.url("console"), room.url("projector")):
        page.goto(private)
        assert urlsplit(page.url).path == "/accounts/login/"


@pytest.mark.long
def test_the_console_follows_the_door_also_while_she_works_in_its_list(open_context, conductor, door):
    first, second = (open_context(**PHONE).new_page() for _phone in range(2))
    first.goto(door)
    second.goto(door)

    ask(first, SAY, "Amparo")
    expect(at_the_door(conductor, "Amparo")).to_be_visible()
    admit = at_the_door(conductor, "Amparo").get_by_role("button").first
    admit.focus()
    ask(second, SAY, "Benita")

    expect(at_the_door(conductor, "Benita")).to_be_visible()
    expect(admit).to_be_focused()
    expect(conductor.locator("[data-part=guests] h2")).to_have_text("2 personas piden entrar")
    expect(conductor.locator("[data-announce]")).to_have_text("2 personas piden entrar")
    answer(conductor, "Benita", "Do not admit")
    expect(second.get_by_role("heading", name=SAY("You have not been admitted"))).to_be_visible()
    answer(conductor, "Amparo")
    expect(first.locator("[data-ballot]")).to_be_visible()


@pytest.mark.long
def test_without_scripts_both_do_it_by_plain_forms(open_context, signed_in, room, door):
    page = open_context(java_script_enabled=False, **PHONE).new_page()
    lead = signed_in(LEAD, java_script_enabled=False).new_page()

    page.goto(door)
    ask(page, SAY, "Consuelo")
    page.get_by_role("link", name=SAY("Am I in already?")).click()
    expect(page.get_by_role("heading", name=SAY("You have asked to enter"))).to_be_visible()
    lead.goto(room.url("console"))
    answer(lead, "Consuelo")
    expect(at_the_door(lead, "Consuelo")).to_have_count(0)
    page.get_by_role("link", name=SAY("Am I in already?")).click()
    card = page.locator("article[data-item]").first
    card.locator("label:has([name^=value][value='3'])").click()
    page.get_by_role("button", name=SAY("Send my vote")).click()

    expect(card.get_by_text(SAY("Recorded at %(time)s", time="").strip())).to_be_visible()
    assert room.values(page.context) == {room.items[0]: 3}


@pytest.mark.long
def test_axe_finds_nothing_at_the_door_nor_after_the_end(open_context, conductor, room, door):
    page, late = open_context(reduced_motion="reduce").new_page(), open_context().new_page()
    found = {}

    page.goto(door)
    page.locator("[name=entity]").select_option(label=SAY("Another entity"))
    found["asking"] = judge(page, LOOKS)
    page.get_by_role("button", name=SAY("Ask to enter")).click()
    found["something missing"] = judge(page, LOOKS)
    ask(page, SAY, "Dolores")
    found["waiting"] = judge(page, LOOKS)
    expect(at_the_door(conductor, "Dolores")).to_be_visible()
    found["console"] = judge(conductor, LOOKS)
    answer(conductor, "Dolores")
    expect(page.locator("[data-ballot]")).to_be_visible()
    found["room"] = judge(page, LOOKS)
    late.goto(door)
    ask(late, SAY, "Elvira")
    expect(at_the_door(conductor, "Elvira")).to_be_visible()
    answer(conductor, "Elvira", "Do not admit")
    expect(late.get_by_role("heading", name=SAY("You have not been admitted"))).to_be_visible()
    found["turned away"] = judge(late, LOOKS)

    room.post(conductor, f"/rounds/{room.round}/close/")
    room.post(conductor, f"/meetings/{room.meeting}/close/")
    page.get_by_role("link", name=SAY("How the minutes reach me")).click()
    expect(page.get_by_role("heading", name=SAY("Thank you for taking part"))).to_be_visible()
    found["thanks"] = judge(page, LOOKS)
    expect(late.get_by_role("heading", name=SAY("The meeting has ended"))).to_be_visible()

    assert {place: wrong for place, wrong in found.items() if wrong} == {}
