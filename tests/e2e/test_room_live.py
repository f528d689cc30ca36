"""Phone, desk and wall follow the room by themselves, and say what the server said."""

import re
from itertools import zip_longest

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE, PROJECTOR
from .rooms import FOURTH, LEAD, NEIGHBOUR, OBSERVER, THIRD, VOTER, Room, card, mark, receipt, tap

pytestmark = pytest.mark.e2e

PICTURE = """
(root) => {
  const told = "[data-title] [data-rank] [data-mean] [data-voters] [data-passed] [data-agreement] [data-receipt] " +
    "[data-turnout] [data-presence] [data-stage] [data-until] [data-entity] [data-cast] [data-heading] " +
    "[data-round-title] [data-state] [data-missing] [data-place]";
  const words = (node) => node.textContent.replace(/\\s+/g, " ").trim();
  return {
    parts: [...root.querySelectorAll("[data-show]")].map((part) => [part.dataset.show, part.hidden]),
    words: [...root.querySelectorAll(told.replaceAll(" ", ","))].map(words),
    ticked: [...root.querySelectorAll("input:checked")].map((input) => `${input.name}=${input.value}`),
    marks: [...root.querySelectorAll("[data-mark] svg")].map((mark) => mark.getAttribute("class")),
    lengths: [...root.querySelectorAll("[data-fill]")].map((bar) => Math.round(bar.getAttribute("width"))),
  };
}
"""
AS_DRAWN = f"({PICTURE})(document)"
AS_SENT = f"""
fetch(location.href).then((answer) => answer.text())
  .then((page) => ({PICTURE})(new DOMParser().parseFromString(page, "text/html")))
"""
SYNC_DOUBLES = """
async () => {
  const { syncRows } = await import("/static/meetings/js/rows.js");
  const [list, template] = ["ol", "template"].map((name) => document.createElement(name));
  template.innerHTML = "<li></li>";
  return [1, 2, 3].map(() => {
    const update = (row, name) => row.replaceChildren(name);
    syncRows(list, ["Ana", "Ana", "Bea"], { key: (name) => name, template, update });
    return list.textContent;
  });
}
"""
REFRESH_A_CHOICE = """
async (field) => {
  const { refreshParts } = await import("/static/meetings/js/inplace.js");
  const [begun, idle] = ["decisions", "agenda"].map((name) => document.querySelector(`[data-part=${name}]`));
  begun.insertAdjacentHTML("beforeend", `<p data-field>${field}</p>`);
  const control = begun.querySelector("[data-field]").firstElementChild;
  if (control.type === "checkbox" || control.type === "radio") control.checked = true;
  else control.value = "2";
  await refreshParts();
  return [begun.isConnected, idle.isConnected];
}
"""
COUNT_WORDS = """
window.said = 0;
new MutationObserver(() => { window.said += 1; })
  .observe(document.querySelector("[data-announce]"), { childList: true, characterData: true, subtree: true });
"""


@pytest.fixture
def room(network) -> Room:
    return Room(network.ids)


@pytest.fixture
def enter(signed_in, room: Room):
    def enter(email: str, face: str = "room", **options) -> Page:
        sizes = {"room": PHONE, "projector": PROJECTOR, "console": {}}
        page = room.enter(signed_in(email, **sizes[face], **options), face)
        expect(page.locator("[data-room-line], [data-bars]").first).to_be_attached()
        return page

    return enter


def says_the_same(page: Page) -> None:
    page.locator(".is-live").wait_for()
    page.wait_for_timeout(700)
    drawn, sent = page.evaluate(AS_DRAWN), page.evaluate(AS_SENT)
    assert {name: differences(drawn[name], sent[name]) for name in sent} == {name: [] for name in sent}


def differences(drawn: list, sent: list) -> list:
    return [(place, *pair) for place, pair in enumerate(zip_longest(drawn, sent)) if pair[0] != pair[1]]


