import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Attendance, Meeting
from red_inclusion.core import clock
from red_inclusion.network.models import Area
from tests.factories import AreaLeadFactory, MandateFactory

from .factories import EVENING, AgendaItemFactory, AttendanceFactory, DecisionFactory, MeetingFactory, RoundFactory

NOW = EVENING - timedelta(days=3)
FORM = {"area": "EMP", "title": "January", "day": "2027-01-20", "start": "17:00", "end": "19:00"}


@pytest.fixture(autouse=True)
def present():
    with clock.set_to(NOW):
        yield


@pytest.fixture
def alba(client, cast):
    client.force_login(cast.alba)
    return client


@pytest.fixture
def bruno(client, cast):
    client.force_login(cast.bruno)
    return client


def url(name, meeting=None) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk] if meeting else [])


def listed(response) -> list[str]:
    return [meeting.title for meeting in response.context["page_obj"]]


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# The list


def test_the_list_says_when_in_calendar_order(bruno, cast):
    MeetingFactory(area=cast.emp, title="Far", convened=True, starts_at=EVENING + timedelta(days=30))
    MeetingFactory(area=cast.emp, title="Near", convened=True)
    MeetingFactory(area=cast.emp, title="Old", closed=True, starts_at=EVENING - timedelta(days=60))
    MeetingFactory(area=cast.emp, title="Recent", closed=True, starts_at=EVENING - timedelta(days=9))
    MeetingFactory(area=cast.emp, title="Open", in_session=True)
    MeetingFactory(area=cast.emp, title="Off", cancelled=True, starts_at=EVENING + timedelta(days=5))
    MeetingFactory(area=cast.edu, title="Elsewhere", convened=True)

    response = bruno.get(url("meeting_list"))

    assert [(meeting.when, meeting.title) for meeting in response.context["page_obj"]] == [
        ("now", "Open"),
        ("to_come", "Near"),
        ("to_come", "Far"),
        ("past", "Off"),
        ("past", "Recent"),
        ("past", "Old"),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=reunion", ["Reunión de enero"]),
        ("q=VIVERO+enero", ["Reunión de enero"]),
        ("q=nothing", []),
        ("q=%22", []),
        ("q=%00", ["Reunión de enero", "Mesa"]),
        ("q=++", ["Reunión de enero", "Mesa"]),
        ("state=closed", ["Mesa"]),
        ("state=party", ["Reunión de enero", "Mesa"]),
        ("area=EMP&sort=oldest", ["Mesa", "Reunión de enero"]),
        ("area=EDU", ["Reunión de enero", "Mesa"]),
        ("sort=newest&page=99", ["Reunión de enero", "Mesa"]),
    ],
)
def test_search_filters_and_order(bruno, cast, query, titles):
    MeetingFactory(area=cast.emp, title="Reunión de enero", place="Vivero de Empresas", convened=True)
    MeetingFactory(area=cast.emp, title="Mesa", closed=True, starts_at=EVENING - timedelta(days=60))
    MeetingFactory(area=cast.edu, title="Enero en otra área", convened=True)

    response = bruno.get(f"{url('meeting_list')}?{query}")

    assert listed(response) == titles


def test_pages_keep_the_filters(bruno, cast):
    for _number in range(21):
        MeetingFactory(area=cast.emp, convened=True, title="Same")

    response = bruno.get(f"{url('meeting_list')}?q=same&page=2")

    assert len(listed(response)) == 1
    assert "q=same&amp;page=1" in response.text or "page=1&amp;q=same" in response.text


def test_an_empty_list_says_what_belongs_there(client, cast):
    shown = {}
    for name in ("alba", "bruno"):
        client.force_login(getattr(cast, name))
        shown[name] = client.get(url("meeting_list")).text

    assert ("Prepare the first one" in shown["alba"], "Prepare the first one" in shown["bruno"]) == (True, False)
    assert "Those of your areas will be here" in shown["bruno"]


def test_the_list_asks_the_same_at_1_3_and_50_rows(bruno, cast):
    asked = []

    for more in (1, 2, 47):
        for _meeting in range(more):
            AttendanceFactory(meeting=MeetingFactory(area=cast.emp, convened=True), person=cast.bruno, reply="coming")
        asked.append(queries_of(bruno, url("meeting_list")))

    assert asked == [asked[0]] * 3


# Preparing one


def test_the_form_proposes_the_next_working_day_at_ten(alba, cast):
    with clock.set_to(EVENING):  # a Friday
        form = alba.get(url("meeting_create")).context["form"]

    initial = {name: str(form[name].value()) for name in ("area", "title", "day", "start", "end")}
    assert initial == {
        "area": "EMP",
        "title": "Meeting of Empleo y Formación",
        "day": "2026-11-23",
        "start": "10:00:00",
        "end": "12:00:00",
    }


