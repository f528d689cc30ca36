"""Browsers against the real server, as `make run` starts it, on a copy of the demo network."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from scripts.run_tests import find_browser
from tests.servers import Server, database_url, running_server

from .network import Network, copy_of
from .watching import Watch

PATIENCE = 20_000  # milliseconds; only stops a hang
CHROMIUM_FLAGS = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync --disable-dev-shm-usage
""".split()
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}

OpenContext = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest story first: begun last, it would keep one process busy alone."""
    items.sort(key=lambda item: "test_story.py" not in item.nodeid)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    executable = os.environ.get("CHROMIUM") or find_browser()
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)


@pytest.fixture(scope="session")
def network(django_db_setup, tmp_path_factory) -> Iterator[Network]:
    folder = tmp_path_factory.mktemp("network")
    connections["default"].close()
    if connections["default"].vendor == "postgresql":
        connections["default"].close_pool()
    with copy_of(database_url(), folder) as url:
        yield Network(folder, url)


@pytest.fixture(scope="module")
def server(network: Network, tmp_path_factory) -> Iterator[Server]:
    """A server of this module's own: what its tests write, no other module sees."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(network.folder / "media", folder / "media")
    with copy_of(network.database_url, folder) as url, running_server(folder, DATABASE_URL=url) as server:
        yield server
    assert "Traceback" not in server.log, server.log


@pytest.fixture
def open_context(browser: Browser, server: Server) -> Iterator[OpenContext]:
    """Opens a browser of its own for somebody; when the test ends, nothing may have gone wrong in any of them."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_context(**options) -> BrowserContext:
        context = browser.new_context(**{"base_url": server.origin, "locale": "es-ES", **LAPTOP, **options})
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, server.origin)))
        context.watch = opened[-1][1]
        return context

    yield open_context
    for context, _ in opened:
        context.close()
    assert [trouble for _, watch in opened for trouble in watch.troubles] == []


@pytest.fixture
def signed_in(open_context: OpenContext, network: Network, server: Server) -> OpenContext:
    """A browser that holds a session of `email`, as if she had signed in before."""

    def signed_in(email: str, **options) -> BrowserContext:
        context = open_context(**options)
        context.add_cookies([{"name": "sessionid", "value": network.sessions[email], "url": server.origin}])
        return context

    return signed_in
