"""With the account of one's own house: only who is known here by an address that the house has verified comes in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.servers import Server, running_server

from .conftest import PATIENCE
from .network import copy_of, manage
from .provider import Provider, running_provider
from .steps import PASSWORD
from .words import Words

pytestmark = [pytest.mark.e2e, pytest.mark.long]

SAY = Words("es")
KNOWN, ENDED, UNKNOWN = "person-001@demo.example", "person-002@demo.example", "nobody@demo.example"
SHUT_OUT = f"""
from red_inclusion.accounts.models import User
User.objects.filter(email="{ENDED}").update(is_active=False)
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def server(network, provider, tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("sso")
    patch = pytest.MonkeyPatch()
    patch.setenv("OIDC_SERVER", provider.origin)
    patch.setenv("OIDC_CLIENT_ID", "red")
    patch.setenv("OIDC_CLIENT_SECRET", "secret")
    patch.setenv("OIDC_NAME", "Ayuntamiento")
    with copy_of(network.database_url, folder) as url:
        manage(folder, url, "migrate", "-v0")
        manage(folder, url, "shell", "-v0", "-c", SHUT_OUT)
        with running_server(folder, DATABASE_URL=url) as server:
            yield server
    patch.undo()


@pytest.fixture
def context(browser: Browser, server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=server.origin, locale="es-ES")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def comes_with(context: BrowserContext, provider: Provider, **claims):
    """By the button of the page where people sign in; gives the page she ends on."""
    provider.says = claims
    page = context.new_page()
    page.goto("/accounts/login/")
    with page.expect_navigation(url=re.compile(r"/callback/|/my-work/")):
        page.get_by_role("button", name=SAY("Sign in with %(name)s", name="Ayuntamiento")).click()
    return page


def test_who_is_known_comes_in_and_the_account_is_hers(context, provider):
    page = comes_with(context, provider, sub="1", email=KNOWN.upper(), email_verified=True, name="Otro nombre")

    assert page.url.endswith("/my-work/")
    page.goto("/accounts/profile/")
    expect(page.get_by_text(KNOWN).first).to_be_visible()
    page.get_by_role("link", name=SAY("Accounts elsewhere")).click()
    expect(page.get_by_role("heading", name="Ayuntamiento")).to_be_visible()
    page.get_by_role("button", name=re.compile(SAY.of("an account", "Untie"))).click()
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name=SAY("Continue")).click()
    expect(page.get_by_text(SAY("The account is no longer tied to yours."))).to_be_visible()


@pytest.mark.parametrize(
    "claims",
    [
        {"email": UNKNOWN, "email_verified": True},
        {"email": KNOWN, "email_verified": False},
        {"email": KNOWN},
        {"email": UNKNOWN, "email_verified": False},
        {"email": ENDED, "email_verified": True},
        {},
    ],
)
def test_anybody_else_reads_the_same_page_and_is_not_in(context, provider, claims):
    page = comes_with(context, provider, sub="2", **claims)

    assert page.locator("main").inner_text() == closed(context)
    assert context.request.get("/my-work/", max_redirects=0).status == 302


def closed(context: BrowserContext) -> str:
    page = context.new_page()
    page.goto("/accounts/signup/")
    return page.locator("main").inner_text()


def test_somebody_elses_account_cannot_be_tied_to_hers(context, provider):
    page = comes_with(context, provider, sub="1", email=KNOWN, email_verified=True)
    provider.says = {"sub": "3", "email": "person-003@demo.example", "email_verified": True}

    page.goto("/accounts/3rdparty/")
    page.get_by_role("button", name=SAY("Tie my account at %(name)s", name="Ayuntamiento")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(SAY("By invitation"))