@pytest.mark.long
def test_scripts_draw_what_the_server_drew(enter, room: Room, signed_in):
    voter, lead, wall = enter(VOTER), enter(LEAD, "console"), enter(NEIGHBOUR, "projector")
    tap(voter, room.items[0], 3)
    tap(voter, room.items[1], "pass")
    expect(receipt(voter, room.items[1])).to_contain_text("Registrado a las")

    for page in (voter, lead, wall):
        says_the_same(page)
    for stage in ("groups", "check_in", "wrap_up", "prioritise"):
        room.post(lead, f"/meetings/{room.meeting}/stage/", stage=stage)
        for page in (voter, wall):
            says_the_same(page)


def test_the_desk_sees_who_votes_and_never_what(enter, room: Room):
    lead = enter(LEAD, "console")
    name = "Persona 003"
    row = lead.locator("[data-roll] .person", has_text=name)
    expect(row).to_contain_text("falta por votar")

    tap(enter(THIRD), room.items[2], 4)

    expect(row).to_contain_text("ha votado")


@pytest.mark.long
def test_what_is_written_at_the_desk_outlives_her_own_buttons(enter, room: Room):
    lead = enter(LEAD, "console")
    lead.get_by_label("Anotar un acuerdo").fill("Pedir un autobús")

    lead.locator("[data-part=agenda]").get_by_role("button", name="Empezar").nth(1).click()

    expect(lead.locator("[data-part=agenda] [aria-current=step]")).to_have_count(1)
    assert lead.evaluate("document.activeElement.closest('[data-part]').dataset.part") == "agenda"
    expect(lead.get_by_label("Anotar un acuerdo")).to_have_value("Pedir un autobús")
    lead.get_by_role("button", name="Anotar el acuerdo").click()
    expect(lead.locator("#decisions .row", has_text="Pedir un autobús")).to_be_visible()
    expect(lead.get_by_label("Anotar un acuerdo")).to_have_value("")


@pytest.mark.long
@pytest.mark.parametrize(
    "field",
    [
        "<select><option>1<option>2</select>",
        "<select><option>2<option selected>1</select>",
        "<input type=checkbox>",
        "<input type=radio>",
        "<input type=number value=1>",
    ],
)
def test_what_is_chosen_at_the_desk_outlives_a_push(enter, field):
    assert enter(LEAD, "console").evaluate(REFRESH_A_CHOICE, field) == [True, False]


@pytest.mark.long
def test_two_of_the_same_key_stay_two(enter):
    assert enter(LEAD, "console").evaluate(SYNC_DOUBLES) == ["AnaAnaBea"] * 3


@pytest.mark.long
def test_results_are_announced_at_most_every_ten_seconds(enter, room: Room):
    idle, voter = enter(VOTER), enter(NEIGHBOUR)
    idle.wait_for_timeout(1_000)
    idle.evaluate(COUNT_WORDS)

    for item in room.items[:6]:
        tap(voter, item, 2)
        expect(receipt(voter, item)).to_contain_text("Registrado a las")
    idle.wait_for_timeout(2_000)

    assert idle.evaluate("window.said") == 1
    expect(idle.locator("[data-announce]")).to_contain_text("Primera ahora:")


@pytest.mark.long
def test_live_figures_do_not_move_what_is_under_the_finger(enter, room: Room):
    page, item = enter(VOTER), room.items[7]
    page.locator(f".dot[data-item='{item}']").click()
    before = mark(page, item, 4).bounding_box()

    tap(enter(NEIGHBOUR), item, 1)
    tap(enter(THIRD), item, 4)
    expect(card(page, item).locator("[data-voters]")).to_contain_text("2 valoraciones")

    assert mark(page, item, 4).bounding_box() == before


@pytest.mark.long
def test_all_needs_in_a_list_is_remembered(enter, room: Room):
    page = enter(VOTER)
    page.get_by_role("button", name="Verlas todas").click()
    page.reload()

    expect(card(page, room.items[0])).to_be_visible()
    expect(card(page, room.items[-1])).to_be_visible()
    page.get_by_role("button", name="De una en una").click()
    expect(card(page, room.items[-1])).to_be_hidden()