def test_a_meeting_is_prepared_with_its_agenda(alba, cast):
    response = alba.post(
        url("meeting_create"), FORM | {"agenda": "Welcome\r\n\r\n  Priorities \r\n", "place": "Vivero"}
    )

    meeting = Meeting.objects.get()
    assert (response.status_code, response.url) == (302, meeting.get_absolute_url())
    assert (meeting.area, meeting.state, meeting.place) == (cast.emp, "draft", "Vivero")
    assert timezone.localtime(meeting.starts_at).isoformat() == "2027-01-20T17:00:00+01:00"
    assert list(meeting.agenda.values_list("title", flat=True)) == ["Welcome", "Priorities"]


def test_what_her_device_kept_goes_once_the_meeting_is_saved(alba, cast):
    made = alba.post(url("meeting_create"), FORM, follow=True).content.decode()
    meeting = Meeting.objects.get()
    changed = alba.post(url("meeting_edit", meeting), FORM | {"title": "February"}, follow=True).content.decode()
    later = alba.get(url("meeting_detail", meeting)).content.decode()

    cleared = [re.findall(r'data-draft-clear="([^"]+)"', page) for page in (made, changed, later)]
    assert cleared == [["meeting-new"], [f"meeting-{meeting.pk}"], []]


def test_sent_twice_it_is_one_meeting(alba, cast):
    answers = {alba.post(url("meeting_create"), FORM).url for _time in range(2)}

    assert (len(answers), Meeting.objects.count()) == (1, 1)


def test_without_an_end_it_lasts_two_hours(alba, cast):
    alba.post(url("meeting_create"), FORM | {"end": ""})

    meeting = Meeting.objects.get()
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=2)


def test_one_that_begins_late_ends_with_its_day_and_can_be_edited(alba, cast):
    alba.post(url("meeting_create"), FORM | {"start": "23:00", "end": ""})
    meeting = Meeting.objects.get()

    shown = alba.get(url("meeting_edit", meeting)).context["form"].initial
    sent = {name: shown[name] for name in ("title", "day", "start", "end", "place", "notes")}
    saved = alba.post(url("meeting_edit", meeting), sent | {"title": "February"})

    assert (saved.status_code, meeting.ends_at - meeting.starts_at) == (302, timedelta(minutes=59))


