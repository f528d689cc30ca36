"""Without a connection she reads so; who signs out leaves nothing of it on the device."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import PHONE
from .steps import REPRESENTATIVE
from .words import Words

pytestmark = [pytest.mark.e2e, pytest.mark.long]

SAY = Words("es")
# A wait_for_function takes a promise itself for the answer; evaluate waits for it.
READY = "() => navigator.serviceWorker.ready.then(({ active }) => active !== null)"
KEPT = """async () => {
  const addresses = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) addresses.push(new URL(request.url).pathname);
  }
  return addresses.map((path) => path.replace(/\\.[0-9a-f]{12}\\./, "."));
}"""
DRESSED = "getComputedStyle(document.querySelector('.button--primary')).backgroundColor"
NOTHING_LEFT = """async () => {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const [workers, kept] = await Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]);
    if (workers.length + kept.length === 0) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""


@pytest.fixture
def hers(signed_in) -> BrowserContext:
    context = signed_in(REPRESENTATIVE, **PHONE)
    context.watch.expects_refusals = True  # the page she cannot reach
    return context


@pytest.fixture
def page(hers: BrowserContext) -> Page:
    page = hers.new_page()
    page.goto("/needs/")
    assert page.evaluate(READY)
    return page


def test_without_a_connection_she_reads_so_and_comes_back_to_the_same_page(hers, page):
    hers.set_offline(True)
    page.goto("/my-work/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(SAY("There is no connection"))
    assert page.evaluate(DRESSED) != "rgba(0, 0, 0, 0)"

    hers.set_offline(False)
    page.get_by_role("link", name=SAY("Try again")).click()

    expect(heading).not_to_have_text(SAY("There is no connection"))
    assert page.url.endswith("/my-work/")


def test_the_device_keeps_that_one_page_and_no_other(page):
    page.goto("/needs/")
    page.goto("/my-work/")

    assert sorted(page.evaluate(KEPT)) == ["/offline/", "/static/css/main.css", "/static/img/favicon.svg"]


def test_who_signs_out_leaves_nothing_behind(page):
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button").first.click()

    page.wait_for_url("**/")
    assert page.evaluate(NOTHING_LEFT)
