"""Story E: coordination builds the home page and a news item with every block, and a visitor reads them.

And: neither the website nor the CMS asks anything of another host. Each context watches that, here and in every test.
"""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from .conftest import PHONE
from .hands import Pointer
from .steps import LEAD, Person
from .words import Words

pytestmark = pytest.mark.e2e

SAY = Words("es")
COORDINATION = "coordination@demo.example"
PICTURES = "red_inclusion/demo/data/pictures"
BASES = {"name": "bases.txt", "mimeType": "text/plain", "buffer": b"Bases de la red"}


class Editor:
    """One page of the CMS: blocks are added below what is there."""

    def __init__(self, page: Page):
        self.page = page

    def opens(self, address: str) -> None:
        self.page.goto(address)
        expect(self.page.locator("button.c-sf-add-button").last).to_be_attached()

    def adds(self, name: str) -> Locator:
        before = self.page.locator("input[name=content-count]").input_value()
        self.page.locator("button.c-sf-add-button:visible").last.click()
        self.page.get_by_role("option", name=SAY(name), exact=True).last.click()
        added = self.page.locator(f"[data-streamfield-child]:has(> input[name=content-{before}-type])")
        expect(added).to_be_visible()
        return added

    def writes(self, block: Locator, **words: str) -> None:
        for name, text in words.items():
            block.locator(f"[name$=-value-{name}]").fill(text)

    def publishes(self) -> None:
        self.page.locator("footer .w-dropdown__toggle").first.click()
        self.page.locator("button[name=action-publish]").click()
        expect(self.page.locator(".messages .success")).to_be_visible()

    def text(self) -> None:
        block = self.adds("Text")
        block.locator("[contenteditable=true]").click()
        self.page.keyboard.type("Un texto del equipo. <script>pwn()</script>")

    def picture(self, file: str) -> None:
        block = self.adds("Picture")
        self._choose(block)
        self._uploads(f"{PICTURES}/{file}", "Mesa nueva")
        self.writes(block, caption="La mesa de la red")
        block.locator("[name$=-value-image-alt_text]").fill("Una mesa con diez personas")

    def quote(self) -> None:
        self.writes(self.adds("Quote"), text="Nos conocimos aquí.", who="Una entidad")

    def figures(self) -> None:
        block = self.adds("Figures of the network")
        block.get_by_label(SAY("Meetings held")).check()
        block.get_by_label(SAY("Working areas")).check()

    def call(self) -> None:
        block = self.adds("Call to action")
        self.writes(block, title="Ven a vernos", button="Cómo llegar")
        self._choose(block)
        modal = self.page.locator(".modal-body")
        modal.locator("input[name=q]").fill("Participar")
        modal.locator("a.choose-page", has_text="Participar").click()
        expect(modal).to_have_count(0)

    def documents(self) -> None:
        block = self.adds("Documents")
        self._choose(block)
        self._uploads(BASES, "Bases de la red")

    def meetings(self) -> None:
        self.writes(self.adds("Upcoming meetings"), title="Nos vemos", most="2")

    def every_block(self, *, file: str) -> None:
        for add in (self.text, self.quote, self.figures, self.call, self.documents, self.meetings):
            add()
        self.picture(file)

    def _choose(self, block: Locator) -> None:
        """A press while the CMS saves its draft by itself is lost on it: she presses again."""
        modal = self.page.locator(".modal-body")
        for _press in range(3):
            block.locator("[data-chooser-action-choose]").first.click()
            with suppress(TimeoutError):
                modal.wait_for(timeout=6_000)
                break
        expect(modal).to_be_visible()

    def _uploads(self, file, title: str) -> None:
        modal = self.page.locator(".modal-body")
        modal.get_by_role("tab").nth(1).click()
        modal.locator("input[type=file]").set_input_files(file)
        modal.locator("[name$=upload-title]").fill(title)
        modal.locator("form[enctype] [type=submit]").click()
        expect(modal).to_have_count(0)


def news_index_id(page: Page) -> str:
    page.goto("/cms/pages/")
    link = page.get_by_role("main").get_by_role("link", name="Noticias", exact=True).first
    return re.search(r"/pages/(\d+)/", link.get_attribute("href")).group(1)


