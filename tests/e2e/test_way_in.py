"""Story D: coordination comes in behind a second step, as production asks; a passkey opens by itself.

On the settings of production, by the name `localhost`: browsers take it for a safe address, where `__Host-` cookies and
passkeys work. What a proxy in front would say of https the browser says itself.
"""

import re
import shutil
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.servers import Server

from . import steps
from .conftest import PATIENCE
from .hands import Pointer
from .network import copy_of
from .steps import Person
from .watching import Watch
from .words import Words

pytestmark = pytest.mark.e2e

COORDINATION = "coordination@demo.example"
SAY = Words("es")
DAY = 24 * 60 * 60
# A device with a fingerprint reader that always knows her.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def production(network, tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("production")
    shutil.copytree(network.folder / "media", folder / "media")
    with copy_of(network.database_url, folder) as url:
        server = Server(folder)
        server.origin = f"http://localhost:{server.port}"
        server.environment |= {
            "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.production",
            "SECRET_KEY": "of-fifty-characters-at-least-and-kept-by-nobody-else",
            "DATABASE_URL": url,
            "ALLOWED_HOSTS": "localhost",
            "ALLOWED_ORIGINS": server.origin,
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "MAIL_FROM": "Red <red@red.example>",
            "TRUSTED_PROXIES": "1",
        }
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def context(browser, production) -> Iterator[BrowserContext]:
    headers = {"X-Forwarded-Proto": "https"}
    # A worker's own requests do not carry these headers, so they would be sent on to https.
    context = browser.new_context(
        base_url=production.origin, locale="es-ES", extra_http_headers=headers, service_workers="block"
    )
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, production.origin)
    yield context
    context.close()
    assert watch.troubles == []


@pytest.mark.long
def test_coordination_comes_in_behind_a_second_step_and_then_with_a_passkey(context):
    page = context.new_page()
    her = Person(page, SAY, Pointer())

    signs_in(her)
    page.goto("/areas/")
    assert path_of(page) == "/accounts/2fa/"
    her.press("link", "Switch the app on")
    steps.prove_it_is_her(her)
    steps.activate_second_step(her)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == len(set(codes)) == 10
    page.goto("/areas/")
    assert path_of(page) == "/areas/"
    assert 89 * DAY < session_of(context)["expires"] - time.time() <= 90 * DAY

    leaves(her)
    writes_her_password(her)
    writes_second_step(her, codes[0])
    page.wait_for_url("**/my-work/")
    leaves(her)
    writes_her_password(her)
    writes_second_step(her, codes[0])
    expect(
        page.get_by_text(SAY("That is not it. Copy the code that your app shows now, or try your key once more.")).first
    ).to_be_visible()
    writes_second_step(her, codes[1])
    page.wait_for_url("**/my-work/")

    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    adds_a_key(her, "Portátil")
    leaves(her)
    her.press("button", "Use a passkey of this device")
    page.wait_for_url("**/my-work/")

    takes_the_key_away_and_back(her, "Portátil")


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def session_of(context: BrowserContext) -> dict:
    [cookie] = [cookie for cookie in context.cookies() if cookie["name"] == "__Host-sessionid"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    return cookie


def writes_her_password(her: Person) -> None:
    panel = her.page.get_by_role("region", name=SAY("With your password"))
    panel.locator("input[autocomplete=email]").fill(COORDINATION)
    panel.locator("input[type=password]").fill(steps.PASSWORD)
    her.press("button", "Sign in with my password", within=panel)


def signs_in(her: Person) -> None:
    her.page.goto("/accounts/login/")
    writes_her_password(her)
    expect(her.page.get_by_text(SAY("Coordination needs a second step. Add one here, and go on."))).to_be_visible()


def writes_second_step(her: Person, code: str) -> None:
    her.page.wait_for_url("**/2fa/authenticate/")
    her.main.locator("input[name=code]").fill(code)
    her.press("button", "Sign in", within=her.main)


def leaves(her: Person) -> None:
    her.page.goto("/accounts/logout/")
    her.press("button", "Sign out", within=her.main)
    her.page.goto("/accounts/login/")


def adds_a_key(her: Person, name: str) -> None:
    her.page.goto("/accounts/profile/")
    her.press("link", "Second step and passkeys")
    her.press("link", "Add a key", within=her.main)
    proves_it_is_her(her)
    her.main.locator("input[name=name]").fill(name)
    her.main.get_by_role("checkbox").check()
    her.press("button", "Add the key", within=her.main)
    her.page.wait_for_url(re.compile(r"/2fa/$"))
    expect(her.page.get_by_text(SAY("Security key added."))).to_be_visible()


def proves_it_is_her(her: Person) -> None:
    """Before she changes how she signs in."""
    her.page.wait_for_url("**/reauthenticate/**")
    her.main.locator("input[type=password]").fill(steps.PASSWORD)
    her.press("button", "Continue", within=her.main)


def takes_the_key_away_and_back(her: Person, name: str) -> None:
    row = her.main.get_by_role("listitem").filter(has_text=name)
    her.page.goto("/accounts/2fa/webauthn/")
    row.get_by_role("link", name=re.compile(f"^{SAY('Remove')}")).click()
    proves_it_is_her(her)
    her.press("button", "Remove the key", within=her.main)
    expect(her.page.get_by_text(SAY("«%(name)s» is removed.", name=name))).to_be_visible()
    expect(row).to_have_count(0)
    her.press("button", "Undo", within=her.main)
    expect(row).to_have_count(1)
