"""«¿Siguen vigentes?»: asked twice a year, answered from an e-mail."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from red_inclusion.core import clock, jobs, links
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.models import Mandate, Resource
from red_inclusion.network.notifications import CHECK_LINK
from red_inclusion.notifications.models import Mail, Notification
from tests.factories import EntityFactory, MandateFactory, ResourceFactory

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Madrid"))
HALF_A_YEAR = timedelta(days=182)


@pytest.fixture(autouse=True)
def in_march():
    with clock.set_to(MARCH):
        yield


@pytest.fixture
def old(cast) -> list[Resource]:
    """Two of Cruz Roja, last checked half a year ago."""
    day = clock.today() - HALF_A_YEAR
    return [ResourceFactory(entity=cast.entity, name=name, checked_on=day) for name in ("Ropero", "Transporte")]


@pytest.fixture
def link(cast, old) -> str:
    actions.ask_whether_resources_hold()
    return links.link_path(CHECK_LINK, person=cast.bruno, subject=cast.entity)


def checked(resource) -> tuple:
    resource.refresh_from_db()
    return resource.checked_on, resource.in_force


def shown_on(page) -> list[str]:
    """What its one button for all of them speaks of."""
    return re.findall(r'name="shown" value="(\d+)"', page.content.decode())


# Asking


def test_an_entity_is_asked_once_about_all_that_is_due(cast, old):
    ResourceFactory(entity=cast.entity, name="Reciente")

    asked = actions.ask_whether_resources_hold()

    notice = Notification.objects.get()
    assert (asked, notice.person, notice.kind) == (1, cast.bruno, "resources_asked")
    assert notice.args == {"entity": "Cruz Roja", "names": ["Ropero", "Transporte"]}
    assert notice.path == f"/entities/{cast.entity.pk}/resources/check/"


def test_the_next_tick_does_not_ask_again(old):
    actions.ask_whether_resources_hold()
    with clock.set_to(MARCH + timedelta(days=1)):
        again = actions.ask_whether_resources_hold()

    assert (again, Notification.objects.count()) == (0, 1)


def test_a_day_before_the_half_year_nobody_is_asked(old):
    with clock.set_to(MARCH - timedelta(days=1)):
        assert actions.ask_whether_resources_hold() == 0


def test_unanswered_it_is_asked_again_half_a_year_later(old):
    actions.ask_whether_resources_hold()
    moments = (HALF_A_YEAR - timedelta(days=1), HALF_A_YEAR)

    asked = []
    for later in moments:
        with clock.set_to(MARCH + later):
            asked.append(actions.ask_whether_resources_hold())

    assert asked == [0, 1]


def test_answered_it_is_asked_again_half_a_year_after_the_answer(cast, old):
    actions.ask_whether_resources_hold()
    answered = MARCH + timedelta(days=10)
    with clock.set_to(answered):
        actions.confirm_awaited(cast.entity, actor=cast.bruno)

    with clock.set_to(MARCH + HALF_A_YEAR):
        early = actions.ask_whether_resources_hold()
    with clock.set_to(answered + HALF_A_YEAR):
        due = actions.ask_whether_resources_hold()

    assert (early, due) == (0, 1)


def test_of_retired_ones_and_of_entities_that_left_nobody_asks(cast, old):
    Resource.objects.filter(entity=cast.entity).update(retired_on=clock.today())
    left = EntityFactory(active_until=clock.today())
    ResourceFactory(entity=left, checked_on=clock.today() - HALF_A_YEAR)

    assert actions.ask_whether_resources_hold() == 0


def test_where_nobody_speaks_for_the_entity_coordination_is_asked(cast, old):
    Mandate.objects.filter(person=cast.bruno).update(until=clock.today())

    actions.ask_whether_resources_hold()

    assert [notice.person for notice in Notification.objects.all()] == [cast.coordination]


def test_several_entities_are_asked_in_one_run(cast, old):
    for _ in range(3):
        ResourceFactory(checked_on=clock.today() - HALF_A_YEAR)

    assert (actions.ask_whether_resources_hold(), Resource.objects.awaited().count()) == (4, 5)


def test_what_failed_halfway_is_asked_by_the_next_tick(old, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions.resources.notifications, "ask_whether_they_hold", fails)
    with pytest.raises(RuntimeError):
        actions.ask_whether_resources_hold()
    monkeypatch.undo()

    assert (Resource.objects.awaited().count(), actions.ask_whether_resources_hold()) == (0, 1)


# Answering


def test_the_link_of_a_mail_that_has_left_is_kept_nowhere(cast, old, mailoutbox):
    for _tick in range(2):
        jobs.run_all()

    (mail,) = Mail.objects.all()
    assert "/l/" in mailoutbox[0].body
    assert (mail.state, mail.to, mail.subject != "", mail.text, mail.html) == ("sent", cast.bruno.email, True, "", "")


def test_the_mail_carries_a_link_that_answers(cast, old, client, mailoutbox):
    for _tick in range(2):  # one asks, the next one writes
        jobs.run_all()
    (message,) = mailoutbox
    path = next(line for line in message.body.splitlines() if "/l/" in line).partition("/l/")[2]

    page = client.get(f"/l/{path}")
    client.post(f"/l/{path}", {"answer": "all", "shown": shown_on(page)})

    assert (message.to, "<strong>Bruno</strong>" in page.content.decode()) == ([cast.bruno.email], True)
    assert [checked(resource) for resource in old] == [(clock.today(), True)] * 2


def test_what_an_earlier_asking_left_open_is_on_the_page_and_answered_with_the_rest(cast, old, link, client):
    longer_ago = clock.today() - timedelta(days=60)
    left = ResourceFactory(entity=cast.entity, name="Taller", checked_on=longer_ago - HALF_A_YEAR, asked_on=longer_ago)

    page = client.get(link)
    named = [row.resource.name for row in page.context["rows"]]
    client.post(link, {"answer": "all", "shown": shown_on(page)})

    assert (named, page.context["awaited"]) == (["Ropero", "Taller", "Transporte"], 3)
    assert [checked(resource) for resource in (*old, left)] == [(clock.today(), True)] * 3
    assert [row.resource.name for row in client.get(link).context["rows"]] == named


def test_all_of_them_are_those_that_she_saw(cast, old, link, client):
    client.post(link, {"answer": "all", "shown": [old[0].pk, "x", "9" * 40]})

    assert [checked(resource)[0] for resource in old] == [clock.today(), clock.today() - HALF_A_YEAR]


def test_each_is_answered_by_itself_and_what_is_gone_can_come_back(cast, old, link, client):
    wardrobe, transport = old

    client.post(link, {"answer": "holds", "resource": wardrobe.pk})
    client.post(link, {"answer": "gone", "resource": transport.pk})
    gone = checked(transport)
    page = client.post(link, {"answer": "back", "resource": transport.pk}, follow=True)

    assert (checked(wardrobe), gone[1], checked(transport)[1]) == ((clock.today(), True), False, True)
    assert page.context["awaited"] == 1
    assert set(AuditEvent.objects.filter(object_type="network.resource").values_list("actor_id", flat=True)) == {
        cast.bruno.pk
    }


def test_what_has_changed_is_written_on_the_same_page(cast, old, link, client):
    wardrobe = old[0]
    form = {"name": "Ropero", "for_whom": "Todo el mundo", "how_to_get": "Sin cita", "contact": "Plaza Mayor"}

    page = client.get(f"{link}?change={wardrobe.pk}")
    client.post(link, form | {"answer": "changed", "resource": wardrobe.pk, "seen": page.context["seen"]})

    assert checked(wardrobe) == (clock.today(), True)
    assert (wardrobe.for_whom, wardrobe.how_to_get) == ("Todo el mundo", "Sin cita")


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(old, link, client):
    page = client.post(link, {"answer": "changed", "resource": old[0].pk, "name": "Ropero", "contact": "Plaza Mayor"})

    (row,) = [row for row in page.context["rows"] if row.form]
    assert (sorted(row.form.errors), row.form["contact"].value()) == (["for_whom", "how_to_get"], "Plaza Mayor")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(old, link, client, method):
    events = AuditEvent.objects.count()

    response = getattr(client, method)(f"{link}?change={old[0].pk}&answer=all&resource={old[0].pk}")

    assert (response.status_code, AuditEvent.objects.count()) == (200, events)
    assert Resource.objects.awaited().count() == 2


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 40, "²"])
def test_it_answers_only_for_what_was_asked(cast, old, link, client, number):
    other = ResourceFactory(entity=cast.entity, name="Reciente")
    foreign = ResourceFactory(checked_on=clock.today() - HALF_A_YEAR)

    asked = [client.post(link, {"answer": "gone", "resource": named}) for named in (number, other.pk, foreign.pk)]

    assert [response.status_code for response in asked] == [404] * 3
    assert Resource.objects.filter(retired_on__isnull=False).count() == 0


def test_it_lasts_sixty_days(link, client):
    with clock.set_to(MARCH + timedelta(days=59, hours=23)):
        assert client.get(link).status_code == 200
    with clock.set_to(MARCH + timedelta(days=60)):
        assert client.get(link).status_code == 404


def test_it_ends_with_the_mandate_and_does_not_come_back_with_a_new_one(cast, link, client):
    Mandate.objects.filter(person=cast.bruno).update(until=clock.today())
    MandateFactory(person=cast.bruno, seat=cast.seat)

    assert (client.get(link).status_code, client.post(link, {"answer": "all"}).status_code) == (404, 404)


def test_the_link_of_an_earlier_asking_does_not_answer_a_later_one(cast, link, client):
    Resource.objects.update(asked_on=clock.today() + timedelta(days=1))

    assert client.get(link).status_code == 404


def test_who_does_not_speak_for_the_entity_gets_no_link(cast, old):
    people = (cast.alba, cast.carla, cast.observer)

    assert [links.link_path(CHECK_LINK, person=person, subject=cast.entity) for person in people] == [""] * 3


def test_signed_in_it_is_the_same_page_and_my_work_leads_there(cast, old, client):
    actions.ask_whether_resources_hold()
    client.force_login(cast.bruno)
    path = f"/entities/{cast.entity.pk}/resources/check/"

    owed = client.get("/my-work/").context["owed"]
    client.post(path, {"answer": "all", "shown": shown_on(client.get(path))})

    assert [item.url for item in owed] == [path]
    assert (Resource.objects.awaited().count(), list(client.get("/my-work/").context["owed"])) == (0, [])


def test_nothing_asked_is_said_kindly(cast, client):
    ResourceFactory(entity=cast.entity)
    client.force_login(cast.bruno)

    assert "There is nothing to check" in client.get(f"/entities/{cast.entity.pk}/resources/check/").content.decode()
