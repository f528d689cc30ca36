from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from red_inclusion.core import clock
from red_inclusion.core.templatetags.look import disc_letters


def render(source, **context):
    return Template("{% load look %}" + source).render(Context(context)).strip()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_mark_says_its_word():
    assert 'role="img" aria-label="Soon"' in render("{% urgency_mark 3.25 %}")


def test_mark_beside_its_word_is_silent():
    assert 'aria-hidden="true"' in render("{% urgency_mark 3 label=False %}")


def test_mark_of_an_unprioritised_need_is_dashed():
    assert 'class="mark mark--none"' in render("{% urgency_mark None %}")


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        (None, ""),
        (0.39, "divided opinions"),
        (0.4, "medium coincidence"),
        (0.69, "medium coincidence"),
        (0.7, "high coincidence"),
    ],
)
def test_agreement_is_told_in_words(agreement, words):
    assert render("{% agreement_words agreement %}", agreement=agreement) == words


def test_distribution_has_its_figures_as_a_table():
    html = render("{% distribution_bar counts passed=2 %}", counts=[0, 1, 1, 4, 6])

    assert '<th scope="row">Now</th><td>6</td>' in html
    assert '<th scope="row">I do not know it well enough</th><td>2</td>' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Cruz Roja Alhama", "CR"), ("Fundación CEPAIM", "FC"), ("Cáritas", "CÁ"), ("ayuda", "AY"), ("", "")],
)
def test_disc_shows_the_letters_of_the_name(name, letters):
    assert disc_letters(name) == letters


def test_name_of_an_entity_is_escaped():
    entity = SimpleNamespace(pk=3, name="<b>Casa</b>")

    assert "<b>" not in render("{% entity_line entity %}", entity=entity)


@pytest.mark.parametrize(
    ("theme", "attribute"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"'), ('"><x', ""), ("auto", "")]
)
def test_only_known_themes_come_from_the_cookie(theme, attribute):
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = theme

    assert render("{% theme_attribute %}", request=request) == attribute


def test_pages_keep_the_rest_of_the_query():
    request = RequestFactory().get("/needs/?q=taxi&page=2")

    html = render("{% pagination page %}", request=request, page=Paginator(range(30), 10).page(2))

    assert 'rel="next" href="?q=taxi&amp;page=3"' in html


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "viernes 20 de noviembre, 17:00"),
        (date(2026, 11, 20), "viernes 20 de noviembre"),
        (date(2023, 1, 20), "viernes 20 de enero de 2023"),
    ],
)
def test_dates_are_told_in_words_of_the_municipality(value, words):
    with clock.set_to(datetime(2026, 11, 1, tzinfo=UTC)), translation.override("es"):
        assert f">{words}<" in render("{% date_words value %}", value=value)


def test_link_to_a_page_that_does_not_exist_stays_away():
    assert render('{% nav_link "nowhere:at_all" "Nowhere" %}', request=RequestFactory().get("/")) == ""


@pytest.mark.parametrize(("path", "current"), [("/meetings/", True), ("/minutes/", True), ("/needs/", False)])
def test_a_page_of_meetings_lights_their_link_whatever_its_address(path, current):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)

    shown = render('{% nav_link "meetings:meeting_list" "Meetings" whole="meetings" %}', request=request)

    assert ('aria-current="page"' in shown) is current


@pytest.mark.parametrize("path", ["templates/500.html", "templates/404.html"])
def test_error_page_needs_nothing_from_the_request(path):
    html = Template(f"{{% include '{path.removeprefix('templates/')}' %}}").render(Context())

    assert "<h1>" in html
