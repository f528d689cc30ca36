"""A file is public while a page for everybody shows it; else it is the network's, or nobody's."""

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from red_inclusion.headers import POLICY_OF_FILES
from red_inclusion.pages.actions import follow_coordination
from red_inclusion.pages.models import SiteSettings

from .factories import document, news, picture, standard_page

pytestmark = pytest.mark.django_db

WIDE = "width-480|format-webp"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def shows(*documents) -> dict:
    return {"content": [("documents", {"title": "", "documents": list(documents)})]}


def answers(cast, url: str) -> tuple[int, int]:
    """To nobody, and to a member."""
    return Client().get(url).status_code, signed_in(cast.bruno).get(url).status_code


def test_a_document_is_public_while_a_published_page_shows_it(cast):
    shown = document()
    page = standard_page(**shows(shown))
    published = answers(cast, shown.url)

    page.unpublish()

    assert (published, answers(cast, shown.url)) == ((200, 200), (302, 200))


def test_a_document_of_a_page_that_asks_for_sign_in_is_not_public(cast):
    shown = document()
    page = standard_page(**shows(shown))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert answers(cast, shown.url) == (302, 200)


def test_a_document_is_handed_over_as_a_file(client):
    shown = document(name="bases del año.txt")
    standard_page(**shows(shown))

    answer = client.get(shown.url)

    assert answer.content == b"Bases de la red"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", POLICY_OF_FILES)


def test_a_document_under_another_name_is_not_there(client):
    shown = document()
    standard_page(**shows(shown))

    assert client.get(shown.url.replace("bases", "other")).status_code == 302


def test_a_collection_that_the_cms_restricts_is_closed_to_members(cast):
    kept = document()
    kept.collection = Collection.get_first_root_node().add_child(name="Coordinación")
    kept.save()
    CollectionViewRestriction.objects.create(collection=kept.collection, restriction_type="login")

    assert answers(cast, kept.url) == (302, 404)


def test_who_has_not_accepted_the_terms_reads_them_first(cast):
    kept = document()
    cast.bruno.terms_version = 0
    cast.bruno.save()

    answer = signed_in(cast.bruno).get(kept.url)

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/terms/")


def test_a_picture_is_public_while_a_published_page_shows_it(cast):
    shown = picture()
    page = news(picture=shown)
    url = shown.get_rendition(WIDE).url
    published = answers(cast, url)

    page.unpublish()

    assert (published, answers(cast, url)) == ((200, 200), (302, 200))


def test_a_picture_of_a_block_is_public(client):
    shown = picture()
    shown.contextual_alt_text, shown.decorative = "Una mesa", False
    standard_page(content=[("picture", {"image": shown, "caption": "", "credit": ""})])

    answer = client.get(shown.get_rendition(WIDE).url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", POLICY_OF_FILES)
    assert "private" in answer["Cache-Control"]


def test_the_logos_of_the_settings_are_public(client):
    logo = picture("Logotipo")
    SiteSettings.objects.create(logo=logo)

    assert client.get(SiteSettings.current().own_logo["url"]).status_code == 200


def test_the_original_is_for_the_cms_alone(cast):
    shown = picture()
    news(picture=shown)
    follow_coordination(cast.coordination)
    url = shown.file.url

    assert (*answers(cast, url), signed_in(cast.coordination).get(url).status_code) == (302, 404, 200)


@pytest.mark.parametrize(
    "path", ["../db.sqlite3", "%2e%2e/secret_key", "/etc/passwd", "documents/bases.txt", "original_images/", "a%00b"]
)
def test_nothing_else_is_served(cast, path):
    document()

    assert answers(cast, f"/media/{path}") == (302, 404)


def test_the_sizes_of_a_picture_are_drawn_when_it_is_uploaded(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        shown = picture()

    specs = set(shown.renditions.values_list("filter_spec", flat=True))
    assert {"fill-640x360|format-webp", WIDE, "fill-1200x630|format-jpeg"} <= specs


def test_a_picture_that_is_not_public_waits_for_the_second_step_of_coordination(cast, settings):
    settings.REQUIRE_MFA_FOR_COORDINATION = True
    kept, shown = picture(), picture()
    news(picture=shown)
    client = signed_in(cast.coordination)

    answers = [client.get(each.get_rendition(WIDE).url) for each in (kept, shown)]

    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [
        (302, "/accounts/2fa/"),
        (200, None),
    ]
