"""Hints: told until she hides them, on every device; never to strangers and guests, never over a ballot."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from red_inclusion.core.errors import NotAllowed
from red_inclusion.guide import actions
from red_inclusion.guide.hints import BY_NAME, HINTS
from red_inclusion.guide.models import HiddenHint

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"
NEEDS = HINTS["needs:need_list"]


@pytest.fixture
def browser(client, cast):
    client.force_login(cast.bruno, BACKEND)
    return client


def has_hint(page) -> bool:
    return 'class="hint' in page.text


@pytest.mark.parametrize("address", ["/my-work/", "/needs/", "/meetings/", "/minutes/", "/proposals/"])
def test_a_page_says_what_it_is_for(browser, address):
    assert has_hint(browser.get(address))


def test_hidden_it_stays_away_and_the_others_stay(browser):
    answer = browser.post("/help/hints/needs/hide/", {"next": "/needs/?q=a"})

    assert answer["Location"] == "/needs/?q=a"
    assert [has_hint(browser.get(address)) for address in ("/needs/", "/meetings/")] == [False, True]


def test_shown_again_they_are_all_back(browser, cast):
    for name in ("needs", "meetings"):
        actions.hide_hint(cast.bruno, actor=cast.bruno, name=name)

    answer = browser.post("/help/hints/show/")

    assert answer["Location"] == "/accounts/profile/"
    assert has_hint(browser.get("/needs/"))
    assert not HiddenHint.objects.exists()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "my-work", "3"])
def test_after_hiding_she_stays_on_this_host(browser, wanted):
    assert browser.post("/help/hints/needs/hide/", {"next": wanted})["Location"] == "/my-work/"


def test_a_hint_that_is_none_is_not_there(browser):
    assert browser.post("/help/hints/nothing/hide/").status_code == 404


def test_hidden_twice_is_hidden_once(cast):
    for _device in range(2):
        actions.hide_hint(cast.bruno, actor=cast.bruno, name="needs")

    assert HiddenHint.objects.filter(person=cast.bruno).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        HiddenHint.objects.create(person=cast.bruno, hint="needs")


def test_nobody_hides_or_shows_them_for_another(cast):
    with pytest.raises(NotAllowed):
        actions.hide_hint(cast.bruno, actor=cast.alba, name="needs")
    with pytest.raises(NotAllowed):
        actions.show_hints_again(cast.bruno, actor=cast.alba)


def test_a_visitor_is_told_nothing(client, db):
    assert not has_hint(client.get("/help/"))


def test_looking_changes_nothing(browser):
    with CaptureQueriesContext(connection) as queries:
        browser.get("/needs/")

    about_hints = [query["sql"] for query in queries if "guide_hiddenhint" in query["sql"]]
    assert [sql.partition(" ")[0] for sql in about_hints] == ["SELECT"]
    assert not HiddenHint.objects.exists()


def test_no_hint_stands_in_the_room_of_a_phone():
    assert not {"meetings:room", "meetings:projector", "meetings:guest", "meetings:ballot"} & set(HINTS)
    assert len(BY_NAME) == len(HINTS)
