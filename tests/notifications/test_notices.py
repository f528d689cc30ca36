from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from red_inclusion.core import clock, jobs
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import NotAllowed
from red_inclusion.notifications import actions
from red_inclusion.notifications.enums import Cadence
from red_inclusion.notifications.kinds import Kind, _kinds, register
from red_inclusion.notifications.models import Mail, Notification, Preference
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 2, 11, 9, 0, tzinfo=UTC)
MONDAY = datetime(2026, 2, 16, 8, 0, tzinfo=UTC)
LIST = "/notifications/"


@pytest.fixture(autouse=True)
def kinds_for_tests(monkeypatch):
    monkeypatch.setattr("red_inclusion.notifications.kinds._kinds", dict(_kinds))
    register(Kind("mine", "Mine", words=lambda args: f"Mine: {args.get('what', '')}", is_mine=True))
    register(Kind("others", "Others'", words=lambda args: "Others'"))
    register(Kind("waits", "Waits", words=lambda args: "Waits", is_mine=True, waits=True))
    register(Kind("must", "Must", words=lambda args: "Must", optional=False))


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def tell(kind, *people, actor=SYSTEM, **args):
    target = people[0]
    return actions.notify(kind, people, target=target, actor=actor, args=args, path="/areas/")


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ("mine", {"mine": "now", "others": "web", "waits": "now", "must": "now"}),
        ("weekly", {"mine": "weekly", "others": "weekly", "waits": "now", "must": "now"}),
        ("all", {"mine": "now", "others": "now", "waits": "now", "must": "now"}),
    ],
)
def test_what_goes_by_mail_and_when(cast, reach, expected):
    actions.set_preference(cast.bruno, actor=cast.bruno, reach=reach, chosen={})

    cadences = {kind: tell(kind, cast.bruno)[0].cadence for kind in expected}

    assert cadences == expected


def test_fine_tuning_goes_before_and_cannot_silence_what_must_be_told(cast):
    chosen = {"mine": "web", "others": "now", "must": "web"}
    actions.set_preference(cast.bruno, actor=cast.bruno, reach="mine", chosen=chosen)

    cadences = {kind: tell(kind, cast.bruno)[0].cadence for kind in chosen}

    assert cadences == {"mine": "web", "others": "now", "must": "now"}


def test_without_a_choice_it_is_only_what_is_mine(cast):
    assert [tell(kind, cast.bruno)[0].cadence for kind in ("mine", "others")] == ["now", "web"]


def test_who_did_it_and_who_left_are_not_told(cast):
    gone = PersonFactory(is_active=False)

    told = tell("mine", cast.alba, cast.bruno, gone, cast.bruno, actor=cast.alba)

    assert [notice.person_id for notice in told] == [cast.bruno.pk]


