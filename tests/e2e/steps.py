"""What people of the story do, each thing found by what they read on their screen."""

import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Locator, Page, expect

from .hands import Keyboard, Pointer
from .words import Words

PASSWORD = "demo-inclusion"
LEAD = "lead@demo.example"
REPRESENTATIVE = "cruz-roja.emp@demo.example"
FIRST_TECHNICIAN = "el-candil.emp@demo.example"
SECOND_TECHNICIAN = "igualdad.emp@demo.example"
FOR_EVERYBODY = (
    "Also a version for everybody: who was there by entities, not by names, and only the needs that are public."
)


@dataclass
class Person:
    page: Page
    say: Words
    hands: Pointer | Keyboard

    def press(self, role: str, text: str, *, within: Locator | None = None) -> None:
        """The first control of this role whose name is `text` in her language."""
        self.hands.press((within or self.page).get_by_role(role, name=self.say(text), exact=True).first)

    def field(self, label: str) -> Locator:
        """By the words of its label; «optional» may follow them."""
        label, optional = re.escape(self.say(label)), re.escape(self.say("optional"))
        words = re.compile(rf"^\s*{label}(\s+{optional})?\s*$")
        return self.page.get_by_label(words)

    def arrives(self, ending: str) -> None:
        """On a page whose path ends so; what a query repeats of another address is not an arrival."""
        self.page.wait_for_url(lambda url: urlsplit(url).path.endswith(ending))

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def reads_title(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)


def choose_language(her: Person) -> None:
    """Through the menu that every page has; it is remembered in her profile."""
    html = her.page.locator("html")
    if html.get_attribute("lang") != her.say.language:
        her.hands.press(her.page.locator("header details summary").first)
        her.hands.press(her.page.locator(f"button[name=language][value={her.say.language}]"))
        expect(html).to_have_attribute("lang", her.say.language)


def sign_in_with_password(her: Person, email: str) -> None:
    her.page.goto("/accounts/login/?next=/my-work/")
    choose_language(her)
    panel = her.page.get_by_role("region", name=her.say("With your password"))
    her.hands.write(panel.locator("input[autocomplete=email]"), email)
    her.hands.write(panel.locator("input[type=password]"), PASSWORD)
    her.press("button", "Sign in with my password", within=panel)
    her.arrives("/my-work/")
    choose_language(her)


def sign_in_with_code(her: Person, email: str, mails: Path) -> None:
    ask_for_code(her, email)
    write_code(her, email, mails)


def ask_for_code(her: Person, email: str) -> None:
    her.page.goto("/accounts/login/?next=/my-work/")
    choose_language(her)
    panel = her.page.get_by_role("region", name=her.say("With a code"))
    her.hands.write(panel.get_by_role("textbox"), email)
    her.press("button", "Send a code to my e-mail", within=panel)
    her.arrives("/code/confirm/")


def write_code(her: Person, email: str, mails: Path) -> None:
    her.hands.write(her.main.get_by_role("textbox"), _mailed_code(mails, email))
    her.press("button", "Sign in", within=her.main)
    her.arrives("/my-work/")
    choose_language(her)


def _mailed_code(mails: Path, email: str) -> str:
    """In the newest of her mails that holds one: notices come by mail too."""
    newest_first = sorted(mails.iterdir(), key=lambda mail: mail.stat().st_mtime, reverse=True)
    hers = [text for mail in newest_first if f"To: {email}" in (text := mail.read_text())]
    codes = [re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE) for text in hers]
    return next(code[1] for code in codes if code)


def log_need(her: Person, title: str, statement: str) -> str:
    """From her landing page; gives the address of the need."""
    her.page.goto("/my-work/")
    her.press("link", "Register a need")
    her.hands.write(her.field("The need, in one sentence"), title)
    her.hands.write(her.field("What happens, and to whom"), statement)
    her.press("button", "Register the need")
    her.reads_title(title)
    return her.page.url


def prepare_meeting(her: Person, title: str) -> str:
    her.page.goto("/meetings/")
    her.press("link", "Prepare a meeting")
    her.hands.write(her.field("Title"), title)
    her.hands.set(her.field("Day"), date.today().isoformat())  # noqa: DTZ011 - the browser's own
    her.hands.write(her.field("Agenda"), "Bienvenida\nPrioridades\nCierre")
    her.press("button", "Prepare the meeting")
    her.reads_title(title)
    return her.page.url


def read_code(her: Person) -> str:
    """As people see it beside the QR code of the meeting's page."""
    panel = her.page.get_by_role("region", name=her.say("To join from a phone"))
    return re.search(r"\b[A-Z0-9]{3}.?[A-Z0-9]{3}\b", panel.inner_text())[0]


def start_meeting(her: Person) -> None:
    her.press("link", "Start without convening")
    her.press("button", "Start the meeting")
    her.arrives("/console/")


def go_to_stage(her: Person, button: str, heading: str) -> None:
    her.press("button", button, within=her.main)
    her.reads_title(her.say(heading))