@pytest.mark.parametrize(
    ("bad", "field", "message"),
    [
        ({"end": "16:00"}, "end", "It ends before it starts. Choose an end later than the start."),
        ({"end": "17:00"}, "end", "It ends before it starts. Choose an end later than the start."),
        ({"title": " "}, "title", "This field is required."),
        ({"title": "x" * 121}, "title", "It is 1 character too long: 120 at most. Nothing you wrote has been lost."),
        ({"title": "\0\u202e\u200b"}, "title", "This field is required."),
        ({"day": "9999-12-31"}, "day", "Check the year: it has to lie between 2000 and 2100."),
        ({"day": "someday"}, "day", "Enter a valid date."),
        ({"area": "EDU"}, "area", "Select a valid choice. That choice is not one of the available choices."),
        ({"agenda": "x" * 161}, "agenda", f"Shorten «{'x' * 30}…»: 160 characters at most."),
        ({"agenda": "x\n" * 61}, "agenda", "That is more than one meeting can take: 60 items at most."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(alba, cast, bad, field, message):
    sent = FORM | {"place": "Vivero", "agenda": "Welcome"} | bad

    response = alba.post(url("meeting_create"), sent)

    form = response.context["form"]
    assert (response.status_code, form.errors) == (200, {field: [message]})
    assert {name: form[name].value() for name in sent} == sent
    assert Meeting.objects.count() == 0


def test_only_areas_that_she_leads_are_offered(alba, cast):
    AreaLeadFactory(area=cast.edu, person=cast.alba)

    form = alba.get(url("meeting_create") + "?area=EDU").context["form"]

    assert [area.code for area in form.fields["area"].queryset] == ["EDU", "EMP"]
    assert form["area"].value() == "EDU"


def test_with_several_areas_none_is_chosen_for_her(alba, cast):
    AreaLeadFactory(area=cast.edu, person=cast.alba)

    form = alba.get(url("meeting_create")).context["form"]

    assert (form["area"].value(), form["title"].value()) == (None, None)


def test_editing_shows_what_is_there_and_saves_it(alba, cast):
    meeting = MeetingFactory(area=cast.emp, title="January", place="Vivero")
    page = alba.get(url("meeting_edit", meeting))

    fields = {name: page.context["form"][name].value() for name in ("title", "day", "start", "end", "place", "notes")}
    response = alba.post(url("meeting_edit", meeting), fields | {"title": "February"})

    meeting.refresh_from_db()
    assert (response.status_code, meeting.title, meeting.starts_at) == (302, "February", EVENING)


def test_a_closed_meeting_refuses_the_change_beside_the_form(alba, cast):
    meeting = MeetingFactory(area=cast.emp, closed=True)

    response = alba.post(url("meeting_edit", meeting), FORM)

    assert response.context["form"].non_field_errors() == ["This meeting is closed: it can no longer change."]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_no_form_is_offered_for_a_meeting_that_is_over(alba, cast, state):
    response = alba.get(url("meeting_edit", MeetingFactory(area=cast.emp, state=state)))

    assert (response.status_code, response["X-Error-Code"]) == (409, "meeting_over")


# Its page


@pytest.mark.parametrize(
    ("state", "lead", "member"),
    [
        ("draft", "Convene", None),
        ("convened", "Start the meeting", None),
        ("in_session", "Enter the console", "Enter the room"),
        ("closed", "Write the minutes", None),
        ("cancelled", None, None),
    ],
)
def test_the_one_primary_button_is_the_next_step(client, cast, state, lead, member):
    meeting = MeetingFactory(area=cast.emp, state=state)
    steps = {}
    for name in ("alba", "bruno"):
        client.force_login(getattr(cast, name))
        response = client.get(meeting.get_absolute_url())
        steps[name] = getattr(response.context["step"], "label", None)
        assert response.text.count("button--primary") == (steps[name] is not None)

    assert steps == {"alba": lead, "bruno": member}


def test_the_start_takes_one_tap_on_its_day_and_asks_before_it(alba, cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    before = alba.get(meeting.get_absolute_url()).context["step"].posts
    with clock.set_to(EVENING - timedelta(hours=8)):
        on_the_day = alba.get(meeting.get_absolute_url()).context["step"].posts

    assert (before, on_the_day) == (False, True)


def test_the_page_shows_what_the_meeting_holds(bruno, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True, place="Vivero", notes="Bring last year's list")
    AgendaItemFactory(meeting=meeting, title="Welcome")
    RoundFactory(meeting=meeting, title="First vote", open=True)
    RoundFactory(meeting=meeting, title="Voided", state="void", void_reason="Read out wrongly")
    DecisionFactory(meeting=meeting, text="We agree")
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=cast.entity)

    page = bruno.get(meeting.get_absolute_url()).text

    shown = ["Vivero", "Bring last year&#x27;s list", "Welcome", "First vote", "We agree", "Cruz Roja", "Alba"]
    assert [text in page for text in shown] == [True] * len(shown)
    assert ["Voided" in page, "Does not count: Read out wrongly" in page] == [True, True]


@pytest.mark.parametrize("page", ["meeting_detail", "attendance", "meeting_print"])
def test_its_pages_ask_the_same_at_1_3_and_50_rows(alba, cast, page):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    asked = []

    for more in (1, 2, 47):
        for _row in range(more):
            AttendanceFactory(meeting=meeting, person=MandateFactory(seat=cast.seat).person, entity=cast.entity)
            AgendaItemFactory(meeting=meeting)
            RoundFactory(meeting=meeting)
            DecisionFactory(meeting=meeting)
        asked.append(queries_of(alba, url(page, meeting)))

    assert asked == [asked[0]] * 3


def test_the_reason_of_a_cancellation_is_read_on_its_page(alba, cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    empty = alba.post(url("meeting_cancel", meeting), {"reason": ""})
    alba.post(url("meeting_cancel", meeting), {"reason": "Strike"})

    assert empty.context["form"].errors == {"reason": ["This field is required."]}
    assert "Strike" in alba.get(meeting.get_absolute_url()).text


# Its turns


@pytest.mark.parametrize(
    ("name", "state", "after"),
    [
        ("meeting_convene", "draft", "convened"),
        ("meeting_start", "draft", "in_session"),
        ("meeting_start", "convened", "in_session"),
        ("meeting_close", "in_session", "closed"),
    ],
)
def test_asking_changes_nothing_and_posting_does(alba, cast, name, state, after):
    meeting = MeetingFactory(area=cast.emp, state=state)

    asked = alba.get(url(name, meeting))
    meeting.refresh_from_db()
    before = meeting.state
    alba.post(url(name, meeting))

    meeting.refresh_from_db()
    assert (asked.status_code, before, meeting.state) == (200, state, after)


def test_the_page_before_convening_says_who_will_see_it(alba, cast):
    page = alba.get(url("meeting_convene", MeetingFactory(area=cast.emp))).text

    assert "3 people from 2 entities see it announced on their pages." in page


def test_closing_with_an_open_vote_says_how_to_go_on(alba, cast):
    meeting = RoundFactory(meeting__area=cast.emp, open=True).meeting

    response = alba.post(url("meeting_close", meeting))

    assert response.status_code == 409
    assert "Close the vote first, then the meeting." in response.text


def test_a_turn_that_has_been_taken_leads_back_to_the_page(alba, cast):
    meeting = MeetingFactory(area=cast.emp, state=MeetingState.CANCELLED)
    names = ("meeting_convene", "meeting_start", "meeting_close", "meeting_cancel")

    assert {alba.get(url(name, meeting)).url for name in names} == {meeting.get_absolute_url()}


# Replies


def test_replying_and_changing_her_mind(bruno, cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)
    rows = []

    for reply in ("coming", "not_coming"):
        bruno.post(url("meeting_reply", meeting), {"reply": reply})
        rows.append(Attendance.objects.values_list("reply", "status").get())

    assert rows == [("coming", ""), ("not_coming", "excused")]


@pytest.mark.parametrize(
    ("target", "led_to"), [("/my-work/", "/my-work/"), ("https://evil.example/", None), ("//evil.example", None)]
)
def test_a_form_leads_on_only_to_our_pages(bruno, cast, target, led_to):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    response = bruno.post(url("meeting_reply", meeting), {"reply": "coming", "next": target})

    assert response.url == (led_to or meeting.get_absolute_url())


def test_the_stage_is_set_by_form(alba, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)

    response = alba.post(url("stage_set", meeting), {"stage": "groups"})

    meeting.refresh_from_db()
    assert (response.status_code, meeting.stage) == (302, "groups")


# Paper and code


def test_the_qr_code_is_a_drawing_of_the_address_of_the_room(bruno, cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    response = bruno.get(url("qr", meeting))

    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response.content.lstrip().startswith(b"<?xml")
    page = bruno.get(meeting.get_absolute_url())
    assert page.context["join_url"] == f"http://testserver/join/{meeting.join_code}/"


def test_the_public_address_stands_in_where_hers_is_of_this_machine_alone(bruno, cast, settings):
    meeting = MeetingFactory(area=cast.emp, convened=True)
    settings.PUBLIC_ORIGIN = "https://red.example"

    page = bruno.get(meeting.get_absolute_url(), headers={"host": "localhost:8000"})

    assert page.context["join_url"] == f"https://red.example/join/{meeting.join_code}/"


def test_the_printable_sheet_has_agenda_people_and_code(bruno, cast):
    meeting = MeetingFactory(area=cast.emp, convened=True, join_code="K7P4QX")
    AgendaItemFactory(meeting=meeting, title="Welcome")

    page = bruno.get(url("meeting_print", meeting)).text

    assert [text in page for text in ("Welcome", "Bruno", "K7P-4QX", "<svg")] == [True] * 4


def test_reading_changes_nothing(alba, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    pages = ("meeting_detail", "meeting_edit", "meeting_close", "meeting_print", "qr", "attendance")

    assert {alba.get(url(page, meeting)).status_code for page in pages} == {200}
    meeting.refresh_from_db()
    assert (meeting.revision, Attendance.objects.count(), Area.objects.count()) == (0, 0, 2)


def test_of_two_who_change_a_meeting_at_once_the_second_is_told_and_loses_nothing(cast, alba):
    meeting = MeetingFactory(area=cast.emp, title="January", place="Library")
    path = url("meeting_edit", meeting)
    form = {name: value for name, value in alba.get(path).context["form"].initial.items() if value}
    seen = alba.get(path).context["seen"]
    alba.post(path, form | {"place": "Vivero", "seen": seen})

    refused = alba.post(path, form | {"title": "February", "seen": seen})

    meeting.refresh_from_db()
    assert (meeting.title, meeting.place) == ("January", "Vivero")
    assert refused.context["form"]["title"].value() == "February"
    assert {row["label"]: row["text"] for row in refused.context["says_now"]} == {
        "Title": "January",
        "Place of meeting": "Vivero",
    }
    alba.post(path, form | {"title": "February", "seen": refused.context["seen"]})
    meeting.refresh_from_db()
    assert (meeting.title, meeting.place) == ("February", "Library")