def test_nothing_is_told_of_what_did_not_happen(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell("mine", cast.bruno)
        raise ZeroDivisionError

    assert not Notification.objects.exists()


def test_telling_fifty_costs_what_telling_one_costs(cast):
    def queries(n):
        people = PersonFactory.create_batch(n)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            tell("mine", *people)
        return len(captured)

    assert queries(1) == queries(3) == queries(50)


def test_a_tick_writes_each_mail_once_in_its_readers_language(cast, mailoutbox):
    cast.bruno.language = "es"
    cast.bruno.save()
    tell("mine", cast.bruno, cast.alba, what="<Reunión>")

    jobs.run_all()
    jobs.run_all()

    subjects = {message.to[0]: message.subject for message in mailoutbox}
    assert subjects == {cast.bruno.email: "Mine: <Reunión>", cast.alba.email: "Mine: <Reunión>"}
    spanish = next(message for message in mailoutbox if message.to == [cast.bruno.email])
    assert "Hola, Bruno:" in spanish.body and "/notifications/preferences/" in spanish.body
    assert "Mine: &lt;Reunión&gt;" in spanish.alternatives[0][0]


def test_what_is_only_for_the_web_goes_to_no_mailbox(cast):
    tell("others", cast.bruno)
    with actions.quietly():
        tell("mine", cast.bruno)

    jobs.run_all()

    assert not Mail.objects.exists()


def test_the_weekly_summary_holds_what_she_has_not_read(cast, mailoutbox):
    actions.set_preference(cast.bruno, actor=cast.bruno, reach="weekly", chosen={})
    with clock.set_to(WEDNESDAY):
        tell("mine", cast.bruno, what="one")
        tell("mine", cast.bruno, what="two")
        (read,) = tell("mine", cast.bruno, what="read")
        actions.open_notice(read, actor=cast.bruno)
        jobs.run_all()
    assert mailoutbox == []

    for moment in (MONDAY, MONDAY + timedelta(minutes=1), MONDAY + timedelta(days=7)):
        with clock.set_to(moment):
            jobs.run_all()

    (message,) = mailoutbox
    assert message.subject == "Your week in Red Inclusión: 2 notices"
    assert "Mine: one" in message.body and "Mine: two" in message.body and "read\n" not in message.body


def test_a_summary_that_no_monday_tick_wrote_comes_later(cast, mailoutbox):
    actions.set_preference(cast.bruno, actor=cast.bruno, reach="weekly", chosen={})
    with clock.set_to(WEDNESDAY):
        tell("mine", cast.bruno)

    with clock.set_to(MONDAY + timedelta(days=2)):
        jobs.run_all()

    assert len(mailoutbox) == 1


def test_who_has_read_everything_gets_no_summary(cast, mailoutbox):
    actions.set_preference(cast.bruno, actor=cast.bruno, reach="weekly", chosen={})
    with clock.set_to(WEDNESDAY):
        tell("mine", cast.bruno)
        actions.mark_all_seen(cast.bruno, actor=cast.bruno)

    with clock.set_to(MONDAY):
        jobs.run_all()

    assert mailoutbox == []


def test_the_bell_says_how_many_are_not_read(cast, as_):
    for _ in range(3):
        tell("mine", cast.bruno)

    assert 'aria-label="3 notices not read"' in as_(cast.bruno).get("/areas/").content.decode()
    assert 'aria-label="Notices: none new"' in as_(cast.alba).get("/areas/").content.decode()


def test_the_bell_costs_one_query(cast, as_):
    browser = as_(cast.bruno)
    tell("mine", cast.bruno)

    with CaptureQueriesContext(connection) as captured:
        browser.get("/accounts/profile/")

    assert sum("notifications_notification" in query["sql"] for query in captured) == 1


def test_the_list_shows_hers_and_marks_what_is_new(cast, as_):
    tell("mine", cast.bruno, what="Ñandú")
    tell("mine", cast.carla, what="of Carla")

    page = as_(cast.bruno).get(LIST).content.decode()

    assert "Mine: Ñandú" in page and "of Carla" not in page
    assert Notification.objects.unseen().count() == 2


def test_an_empty_list_says_what_will_be_there(cast, as_):
    assert "You have no notices" in as_(cast.bruno).get(LIST).content.decode()


def test_the_list_asks_as_often_for_one_as_for_fifty(cast, as_):
    browser, counts = as_(cast.bruno), []
    for more in (1, 2, 26):
        for _ in range(more):
            tell("mine", cast.bruno)
        with CaptureQueriesContext(connection) as captured:
            browser.get(LIST)
        counts.append(len(captured))

    assert len(set(counts)) == 1


def test_long_lists_have_pages(cast, as_):
    for n in range(31):
        tell("mine", cast.bruno, what=str(n))
    browser = as_(cast.bruno)

    assert browser.get(LIST).content.decode().count('class="row__title"') == 30
    assert browser.get(LIST, {"page": 2}).content.decode().count('class="row__title"') == 1


def test_opening_one_leads_there_and_marks_it(cast, as_):
    (notice,) = tell("mine", cast.bruno)

    response = as_(cast.bruno).post(f"{LIST}{notice.pk}/open/")

    assert (response.status_code, response["Location"]) == (302, "/areas/")
    notice.refresh_from_db()
    assert notice.seen_at is not None


def test_the_title_of_a_new_one_opens_it_and_that_of_a_read_one_leads_there(cast, as_):
    (notice,) = tell("mine", cast.bruno, what="Ñandú")
    browser = as_(cast.bruno)
    new = BeautifulSoup(browser.get(LIST).content, "html.parser").select_one(".row")

    browser.post(new.form["action"])

    read = BeautifulSoup(browser.get(LIST).content, "html.parser").select_one(".row")
    assert [each.get_text(strip=True) for each in new.find_all(["a", "button"])] == ["Mine: Ñandú"]
    assert (new.form.h2.button["type"], new.a, read.form) == ("submit", None, None)
    assert (read.h2.a["href"], read.h2.get_text()) == (notice.path, "Mine: Ñandú")


def test_anothers_notice_is_not_there(cast, as_):
    (notice,) = tell("mine", cast.bruno)

    assert as_(cast.coordination).post(f"{LIST}{notice.pk}/open/").status_code == 404
    assert Notification.objects.unseen().count() == 1


def test_all_are_marked_and_only_hers(cast, as_):
    tell("mine", cast.bruno, cast.carla)
    tell("mine", cast.bruno)

    as_(cast.bruno).post(f"{LIST}read/")

    assert [notice.person_id for notice in Notification.objects.unseen()] == [cast.carla.pk]


def test_nobody_reads_or_chooses_for_another(cast):
    (notice,) = tell("mine", cast.bruno)
    attempts = [
        lambda: actions.open_notice(notice, actor=cast.alba),
        lambda: actions.mark_all_seen(cast.bruno, actor=cast.alba),
        lambda: actions.set_preference(cast.bruno, actor=cast.alba, reach="all", chosen={}),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_she_chooses_on_her_page_and_finds_it_again(cast, as_):
    browser = as_(cast.bruno)

    browser.post("/notifications/preferences/", {"reach": "weekly", "kind_others": "web"})

    kept = Preference.objects.get(person=cast.bruno)
    assert (kept.reach, kept.chosen) == ("weekly", {"others": "web"})
    page = browser.get("/notifications/preferences/").content.decode()
    assert '<details class="more" open>' in page
    assert 'value="weekly" ' in page
    assert "kind_must" not in page


@pytest.mark.parametrize("sent", [{"reach": "never"}, {}, {"reach": "mine", "kind_mine": "hourly"}])
def test_a_choice_that_is_none_changes_nothing(cast, as_, sent):
    response = as_(cast.bruno).post("/notifications/preferences/", sent)

    assert response.status_code == 200 and response.context["form"].errors
    assert not Preference.objects.exists()


def test_what_must_go_takes_its_notices_with_it(cast):
    tell("mine", cast.bruno, cast.alba)
    tell("mine", cast.carla)

    assert actions.withdraw_notices(cast.bruno, actor=cast.coordination) == 2
    assert [notice.person_id for notice in Notification.objects.all()] == [cast.carla.pk]


def test_a_kind_that_nobody_knows_any_more_still_shows(cast, as_):
    (notice,) = tell("mine", cast.bruno)
    Notification.objects.filter(pk=notice.pk).update(kind="forgotten", cadence=Cadence.WEB)

    assert "Something has changed." in as_(cast.bruno).get(LIST).content.decode()