@pytest.mark.long
def test_the_first_agenda_item_appears_on_open_phones(enter, room: Room):
    lead = enter(LEAD, "console")
    lead.goto(f"/meetings/{room.meeting}/")
    for button in lead.locator("[formaction*='/agenda/'][formaction$='/remove/']").all():
        room.post(lead, button.get_attribute("formaction"))
    page = enter(THIRD)
    agenda = page.get_by_role("heading", name="Orden del día")
    expect(agenda).to_be_hidden()

    room.post(lead, f"/meetings/{room.meeting}/agenda/add/", title="Presentación")

    expect(agenda).to_be_visible()
    expect(page.locator("[data-agenda]")).to_contain_text("Presentación")


def test_closing_shows_the_result_everywhere_in_its_order(enter, room: Room):
    voter, lead, wall = enter(VOTER), enter(LEAD, "console"), enter(NEIGHBOUR, "projector")
    keyboard = enter(THIRD)
    tap(voter, room.items[11], 4)
    expect(receipt(voter, room.items[11])).to_contain_text("Registrado a las")
    keyboard.locator(".ballot-card--current [data-title]").focus()
    keyboard.keyboard.press("Tab")
    focused = keyboard.evaluate_handle("document.activeElement")
    lead.evaluate("window.stayed = true")
    listed = wall.locator("[data-bars] [data-key]").evaluate_all("rows => rows.map((row) => Number(row.dataset.key))")
    assert listed == room.items

    lead.get_by_role("button", name="Cerrar la votación").click()
    question = lead.locator("[data-closing]")
    expect(question.get_by_role("heading")).to_have_text(re.compile(r"^Faltan \d+ de las \d+ personas presentes\.$"))
    assert lead.evaluate("document.activeElement.tagName") == "H2"
    assert lead.evaluate("window.stayed")
    question.get_by_role("heading").evaluate("heading => heading.blur()")
    before = question.get_by_role("heading").inner_text()
    tap(enter(FOURTH), room.items[0], 2)
    expect(question.get_by_role("heading")).not_to_have_text(before)
    question.get_by_role("button", name="Cerrar ahora").click()

    expect(lead.get_by_role("button", name="Pasar a los grupos")).to_be_visible()
    assert "closing" not in lead.url
    assert lead.evaluate("window.stayed && document.activeElement.tagName") == "H1"
    expect(voter.locator("#results")).to_be_visible()
    expect(voter.locator("[data-ballot]")).to_be_hidden()
    expect(wall.locator("[data-bars] [data-rank]").first).to_have_text("1.ª")
    orders = [
        page.locator(rows).evaluate_all("rows => rows.map((row) => Number(row.dataset.key))")
        for page, rows in ((voter, "[data-results] > li"), (wall, "[data-bars] > li"), (lead, "[data-results] > li"))
    ]
    assert orders[0] == orders[1] == orders[2] != room.items

    assert keyboard.evaluate("element => element === document.activeElement", focused)
    expect(keyboard.locator("#results")).to_be_visible()
    keyboard.locator("h1").evaluate("() => document.activeElement.blur()")
    expect(keyboard.locator("[data-ballot]")).to_be_hidden()


@pytest.mark.long
def test_the_result_turns_from_entities_to_people(enter, room: Room):
    page, wall = enter_results(enter), enter(NEIGHBOUR, "projector")

    for each in (page, wall):
        each.get_by_role("link", name="por personas").click()
        expect(each.get_by_text("Cada persona cuenta igual").first).to_be_visible()
        each.wait_for_timeout(300)
        assert f"/meetings/{room.meeting}/" in each.url and "by=" not in each.url
    wall.get_by_role("link", name="Ver las cifras").click()
    expect(wall.get_by_role("table")).to_be_visible()


def enter_results(enter) -> Page:
    page = enter(OBSERVER, "projector")
    page.goto(page.url.replace("projector", "room"))
    expect(page.locator("#results")).to_be_visible()
    return page
