"""A vote on a phone reaches the server, once, whatever the line does."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import PHONE
from .rooms import (
    EARLY,
    FOURTH,
    NEIGHBOUR,
    THIRD,
    VOTER,
    Room,
    card,
    cut_off,
    forgive,
    go_to,
    is_of_the_cut,
    mark,
    receipt,
    tap,
)

pytestmark = pytest.mark.e2e

MINUTE = 60_000  # milliseconds
AWAY_AND_BACK = """
for (const name of ["pagehide", "pageshow"]) dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
"""
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('room.votes.')).length"


@pytest.fixture
def room(network) -> Room:
    return Room(network.ids)


@pytest.fixture
def phone(signed_in, room: Room):
    def phone(email: str = VOTER, **options) -> Page:
        return room.enter(signed_in(email, **PHONE, **options))

    return phone


def test_a_tap_is_acknowledged_and_stored(phone, room: Room):
    page, (first, second, third, *_) = phone(), room.items

    tap(page, first, 3)
    expect(receipt(page, first)).to_contain_text("Registrado a las")
    tap(page, second, "pass")
    expect(receipt(page, second)).to_contain_text("Registrado a las")
    tap(page, third, 1)
    expect(receipt(page, third)).to_contain_text("Registrado a las")
    card(page, third).get_by_role("button", name="Retirar").click()
    expect(receipt(page, third)).to_contain_text("Retirado a las")

    assert room.values(page.context) == {first: 3, second: None}
    assert page.evaluate(KEPT) == 0


def test_taps_before_the_scripts_have_come_count(signed_in, room: Room):
    """On a slow line the ballot is there long before the scripts are."""
    page, held, (first, second, *_) = signed_in(EARLY, **PHONE).new_page(), [], room.items
    page.route("**/meetings/js/phone*.js", lambda route: held.append(route))
    page.goto(room.url(), wait_until="commit")
    for item, value in ((first, 4), (second, "pass")):
        mark(page, item, value).dispatch_event("click")
    assert room.values(page.context) == {}

    held[0].continue_()

    for item in (first, second):
        expect(receipt(page, item)).to_contain_text("Registrado a las")
    assert room.values(page.context) == {first: 4, second: None}


def test_two_devices_of_one_person_agree(phone, room: Room):
    item = room.items[3]
    first, second = phone(), phone()

    tap(first, item, 4)
    go_to(second, item)

    expect(card(second, item).locator("[name^=value][value='4']")).to_be_checked()
    expect(receipt(second, item)).to_contain_text("Registrado a las")


@pytest.mark.parametrize(
    ("block", "place"),
    [
        pytest.param(lambda socket: socket.close(), 4, id="refused"),
        pytest.param(lambda socket: None, 5, id="silent", marks=pytest.mark.long),
    ],
)
def test_without_sockets_the_form_carries_the_vote_and_the_page_follows(phone, signed_in, room: Room, block, place):
    context = signed_in(VOTER, **PHONE)
    context.route_web_socket("**/ws/**", block)
    page, item = room.enter(context), room.items[place]

    tap(page, item, 2)

    expect(receipt(page, item)).to_contain_text("Registrado a las")
    assert room.values(context)[item] == 2
    expect(page.locator("[data-room-line]")).to_have_text("en línea")
    tap(phone(NEIGHBOUR), item, 4)
    expect(card(page, item).locator("[data-voters]")).to_contain_text("2 valoraciones")


@pytest.mark.long
def test_a_form_of_which_one_vote_is_refused_gives_up_that_one_only(phone, signed_in, room: Room):
    context = signed_in(VOTER, **PHONE)
    context.route_web_socket("**/ws/**", lambda socket: socket.close())
    page, (first, second), posted = room.enter(context), room.items[7:9], []

    def refuse_the_first(route) -> None:
        posted.append(route.request)
        if len(posted) > 1:
            return route.continue_()
        body = f"<article data-item={first}><p data-refusal>Not that one</p></article>"
        return route.fulfill(status=200, content_type="text/html", body=body)

    page.route("**/ballot/", refuse_the_first)
    expect(page.locator("[data-room-line]")).to_have_text("en línea")
    cut_off(page)
    tap(page, first, 3)
    tap(page, second, 4)
    page.context.set_offline(False)

    expect(receipt(page, second)).to_contain_text("Registrado a las")
    expect(receipt(page, first)).to_have_text("Not that one")
    tap(phone(), first, 1)
    expect(receipt(page, first)).to_contain_text("Registrado a las")
    values = room.values(context)
    assert (values[first], values[second]) == (1, 4)
    forgive(context, is_of_the_cut)


@pytest.mark.long
def test_a_page_that_the_browser_kept_aside_votes_again(phone, room: Room):
    page, (first, second) = phone(FOURTH), room.items[1:3]
    tap(page, first, 1)
    expect(receipt(page, first)).to_contain_text("Registrado a las")

    page.evaluate(AWAY_AND_BACK)
    tap(page, second, 3)

    expect(receipt(page, second)).to_contain_text("Registrado a las")
    expect(page.locator("[data-room-line]")).to_have_text("en línea")


@pytest.mark.long
def test_an_abstention_without_a_line_empties_the_ballot_before_what_follows(phone, room: Room):
    page, (before, after) = phone(FOURTH), room.items[3:5]
    tap(page, before, 3)
    expect(receipt(page, before)).to_contain_text("Registrado a las")

    cut_off(page)
    expect(page.locator("[data-cut=offline]")).to_be_visible()
    page.locator("[data-abstain]").dispatch_event("click")
    tap(page, after, 4)
    expect(card(page, after).locator("[name^=value][value='4']")).to_be_checked()
    page.context.set_offline(False)

    expect(receipt(page, after)).to_contain_text("Registrado a las")
    assert room.values(page.context) == {after: 4}
    assert page.evaluate(KEPT) == 0
    forgive(page.context, is_of_the_cut)


def test_votes_of_a_lost_line_are_kept_and_sent_once(phone, room: Room):
    page, (first, second) = phone(NEIGHBOUR), room.items[6:8]

    cut_off(page)
    tap(page, first, 1)
    tap(page, first, 4)
    tap(page, second, 0)
    expect(page.locator("[data-unsent]")).to_contain_text("2 votos sin enviar")
    expect(receipt(page, second)).to_contain_text("Guardado en este teléfono")
    expect(page.locator("[data-cut=offline]")).to_be_visible()
    page.wait_for_timeout(10_000)
    page.context.set_offline(False)

    expect(receipt(page, second)).to_contain_text("Registrado a las")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    stored = room.stored(page.context)
    assert (stored[first]["value"], stored[second]["value"]) == (4, 0)
    assert stored[first]["seq"] < stored[second]["seq"]
    assert page.evaluate(KEPT) == 0
    forgive(page.context, is_of_the_cut)


def test_votes_not_sent_outlive_the_page(phone, room: Room):
    page, item = phone(NEIGHBOUR), room.items[8]

    cut_off(page)
    tap(page, item, 3)
    expect(receipt(page, item)).to_contain_text("Guardado en este teléfono")
    page.close()
    page.context.set_offline(False)
    again = room.enter(page.context)

    go_to(again, item)
    expect(receipt(again, item)).to_contain_text("Registrado a las")
    assert room.values(again.context)[item] == 3
    forgive(again.context, is_of_the_cut)


def test_signing_out_leaves_nothing_of_her_ballot(phone, room: Room):
    page, item = phone(NEIGHBOUR), room.items[9]

    cut_off(page)
    tap(page, item, 3)
    expect(receipt(page, item)).to_contain_text("Guardado en este teléfono")
    page.route_web_socket("**/ws/**", lambda socket: socket.close())
    page.route("**/ballot/", lambda route: route.abort())
    assert page.evaluate(KEPT) == 1
    page.context.set_offline(False)
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()

    assert page.evaluate(KEPT) == 0
    forgive(page.context, lambda trouble: is_of_the_cut(trouble) or "ERR_FAILED" in trouble)


def test_without_scripts_the_ballot_is_a_form(signed_in, room: Room):
    context = signed_in(VOTER, **PHONE, java_script_enabled=False)
    page, (first, second) = context.new_page(), room.items[10:12]
    page.goto(room.url())

    mark(page, first, 3).click()
    mark(page, second, "pass").click()
    page.get_by_role("button", name="Enviar mi voto").click()

    expect(receipt(page, first)).to_contain_text("Registrado a las")
    stored = room.stored(context)
    assert (stored[first]["value"], stored[second]["passed"]) == (3, True)


@pytest.mark.long
def test_a_minute_without_a_line_loses_nothing(phone, room: Room):
    """She votes on and changes two; the last of each is recorded once, and she stays where she was."""
    page, (before, first, second, third) = phone(THIRD), room.items[:4]
    tap(page, before, 2)
    expect(receipt(page, before)).to_contain_text("Registrado a las")
    tapped = room.stored(page.context)[before]["seq"]

    cut_off(page)
    tap(page, first, 1)
    tap(page, second, 0)
    expect(page.locator("[data-unsent]")).to_contain_text("2 votos sin enviar")
    page.wait_for_timeout(MINUTE / 2)
    tap(page, first, 4)
    tap(page, before, "pass")
    tap(page, third, 3)
    expect(page.locator("[data-unsent]")).to_contain_text("4 votos sin enviar")
    mark(page, third, 3).locator("input").focus()
    page.wait_for_timeout(MINUTE / 2)
    expect(page.locator("[data-cut=offline]")).to_be_visible()
    expect(receipt(page, third)).to_contain_text("Guardado en este teléfono")
    assert room.values(page.context) == {before: 2}
    page.context.set_offline(False)

    expect(receipt(page, third)).to_contain_text("Registrado a las")
    expect(page.locator("[data-unsent]")).to_be_hidden()
    expect(page.locator("[data-cut=offline]")).to_be_hidden()
    assert mark(page, third, 3).locator("input").evaluate("input => input === document.activeElement && input.checked")
    stored = room.stored(page.context)
    assert {item: vote["value"] for item, vote in stored.items()} == {before: None, first: 4, second: 0, third: 3}
    # Sent once or again, a vote keeps the number of its tap: a number more would be a vote more.
    assert {item: vote["seq"] - tapped for item, vote in stored.items()} == {second: 2, first: 3, before: 4, third: 5}
    assert page.evaluate(KEPT) == 0
    forgive(page.context, is_of_the_cut)