def join_by_code(her: Person, code: str) -> None:
    her.page.goto("/join/")
    her.hands.write(her.field("Code of the meeting"), code.lower())
    her.press("button", "Join", within=her.main)
    her.arrives("/room/")
    expect(her.page.get_by_role("button", name=her.say("I'm only watching"))).to_be_visible()


def prepare_round(her: Person, *, of: str, others: int) -> list[str]:
    """With the need `of` and the first few others, prioritised before; gives their titles in order."""
    her.press("link", "Prepare the vote", within=her.main)
    expect(her.page.get_by_role("checkbox", name=of)).to_be_checked()
    her.hands.tick(her.field("Also those already prioritised or in action"))
    her.press("button", "Filter")
    rows = her.page.get_by_role("group", name=her.say("Needs that are voted on")).get_by_role("listitem")
    expect(rows.filter(has_text=of).get_by_role("checkbox")).to_be_checked()
    chosen = [_tick(her, rows.filter(has_not_text=of).nth(place)) for place in range(others)]
    her.press("button", "Leave it prepared")
    her.reads_title(her.say("Open the vote"))
    return [of, *chosen]


def _tick(her: Person, row: Locator) -> str:
    her.hands.tick(row.get_by_role("checkbox"))
    return row.locator(".row__title").inner_text()


def open_round(her: Person) -> None:
    her.press("button", "Open the vote")
    expect(her.page.get_by_role("button", name=her.say("Close the vote"))).to_be_visible()


def card_of(her: Person, title: str) -> Locator:
    return her.page.locator("article[data-item]").filter(has=her.page.get_by_text(title, exact=True))


def value(her: Person, title: str, urgency: int | None) -> None:
    """Marks the need on its card, or that she does not know it; waits until it is recorded."""
    card = card_of(her, title)
    card.wait_for(state="attached")
    if not card.is_visible():
        dots = her.page.get_by_role("navigation", name=her.say("Needs of this vote"))
        her.hands.press(dots.get_by_role("link", name=title))
    choose(her, card, urgency)
    expect(card.get_by_text(receipt(her))).to_be_visible()


def choose(her: Person, card: Locator, urgency: int | None) -> None:
    words = her.say("I do not know it well enough") if urgency is None else her.say.urgency(urgency)
    radio = card.get_by_role("radio", name=words, exact=True)
    expect(radio).to_have_value("pass" if urgency is None else str(urgency))
    her.hands.choose(radio)


def receipt(her: Person) -> str:
    return her.say("Recorded at %(time)s", time="").strip()


def close_round(her: Person) -> None:
    """Also while somebody here has not voted, which her desk asks about first."""
    her.press("button", "Close the vote")
    anyway = her.page.get_by_role("button", name=her.say("Close it now"))
    expect(anyway.or_(her.page.get_by_role("button", name=her.say("Go to the groups"))).first).to_be_visible()
    if anyway.is_visible():
        her.press("button", "Close it now")
    expect(her.page.get_by_role("button", name=her.say("Go to the groups"))).to_be_visible()


def propose(her: Person, title: str, *, entity: str, deadline: date) -> str:
    """From the console, out of the need that came first; the entities are asked."""
    her.press("link", "Propose action on the first one")
    her.hands.write(her.field("What will be done?"), title)
    her.hands.pick(her.field("Which entity leads it?"), entity)
    her.hands.set(her.field("By when?"), deadline.isoformat())
    her.press("button", "Save the draft")
    her.reads_title(title)
    her.press("button", "Propose it to the entities")
    expect(her.main.get_by_text(her.say.of("proposal", "proposed"), exact=True).first).to_be_visible()
    return her.page.url


def close_meeting(her: Person, meeting: str) -> None:
    her.page.goto(meeting)
    her.press("link", "Close the meeting")
    her.press("button", "Close the meeting", within=her.main)
    expect(her.page.get_by_role("button", name=her.say("Write the minutes"))).to_be_visible()


def write_minutes(her: Person, summary: str) -> str:
    her.press("button", "Write the minutes")
    her.hands.write(her.field("Summary"), summary)
    her.press("button", "Save and read")
    expect(her.page.get_by_role("article").get_by_text(summary)).to_be_visible()
    return her.page.url


def publish_minutes(her: Person) -> str:
    """With the version for everybody; gives its address."""
    her.hands.press(her.page.locator("summary").filter(has_text=her.say("Publish the minutes")))
    her.hands.tick(her.field(FOR_EVERYBODY))
    her.press("button", "Publish")
    return her.page.get_by_role("link", name=her.say("See the public version")).get_attribute("href")


def prove_it_is_her(her: Person) -> None:
    her.hands.write(her.main.locator("input[type=password]"), PASSWORD)
    her.hands.press(her.main.locator("form button[type=submit]").first)
    her.arrives("/2fa/totp/activate/")


def activate_second_step(her: Person) -> None:
    """With the code that an application would show for the secret on the page."""
    secret = her.page.locator("#authenticator_secret").input_value()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    her.hands.write(her.main.locator("input[name=code]"), code)
    her.hands.press(her.main.locator("form button[type=submit]").first)
    her.arrives("/2fa/recovery-codes/")
