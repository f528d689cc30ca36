from datetime import timedelta

import pytest
from django.urls import reverse

from red_inclusion.core import clock

from .factories import EVENING, AgendaItemFactory, MeetingFactory


@pytest.fixture(autouse=True)
def present():
    with clock.set_to(EVENING):
        yield


@pytest.fixture
def alba(client, cast):
    client.force_login(cast.alba)
    return client


@pytest.fixture
def meeting(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    for order, title in enumerate("ABC", 1):
        AgendaItemFactory(meeting=meeting, order=order, title=title)
    return meeting


def at(name, subject) -> str:
    return reverse(f"meetings:{name}", args=[subject.pk])


def agenda(meeting) -> list[str]:
    return [f"{item.title}:{item.state}" for item in meeting.agenda.all()]


def titles(meeting) -> str:
    return "".join(meeting.agenda.values_list("title", flat=True))


def test_adding_moving_and_changing_by_form(alba, meeting):
    alba.post(at("agenda_add", meeting), {"title": "D"})
    last = meeting.agenda.last()
    alba.post(at("agenda_move", last), {"to": "up"})
    alba.post(at("agenda_move", meeting.agenda.first()), {"to": "down"})
    response = alba.post(at("agenda_edit", last), {"title": "E", "notes": "Said so"})

    assert (titles(meeting), response.url) == ("BAEC", f"{meeting.get_absolute_url()}#agenda")
    last.refresh_from_db()
    assert last.notes == "Said so"


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "This field is required."),
        ("x" * 161, "It is 1 character too long: 160 at most. Nothing you wrote has been lost."),
    ],
)
def test_an_item_that_does_not_do_keeps_what_was_typed(alba, meeting, title, message):
    response = alba.post(at("agenda_add", meeting), {"title": title})

    form = response.context["form"]
    assert (response.status_code, form.errors, form["title"].value()) == (200, {"title": [message]}, title)


def test_after_the_close_the_refusal_stands_in_the_form(alba, cast):
    meeting = MeetingFactory(area=cast.emp, closed=True)

    response = alba.post(at("agenda_add", meeting), {"title": "Late"})

    assert response.context["form"].non_field_errors() == ["This meeting is closed: it can no longer change."]


def test_what_was_taken_off_can_come_back_once(alba, meeting):
    alba.post(at("agenda_remove", meeting.agenda.all()[1]))
    without, offered = titles(meeting), "You took «B» off the agenda." in alba.get(meeting.get_absolute_url()).text
    for _time in range(2):
        alba.post(at("agenda_restore", meeting))

    assert (without, offered, titles(meeting)) == ("AC", True, "ABC")
    assert "You took «B»" not in alba.get(meeting.get_absolute_url()).text


def test_no_session_holds_the_title_of_what_was_taken_off(alba, meeting):
    item = AgendaItemFactory(meeting=meeting, order=4, title="Encarna")

    alba.post(at("agenda_remove", item))

    assert "Encarna" in alba.get(meeting.get_absolute_url()).text
    assert "Encarna" not in str(dict(alba.session))


def test_the_offer_to_bring_it_back_passes(alba, meeting):
    alba.post(at("agenda_remove", meeting.agenda.first()))

    with clock.set_to(EVENING + timedelta(minutes=6)):
        page = alba.get(meeting.get_absolute_url()).text
        alba.post(at("agenda_restore", meeting))

    assert ("You took «A»" in page, titles(meeting)) == (False, "BC")


def test_dealing_with_an_item_and_ending_it(alba, meeting):
    first, second, _third = meeting.agenda.all()
    states = []

    for item, sent in ((first, {}), (second, {}), (second, {"done": "1"})):
        alba.post(at("agenda_current", item), sent)
        states.append(agenda(meeting))

    assert states == [
        ["A:current", "B:pending", "C:pending"],
        ["A:done", "B:current", "C:pending"],
        ["A:done", "B:done", "C:pending"],
    ]


@pytest.mark.parametrize("name", ["agenda_edit", "agenda_move", "agenda_remove", "agenda_current"])
@pytest.mark.parametrize(("person", "status"), [("bruno", 403), ("carla", 404)])
def test_who_does_not_lead_does_not_arrange(client, cast, meeting, name, person, status):
    client.force_login(getattr(cast, person))

    assert client.post(at(name, meeting.agenda.first()), {"title": "X"}).status_code == status
    assert titles(meeting) == "ABC"


def test_of_two_who_change_an_item_the_second_is_told_and_loses_nothing(alba, meeting):
    item = meeting.agenda.first()
    seen = alba.get(at("agenda_edit", item)).context["seen"]
    alba.post(at("agenda_edit", item), {"title": "A", "notes": "Hers", "seen": seen})

    refused = alba.post(at("agenda_edit", item), {"title": "A", "notes": "Mine", "seen": seen})

    item.refresh_from_db()
    assert (item.notes, refused.context["form"]["notes"].value()) == ("Hers", "Mine")
    assert refused.context["says_now"] == [{"label": "Notes for the minutes", "text": "Hers"}]
    alba.post(at("agenda_edit", item), {"title": "A", "notes": "Mine", "seen": refused.context["seen"]})
    item.refresh_from_db()
    assert item.notes == "Mine"
