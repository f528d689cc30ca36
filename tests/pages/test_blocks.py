"""Each block shows what it is for, to anybody, and runs nothing of what was written into it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from red_inclusion.core import clock
from red_inclusion.pages import registry
from red_inclusion.pages.actions import ensure_home, follow_coordination
from red_inclusion.pages.blocks import CallToActionBlock, FiguresBlock, HomeContent
from red_inclusion.pages.models import HomePage, StandardPage
from tests.attacks.scripts import CORPUS
from tests.attacks.test_stored_scripts import troubles
from tests.meetings.factories import MeetingFactory
from tests.needs.factories import NeedFactory

from .factories import document, news, picture, standard_page

pytestmark = pytest.mark.django_db


def raw(*blocks) -> str:
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def read(page: Page) -> BeautifulSoup:
    return BeautifulSoup(Client(headers={"accept-language": "en"}).get(page.url).content, "html.parser")


def home_with(*blocks) -> BeautifulSoup:
    home = ensure_home()
    home.content = raw(*blocks)
    home.save_revision().publish(skip_permission_checks=True)
    return read(HomePage.objects.get())


def every_block(text: str, image: int, file: int) -> list[tuple]:
    """`text` in each field of each block that takes words."""
    drawn = {"image": image, "alt_text": text, "decorative": False}
    return [
        ("text", f"<p>{text}</p>"),
        ("picture", {"image": drawn, "caption": text, "credit": text}),
        ("quote", {"text": text, "who": text}),
        ("figures", {"title": text, "figures": ["entities"]}),
        ("call_to_action", {"title": text, "text": text, "button": text, "page": None, "url": text, "tone": "sheet"}),
        ("documents", {"title": text, "documents": [file]}),
        ("meetings", {"title": text, "area": "", "most": 3}),
        ("chain", None),
        ("areas", None),
        ("news", {"title": text, "most": 3}),
        ("published", {"title": text, "most": 5}),
    ]


def test_the_blocks_written_here_are_all_there_are():
    assert {kind for kind, _ in every_block("", 1, 1)} == set(HomeContent().child_blocks)


@pytest.mark.parametrize("attacks", [CORPUS[:20], CORPUS[20:40], CORPUS[40:]], ids=["first", "second", "third"])
def test_no_block_runs_what_was_stored_in_it(cast, attacks):
    """Past the CMS, straight in the database: what it would have cleaned is not cleaned yet."""
    MeetingFactory(area=cast.emp, convened=True, starts_at=clock.now() + timedelta(days=2))
    image, file = picture(attacks[0]), document(attacks[1])
    news(attacks[2], intro=attacks[3])

    page = home_with(*(block for attack in attacks for block in every_block(attack, image.pk, file.pk)))

    assert troubles(str(page.main)) == []
    assert page.main.get_text().count(attacks[4].strip()) > 5


def test_rich_text_loses_what_is_no_text(cast):
    page = home_with(("text", '<p onclick="pwn()">Hola <a href="javascript:pwn()">aquí</a><script>pwn()</script></p>'))

    assert str(page.select_one(".block--text p")) == "<p>Hola <a>aquí</a></p>"


def test_the_cms_stores_no_script_either(cast):
    follow_coordination(cast.coordination)
    page = standard_page(slug="participar")
    client = Client()
    client.force_login(cast.coordination, "django.contrib.auth.backends.ModelBackend")
    text = rich_text('<p><a href="javascript:pwn()">aquí</a> <script>pwn()</script></p>', features=["link"])
    call = {"title": "Ven", "text": "", "button": "Ir", "page": "", "url": "javascript:pwn()", "tone": "sheet"}
    form = {
        "title": "Participar",
        "slug": "participar",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        "action-publish": "1",
    }
    address = f"/cms/pages/{page.pk}/edit/"

    refused = client.post(address, nested_form_data(form | {"content": streamfield([("call_to_action", call)])}))
    taken = client.post(address, nested_form_data(form | {"content": streamfield([("text", text)])}))

    page = StandardPage.objects.get(pk=page.pk)
    assert (refused.status_code, taken.status_code) == (200, 302)
    assert [block.block_type for block in page.content] == ["text"]
    assert "javascript:" not in str(page.content.raw_data)
    assert troubles(str(read(page).main)) == []


def test_a_call_leads_to_a_page_or_elsewhere_and_not_to_both():
    block, page = CallToActionBlock(), ensure_home()
    call = {"title": "Ven", "text": "", "button": "Ir", "tone": "sheet"}

    assert block.clean(block.to_python(call | {"page": page.pk, "url": ""}))
    for page_pk, url in ((None, ""), (page.pk, "https://example.org/")):
        with pytest.raises(ValidationError):
            block.clean(block.to_python(call | {"page": page_pk, "url": url}))


def test_six_figures_at_most(monkeypatch):
    names = [f"figure{number}" for number in range(7)]
    monkeypatch.setattr(registry, "_figures", {name: (name, lambda: registry.Figure(1, "one")) for name in names})
    block = FiguresBlock()

    assert block.clean({"title": "", "figures": names[:6]})["figures"] == names[:6]
    with pytest.raises(ValidationError):
        block.clean({"title": "", "figures": names})


def test_figures_are_counted_when_somebody_looks(cast):
    figures = [name for name, _ in registry.figure_choices()]
    NeedFactory(area=cast.emp, entity=cast.entity)

    page = home_with(("figures", {"title": "", "figures": figures}))

    told = {stat.find_next(class_="stat__label").text: stat.text for stat in page.select(".stat__value")}
    assert told == {
        "entities work together": "3",
        "working areas": "2",
        "need detected": "1",
        "needs answered": "0",
        "actions agreed or under way": "0",
        "actions done": "0",
        "meetings held": "0",
    }


def test_upcoming_meetings_tell_when_and_which_area_and_not_where(cast):
    for days, area, place in ((9, cast.edu, "Instituto"), (2, cast.emp, "Vivero")):
        starts_at = clock.now() + timedelta(days=days)
        MeetingFactory(area=area, title=f"En {days} días", place=place, convened=True, starts_at=starts_at)
    MeetingFactory(area=cast.emp, title="Borrador")
    MeetingFactory(area=cast.emp, title="Ayer", convened=True, starts_at=clock.now() - timedelta(days=1))

    page = home_with(
        ("meetings", {"title": "Todas", "area": "", "most": 3}),
        ("meetings", {"title": "De una", "area": "EDU", "most": 3}),
    )

    listed = [[row.text for row in block.select(".row__title")] for block in page.select(".block--meetings")]
    assert listed == [["En 2 días", "En 9 días"], ["En 9 días"]]
    assert "Vivero" not in page.text and "Empleo y Formación" in page.text


def test_no_meeting_no_heading():
    assert home_with(("meetings", {"title": "Próximas", "area": "", "most": 3})).select(".block--meetings h2") == []


def test_a_document_tells_its_kind_and_size():
    page = home_with(("documents", {"title": "", "documents": [document().pk]}))

    assert " ".join(page.select_one(".block--documents .row__meta").text.split()) == "TXT · 15 bytes"


def test_what_people_wrote_says_its_language():
    page = home_with(("quote", {"text": "Hola", "who": ""}))

    assert (page.html["lang"], page.select_one(".quote")["lang"]) == ("en", "es")