def home_id(page: Page) -> str:
    page.goto("/cms/pages/")
    return re.search(r"/pages/(\d+)/", page.url).group(1)


def reads_every_block(page: Page) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("Un texto del equipo. <script>pwn()</script>")
    picture = main.get_by_alt_text("Una mesa con diez personas")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    expect(main.locator("figcaption", has_text="La mesa de la red")).to_be_visible()
    expect(main.locator("blockquote", has_text="Nos conocimos aquí.")).to_be_visible()
    expect(main.locator(".figure-band").last).to_contain_text("áreas de trabajo")
    expect(main.get_by_role("link", name="Cómo llegar")).to_have_attribute("href", "/participar/")
    expect(main.get_by_role("heading", name="Nos vemos")).to_be_visible()
    with page.expect_download() as download:
        main.get_by_role("link", name="Bases de la red").last.click()
    assert download.value.path().read_bytes() == BASES["buffer"]


@pytest.mark.long
def test_an_editor_builds_home_and_a_news_item_that_anybody_reads(signed_in, open_context):
    context = signed_in(COORDINATION)
    context.watch.expects_refusals = (
        True  # the CMS saves drafts by itself, and is refused while a block is half written
    )
    editor = Editor(context.new_page())
    editor.opens(f"/cms/pages/add/pages/newspage/{news_index_id(editor.page)}/")
    editor.page.locator("#id_title").fill("Jornada de puertas abiertas")
    editor.page.locator("#id_intro").fill("La red abre sus puertas. Ven a conocerla.")
    editor.every_block(file="mesa.png")
    editor.publishes()

    visitor = open_context(**PHONE).new_page()
    visitor.goto("/")
    visitor.get_by_role("main").get_by_role("link", name="Jornada de puertas abiertas").click()
    reads_every_block(visitor)

    editor.opens(f"/cms/pages/{home_id(editor.page)}/edit/")
    editor.page.locator("#id_lead").fill("Un pueblo que se pone de acuerdo.")
    editor.every_block(file="pueblo.png")
    editor.publishes()

    visitor.goto("/")
    expect(visitor.get_by_role("main")).to_contain_text("Un pueblo que se pone de acuerdo.")
    reads_every_block(visitor)


@pytest.mark.long
def test_a_lead_writes_the_introduction_of_her_area_without_the_cms(signed_in, open_context):
    her = Person(signed_in(LEAD, **PHONE).new_page(), SAY, Pointer())
    her.page.goto("/areas/EMP/")
    her.press("link", "Public page", within=her.main)
    her.press("link", "Change the introduction", within=her.main)
    her.hands.write(her.field("Introduction"), "Buscamos empleo para quien más lejos está de él.")
    her.press("button", "Publish it")

    visitor = open_context().new_page()
    visitor.goto(her.page.url)
    expect(visitor.get_by_role("main")).to_contain_text("Buscamos empleo para quien más lejos está de él.")


CMS_PAGES = (
    "/cms/",
    "/cms/pages/",
    "/cms/images/",
    "/cms/images/add/",
    "/cms/documents/",
    "/cms/documents/add_multiple/",
    "/cms/settings/pages/sitesettings/",
    "/cms/reports/site-history/",
    "/cms/reports/aging-pages/",
    "/cms/account/",
    "/cms/pages/search/?q=red",
)


@pytest.mark.long
def test_the_website_and_the_cms_ask_nothing_of_another_host(signed_in, open_context):
    """What fails it is the watch of the contexts."""
    visitor, waiting, seen = open_context().new_page(), ["/"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        visitor.goto(address, wait_until="networkidle")
        links = visitor.eval_on_selector_all("main a[href^='/'], nav a[href^='/']", "all => all.map(a => a.pathname)")
        waiting += [
            link for link in set(links) - seen - set(waiting) if not link.startswith(("/documents/", "/feeds/"))
        ]
    context = signed_in(COORDINATION)
    context.watch.expects_refusals = True
    editor = context.new_page()
    for address in (*CMS_PAGES, f"/cms/pages/{home_id(editor)}/edit/"):
        editor.goto(address, wait_until="networkidle")

    assert len(seen) > 12
