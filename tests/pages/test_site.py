"""News, feeds, sitemap, social cards, menu, footer, legal pages."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from red_inclusion.core.actors import SYSTEM
from red_inclusion.notifications.letters import letterhead, write_letter
from red_inclusion.pages import registry
from red_inclusion.pages.actions import ensure_home, follow_coordination, publish_area
from red_inclusion.pages.models import AccessibilityPage, PrivacyPage, SiteSettings

from .factories import document, news, news_index, picture, published, standard_page

pytestmark = pytest.mark.django_db


def read(url: str, **query) -> BeautifulSoup:
    answer = Client(headers={"accept-language": "en"}).get(url, query)
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [title.text for title in page.select(".card__title")]


@pytest.fixture
def three_news(cast):
    return [
        news("Jornada de formación", day=date(2023, 1, 27), area=cast.emp),
        news("Árbol de recursos", day=date(2024, 5, 2)),
        news("Nueva aula", day=date(2024, 9, 9), area=cast.edu),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Nueva aula", "Árbol de recursos", "Jornada de formación"]),
        ({"sort": "oldest"}, ["Jornada de formación", "Árbol de recursos", "Nueva aula"]),
        ({"q": "arbol"}, ["Árbol de recursos"]),
        ({"q": 'formacion "'}, []),
        ({"q": "\0"}, ["Nueva aula", "Árbol de recursos", "Jornada de formación"]),
        ({"area": "EMP"}, ["Jornada de formación"]),
        ({"year": "2024"}, ["Nueva aula", "Árbol de recursos"]),
        ({"year": "2024", "area": "EDU", "q": "aula"}, ["Nueva aula"]),
        ({"year": "x", "area": "NO", "page": "99"}, ["Nueva aula", "Árbol de recursos", "Jornada de formación"]),
    ],
)
def test_news_are_searched_filtered_and_sorted(three_news, query, found):
    assert titles(read(news_index().url, **query)) == found


def test_pages_of_the_list_keep_what_was_asked(monkeypatch, three_news):
    monkeypatch.setattr("red_inclusion.pages.listing.PER_PAGE", 1)

    page = read(news_index().url, year="2024")

    assert urlsplit(page.select_one("a[rel=next]")["href"]).query == "year=2024&page=2"


def queries_of(url: str) -> int:
    client = Client()
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_list_asks_the_same_for_one_three_and_fifty(monkeypatch):
    monkeypatch.setattr("red_inclusion.pages.listing.PER_PAGE", 50)
    shown = picture()
    shown.get_renditions("fill-640x360|format-webp")
    index, asked = news_index(), []
    for number in range(50):
        news(f"Noticia {number}", picture=shown)
        if number + 1 in (1, 3, 50):
            asked.append(queries_of(index.url))

    assert asked == [asked[0]] * 3


def test_home_asks_the_same_for_one_and_three_areas_and_news(cast):
    shown = picture()
    shown.get_renditions("fill-640x360|format-webp")
    asked = []
    for area in (cast.emp, cast.edu):
        publish_area(area, actor=SYSTEM)
        news(f"Noticia de {area.code}", picture=shown, area=area)
        asked.append(queries_of("/"))

    assert asked == [asked[0]] * 2


def test_a_page_with_many_documents_asks_for_them_at_once():
    def asked(count: int) -> int:
        files = [document(f"Documento {number}") for number in range(count)]
        page = standard_page(title=f"Con {count}", content=[("documents", {"title": "", "documents": files})])
        return queries_of(page.url)

    assert asked(1) == asked(3)


def test_the_feed_of_news_tells_what_anybody_may_read(three_news):
    three_news[0].unpublish()
    PageViewRestriction.objects.create(page=three_news[1], restriction_type=PageViewRestriction.LOGIN)

    feed = read("/feeds/news.atom")

    assert [entry.title.text for entry in feed.find_all("entry")] == ["Nueva aula"]
    assert feed.entry.link["href"] == f"http://testserver{three_news[2].url}"
    assert feed.entry.published.text == "2024-09-09T00:00:00+02:00"
    assert [author.text.strip() for author in feed.find_all("author")] == ["Red Inclusión"]


def test_the_feeds_of_what_is_published_link_to_it(cast, monkeypatch):
    when = date(2024, 5, 2)
    item = registry.PublicItem("Acta de mayo", url="/acta/", note="Empleo", when=when)
    section = registry.AreaSection("Actas", (item, registry.PublicItem("Sin página")), empty="")
    monkeypatch.setattr(registry, "_latest", {"minutes": lambda limit: [item]})
    monkeypatch.setattr(registry, "_area_sections", {"minutes": (1, lambda area: section)})
    publish_area(cast.emp, actor=SYSTEM)

    feeds = read("/feeds/published.atom"), read("/feeds/areas/EMP.atom")

    assert [[entry.title.text for entry in feed.find_all("entry")] for feed in feeds] == [["Acta de mayo"]] * 2
    assert Client().get("/feeds/areas/EDU.atom").status_code == 404


def test_the_sitemap_lists_what_anybody_may_read(three_news):
    three_news[0].unpublish()
    PageViewRestriction.objects.create(page=three_news[1], restriction_type=PageViewRestriction.LOGIN)

    told = [loc.text for loc in read("/sitemap.xml").find_all("loc")]

    assert told == [f"http://testserver{path}" for path in ("/", news_index().url, three_news[2].url)]


def test_robots_find_the_sitemap(client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_social_card_tells_the_page_and_no_person(cast):
    shown = picture()
    page = news("Jornada", intro="Dos frases.", picture=shown, owner=cast.alba)

    found = read(page.url)

    told = {meta["property"]: meta["content"] for meta in found.select("meta[property^=og]")}
    image = told.pop("og:image")
    assert told == {
        "og:type": "website",
        "og:site_name": "Red Inclusión",
        "og:title": "Jornada",
        "og:description": "Dos frases.",
        "og:url": f"http://testserver{page.url}",
        "og:locale": "es",
        "og:image:width": "1200",
        "og:image:height": "630",
    }
    assert image == f"http://testserver{shown.get_rendition('fill-1200x630|format-jpeg').url}"
    assert cast.alba.name not in str(found) and cast.alba.email not in str(found)


def test_a_private_page_has_no_card(client):
    assert "og:title" not in client.get("/accounts/login/").content.decode()


def test_the_menu_shows_what_the_cms_puts_there():
    standard_page(title="Participar", show_in_menus=True)
    standard_page(title="Otra")
    standard_page(title="Borrador", show_in_menus=True).unpublish()

    menu = [link.text.strip() for link in read("/accounts/login/").select(".nav a")]

    assert menu == ["Participar", "Sign in", "Join with a code"]


def privacy(**fields) -> PrivacyPage:
    said = {name: f"<p>{name}</p>" for name in ("purposes", "retention", "rights")}
    return published(
        ensure_home(), PrivacyPage(**{"title": "Datos", "controller": "El ayuntamiento", **said, **fields})
    )


def accessibility(**fields) -> AccessibilityPage:
    said = {name: f"<p>{name}</p>" for name in ("communications", "requests", "enforcement")}
    return published(
        ensure_home(),
        AccessibilityPage(
            **{
                "title": "Accesibilidad",
                "body": "El ayuntamiento",
                "applies_to": "red.example",
                "status": "partial",
                "prepared_on": date(2026, 11, 1),
                "preparation": "self",
                **said,
                **fields,
            }
        ),
    )


def test_legal_pages_stand_in_every_footer(cast):
    privacy(), accessibility()
    client = Client()
    client.force_login(cast.bruno, "django.contrib.auth.backends.ModelBackend")

    for answer in (Client().get("/accounts/login/"), client.get("/my-work/")):
        links = BeautifulSoup(answer.content, "html.parser").select(".site-footer nav a")
        assert [link.text for link in links] == ["Datos", "Accesibilidad"]


def test_data_protection_tells_what_is_written_and_leaves_out_the_rest():
    page = read(privacy(delegate="Delegada del ayuntamiento").url)

    assert [title.text for title in page.main.find_all("h2")] == [
        "Who answers for your data",
        "Data protection officer",
        "What we use your data for",
        "How long we keep them",
        "Your rights",
    ]


@pytest.mark.parametrize(
    ("status", "words"), [("full", "fully compliant"), ("partial", "partially compliant"), ("none", "not compliant")]
)
def test_the_statement_says_the_status_that_somebody_typed_and_both_channels(status, words):
    page = read(accessibility(status=status, exceptions="<p>Un mapa</p>").url)

    assert page.main.strong.text == words
    assert [title.text for title in page.main.find_all("h3")] == [
        "Non-compliance with Royal Decree 1112/2018",
        "Communications on accessibility (article 10.2.a)",
        "Complaints and requests for accessible information (article 10.2.b)",
    ]
    for channel in ("communications", "requests", "enforcement"):
        assert channel in page.main.text


def test_nobody_is_compliant_by_default():
    with pytest.raises(ValidationError) as refused:
        accessibility(status="")
    assert "status" in refused.value.message_dict


@pytest.fixture
def funded() -> SiteSettings:
    logo = picture("Proyecto")
    logo.contextual_alt_text, logo.decorative = "Proyecto Albura", False
    return SiteSettings.objects.create(
        network_name="Red", funding="Lo paga el plan.", funding_logos=[("logo", logo)], contact_phone="968 00 00 00"
    )


def test_funding_and_contact_are_on_public_pages(funded):
    page = read("/")

    assert page.select_one(".funding p").text == "Lo paga el plan."
    assert page.select_one(".funding img")["alt"] == "Proyecto Albura"
    assert Client().get(page.select_one(".funding img")["src"]).status_code == 200
    assert "968 00 00 00" in page.select_one(".site-footer address").text


def test_funding_is_in_mails(settings, funded):
    settings.PUBLIC_ORIGIN = "https://red.example"

    letter = write_letter("access_ended", language="en", context={"name": "Alba"}, head=letterhead())

    assert letter.text.rstrip().endswith("Lo paga el plan.")
    logo = BeautifulSoup(letter.html, "html.parser").img
    assert (logo["alt"], logo["src"].startswith("https://red.example/media/images/")) == ("Proyecto Albura", True)


def test_the_accent_of_the_network_is_on_pages_of_no_area(funded):
    funded.accent = "plum"
    funded.save()

    assert read("/").body["data-accent"] == "plum"


def test_an_own_logo_takes_the_place_of_the_mark(funded):
    funded.logo = picture("Escudo")
    funded.save()

    assert read("/").select_one(".brand img")["src"] == SiteSettings.current().own_logo["url"]


def test_funding_is_in_mails_about_accounts(funded, cast, mailoutbox):
    Client().post("/accounts/login/code/", {"email": cast.bruno.email})

    assert [("Lo paga el plan." in mail.body) for mail in mailoutbox] == [True]


def test_an_editor_sees_each_page_before_it_is_published(cast):
    pages = [privacy(), accessibility(), standard_page(), news(), news_index(), publish_area(cast.emp, actor=SYSTEM)]

    assert [page.make_preview_request().status_code for page in [*pages, ensure_home()]] == [200] * 7


@pytest.fixture
def editor(cast) -> Client:
    follow_coordination(cast.coordination)
    client = Client()
    client.force_login(cast.coordination, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_cms_shows_a_page_beside_its_form(editor):
    page = standard_page()
    address = f"/cms/pages/{page.pk}/edit/preview/"
    words = {
        "title": "Otra",
        "slug": "otra",
        "content-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    editor.post(address, words)

    answer = editor.get(address)

    assert "<h1>Otra</h1>" in answer.content.decode()
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_the_account_of_the_cms_offers_what_it_keeps(editor):
    page = editor.get("/cms/account/").content.decode()

    assert [name for name in ("localtime", "first_name", "avatar-avatar") if name in page] == []
    assert "theme-theme" in page
