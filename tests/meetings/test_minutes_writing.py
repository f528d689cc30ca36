"""Minutes as they are written: by two at once, before they are published, when they say they were held."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from meetings.actions.agenda import edit_agenda_item
from meetings.actions.minutes import draft_minutes, edit_minutes, publish_minutes, publish_public_version
from meetings.models import AgendaItem, Minutes, MinutesPage
from meetings.records import build_record
from red_inclusion.core import clock
from red_inclusion.pages.models import AreaPage

from .factories import EVENING, AttendanceFactory, MeetingFactory


@pytest.fixture
def minutes(cast):
    return draft_minutes(MeetingFactory(area=cast.emp, closed=True), actor=cast.alba)


@pytest.fixture
def item(minutes):
    return AgendaItem.objects.create(meeting=minutes.meeting, order=1, title="Needs")


@pytest.fixture
def area_page(cast):
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=AreaPage(title="Empleo", slug="empleo", area=cast.emp))


def browse(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def test_of_two_who_write_at_once_the_second_is_told_and_loses_nothing(cast, minutes, item):
    path, note = reverse("meetings:minutes_edit", args=[minutes.pk]), {f"item_{item.pk}": "Note", "remarks": ""}
    first, second = browse(cast.alba), browse(cast.coordination)
    seen = [browser.get(path).context["seen"] for browser in (first, second)]
    first.post(path, {"summary": "Hers", "seen": seen[0]} | note)

    refused = second.post(path, {"summary": "Mine", "seen": seen[1]} | note)

    minutes.refresh_from_db()
    assert (minutes.sections["summary"], refused.context["form"]["summary"].value()) == ("Hers", "Mine")
    assert refused.context["says_now"] == [{"label": "Summary", "text": "Hers"}]
    assert "It changed while you were writing." in refused.content.decode()
    second.post(path, {"summary": "Mine", "seen": refused.context["seen"]} | note)
    minutes.refresh_from_db()
    assert minutes.sections["summary"] == "Mine"


def test_what_her_device_kept_goes_once_the_minutes_are_saved(cast, minutes):
    browser, path = browse(cast.alba), reverse("meetings:minutes_edit", args=[minutes.pk])

    saved = browser.post(path, {"summary": "Ours", "remarks": ""}, follow=True)
    later = browser.get(path)

    told = [f'data-draft-clear="minutes-{minutes.pk}"' in page.content.decode() for page in (saved, later)]
    assert told == [True, False]


def test_a_note_taken_in_the_room_while_the_minutes_are_written_is_not_lost(cast, minutes, item):
    path, alba = reverse("meetings:minutes_edit", args=[minutes.pk]), browse(cast.alba)
    seen = alba.get(path).context["seen"]
    AgendaItem.objects.update(notes="Noted in the room")

    refused = alba.post(path, {"summary": "", "remarks": "", f"item_{item.pk}": "", "seen": seen})

    assert refused.context["says_now"] == [{"label": "Needs", "text": "Noted in the room"}]


def test_what_is_noted_after_the_minutes_were_begun_is_in_them(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    first, second = (AgendaItem.objects.create(meeting=meeting, order=n, title=f"Item {n}") for n in (1, 2))
    minutes = draft_minutes(meeting, actor=cast.alba)
    edit_minutes(minutes, actor=cast.alba, summary="Begun", remarks="", agenda={first.pk: "", second.pk: "Hers"})
    for item in (first, second):
        edit_agenda_item(item, actor=cast.alba, notes="Noted in the room")

    record = build_record(Minutes.objects.get(), language="en")

    assert [item["notes"] for item in record["agenda"]] == ["Noted in the room", "Hers"]


def test_a_note_taken_out_of_the_minutes_stays_out(cast, minutes, item):
    AgendaItem.objects.update(notes="Noted in the room")
    edit_minutes(minutes, actor=cast.alba, summary="", remarks="", agenda={item.pk: ""})

    record = build_record(Minutes.objects.get(), language="en")

    assert [item["notes"] for item in record["agenda"]] == [""]


def test_minutes_that_changed_since_she_read_them_are_not_published(cast, minutes):
    path, alba = reverse("meetings:minutes_publish", args=[minutes.pk]), browse(cast.alba)
    read = alba.get(minutes.get_absolute_url()).context["seen"]
    edit_minutes(minutes, actor=cast.coordination, summary="Other", remarks="", agenda={})

    refused = alba.post(path, {"seen": read})
    minutes.refresh_from_db()
    state = minutes.state
    again = alba.get(minutes.get_absolute_url())
    alba.post(path, {"seen": again.context["seen"]})

    minutes.refresh_from_db()
    assert (refused.status_code, refused["X-Error-Code"], state) == (409, "changed_meanwhile", "drafting")
    assert f'name="seen" value="{again.context["seen"]}"' in again.content.decode()
    assert (minutes.state, minutes.record["summary"]) == ("published", "Other")


# When it was held


def test_minutes_say_the_day_on_which_the_meeting_was_really_held(cast, area_page):
    meeting = MeetingFactory(area=cast.emp, closed=True, starts_at=EVENING + timedelta(days=50))
    minutes = publish_minutes(draft_minutes(meeting, actor=cast.alba), actor=cast.alba, public=True)
    page = MinutesPage.objects.get()

    public = Client().get(page.url).content.decode()

    assert (meeting.held_at, minutes.reference) == (EVENING, "EMP-ACTA-2026-01")
    assert minutes.record["meeting"]["held_at"] == EVENING.isoformat()
    assert page.slug == f"2026-11-20-{minutes.pk}"
    assert f'datetime="{EVENING.isoformat()}"' in public


def test_a_meeting_started_late_on_its_day_was_held_when_it_was_called_for(cast):
    meeting = MeetingFactory(area=cast.emp, closed=True, starts_at=EVENING - timedelta(minutes=20))
    not_begun = MeetingFactory(area=cast.emp, convened=True)

    assert (meeting.held_at, not_begun.held_at) == (meeting.starts_at, not_begun.starts_at)


def test_the_day_is_the_one_of_the_municipality(cast):
    midnight = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    meeting = MeetingFactory(area=cast.emp, closed=True, starts_at=midnight)

    assert meeting.held_at == meeting.opened_at


def test_dates_in_minutes_carry_the_year_in_the_same_year_too(cast, minutes):
    with clock.set_to(EVENING):
        shown = browse(cast.alba).get(minutes.get_absolute_url()).content.decode()
        listed = browse(cast.alba).get(reverse("meetings:minutes_list")).content.decode()

    assert ["Friday 20 November 2026" in text for text in (shown, listed)] == [True, True]


# Who was there


def test_who_stands_for_no_entity_comes_last_under_a_heading(cast, minutes, area_page):
    for person, entity in ((cast.alba, None), (cast.bruno, cast.entity)):
        AttendanceFactory(meeting=minutes.meeting, person=person, entity=entity)
    shown = browse(cast.alba).get(minutes.get_absolute_url()).content.decode()

    publish_minutes(minutes, actor=cast.alba, public=True)

    minutes.refresh_from_db()
    assert [row["entity"] for row in minutes.record["attendance"]] == [cast.entity.name, ""]
    assert "<strong>Without an entity</strong>: Alba" in shown
    assert "<strong>Sin entidad</strong>: 1 persona" in Client().get(MinutesPage.objects.get().url).content.decode()


# What everybody would read


def test_the_lead_reads_the_public_version_before_she_publishes_it(cast, minutes, area_page):
    AttendanceFactory(meeting=minutes.meeting, person=cast.bruno, entity=cast.entity)
    edit_minutes(minutes, actor=cast.alba, summary="Bruno spoke.", remarks="", agenda={})
    before = preview_of(browse(cast.alba), minutes)

    publish_minutes(minutes, actor=cast.alba)
    then = preview_of(browse(cast.alba), minutes)
    publish_public_version(minutes, actor=cast.alba)

    public = Client().get(MinutesPage.objects.get().url).context["record"]
    assert before == then == public
    assert (public["summary"], public["attendance"]) == ("Bruno spoke.", [{"entity": cast.entity.name, "people": 1}])


def preview_of(browser, minutes) -> dict:
    answer = browser.get(minutes.get_absolute_url())
    assert "Check that it names nobody." in answer.content.decode()
    return answer.context["public_version"]


def test_a_member_is_shown_no_preview(cast, minutes):
    publish_minutes(minutes, actor=cast.alba)

    answer = browse(cast.bruno).get(minutes.get_absolute_url())

    assert (answer.context["public_version"], "Check that it names nobody." in answer.content.decode()) == (None, False)
