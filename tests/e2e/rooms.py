"""Who is in the demo's room and what browsers there can be made to do."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

LEAD = "lead@demo.example"
VOTER = "person-001@demo.example"
NEIGHBOUR = "person-002@demo.example"
THIRD = "person-003@demo.example"
EARLY = "person-005@demo.example"
FOURTH = "person-004@demo.example"  # votes in one test only
OBSERVER = "observer@demo.example"  # votes in none

CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_NAME_NOT_RESOLVED")


class Room:
    """The meeting in session, its open vote and the addresses of both."""

    def __init__(self, ids: dict):
        self.meeting, self.round, self.items = ids["meeting"], ids["round"], ids["items"]

    def url(self, face: str = "room") -> str:
        return f"/meetings/{self.meeting}/{face}/"

    def enter(self, context: BrowserContext, face: str = "room") -> Page:
        page = context.new_page()
        page.goto(self.url(face))
        if face == "room":
            expect(page.locator("[data-ballot]")).to_be_visible()
        return page

    def stored(self, context: BrowserContext) -> dict[int, dict]:
        """What the server holds of her ballot, by item."""
        snapshot = context.request.get(f"{self.url()}snapshot/").json()
        return {vote["item"]: vote for vote in snapshot["me"]["ballot"]["votes"]}

    def values(self, context: BrowserContext) -> dict[int, int | None]:
        return {item: vote["value"] for item, vote in self.stored(context).items()}

    def post(self, page: Page, address: str, **fields) -> None:
        """One of the forms of her page, sent without leaving it."""
        token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
        answer = page.context.request.post(
            address,
            form={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": page.url},
            max_redirects=0,
        )
        assert answer.status in (302, 303), (address, answer.status)


def card(page: Page, item: int) -> Locator:
    return page.locator(f"#item-{item}")


def go_to(page: Page, item: int) -> Locator:
    page.locator(f".dot[data-item='{item}']").click()
    expect(card(page, item)).to_be_visible()
    return card(page, item)


def tap(page: Page, item: int, value: int | str) -> Locator:
    """One tap on a mark of a card, wherever she was."""
    shown = go_to(page, item)
    mark(page, item, value).click()
    return shown


def mark(page: Page, item: int, value: int | str) -> Locator:
    return card(page, item).locator(f"label:has([name^=value][value='{value}'])")


def receipt(page: Page, item: int) -> Locator:
    return card(page, item).locator("[data-receipt]")


def cut_off(page: Page) -> None:
    """No network, and the line that was open is gone with it."""
    page.context.set_offline(True)


def forgive(context: BrowserContext, excuse: Callable[[str], bool]) -> None:
    """Browsers complain of the network that a test took away."""
    context.watch.troubles = [trouble for trouble in context.watch.troubles if not excuse(trouble)]


def is_of_the_cut(trouble: str) -> bool:
    return any(reason in trouble for reason in CUT)
