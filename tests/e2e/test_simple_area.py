"""Two employees and a phone must be enough: a simple area never speaks of what only formal ones have."""

import re

import pytest
from playwright.sync_api import Locator, Page

from .hands import Pointer
from .steps import LEAD, REPRESENTATIVE
from .test_story import tell
from .words import Words

pytestmark = pytest.mark.e2e

FORMAL = re.compile(
    r"vocal[ií]a|\btitular(es)?\b|\bsuplentes?\b|\bpapeletas?\b|\bqu[óo]rum\b|\breparos?\b|"
    r"l[ií]nea base|ponderaci[óo]n",
    re.IGNORECASE,
)


class ReadingPointer(Pointer):
    """Reads the whole page before each thing it does."""

    def __init__(self):
        self.pages: dict[str, set[str]] = {}

    def press(self, target: Locator) -> None:
        self.read(target.page)
        super().press(target)

    def choose(self, radio: Locator) -> None:
        self.read(radio.page)
        super().choose(radio)

    def read(self, page: Page) -> None:
        self.hear(page.url, page.content())

    def hear(self, source: str, text: str) -> None:
        self.pages.setdefault(source, set()).update(word[0] for word in FORMAL.finditer(text))


@pytest.mark.long
def test_a_simple_area_speaks_no_formal_word(signed_in, open_context, server):
    hands = ReadingPointer()

    def listening(open_somewhere):
        def open_and_listen(*who, **options):
            context = open_somewhere(*who, **options)
            context.on("page", lambda page: page.on("websocket", listen))
            return context

        return open_and_listen

    def listen(socket) -> None:
        socket.on("framereceived", lambda frame: hands.hear(socket.url, str(frame)))

    told = tell(Words("es"), hands, listening(signed_in), listening(open_context), server)
    readers = (signed_in(LEAD), signed_in(REPRESENTATIVE))
    for reader in readers:
        for address in told.addresses:
            hands.hear(address, reader.request.get(address).text())

    assert {source: words for source, words in hands.pages.items() if words} == {}
    assert {"/needs/", "/meetings/", "/proposals/", "/minutes/", "/ws/"} <= {kind_of(source) for source in hands.pages}


def kind_of(source: str) -> str:
    return f"/{source.split('/')[3]}/"
