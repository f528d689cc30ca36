import re

import pytest
from django.urls import reverse

from meetings import codes
from meetings.models import Attendance
from tests.factories import MandateFactory

from .factories import AttendanceFactory, MeetingFactory

JOIN = "/join/"
UNKNOWN = ["No meeting of yours has this code. Look again: codes never have 0, O, 1, I or L."]


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True, join_code="K7P4QX")


@pytest.fixture
def bruno(client, cast):
    client.force_login(cast.bruno)
    return client


def at(name, meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.pk])


def present() -> list[tuple]:
    return list(Attendance.objects.values_list("person__name", "entity__name", "status"))


# Codes


def test_codes_are_six_signs_that_nobody_mistakes():
    made = {codes.new_join_code() for _time in range(500)}

    assert all(re.fullmatch("[2-9A-HJKMNP-Z]{6}", code) for code in made)
    assert len(made) > 490


@pytest.mark.parametrize(
    "typed",
    ["K7P4QX", "k7p4qx", " K7P-4QX ", "k7p 4qx", "K 7 P 4 Q X", "K7P–4QX", "k7p.4qx", "Ｋ７Ｐ４ＱＸ", "K7P\0-4QX\x7f"],
)
def test_a_code_is_taken_as_people_type_it(typed):
    assert codes.as_typed(typed) == "K7P4QX"


def test_a_code_is_shown_in_two_groups():
    assert codes.in_groups("K7P4QX") == "K7P-4QX"


# Typing the code


def test_a_member_types_the_code_and_is_in(bruno, meeting):
    response = bruno.post(JOIN, {"code": "k7p 4qx"})

    assert (response.status_code, response.url) == (302, at("room", meeting))
    assert present() == [("Bruno", "Cruz Roja", "present")]


def test_coordination_reads_the_room_without_being_counted(client, cast, meeting):
    client.force_login(cast.coordination)

    response = client.post(JOIN, {"code": "K7P4QX"})

    assert (response.url, present()) == (at("room", meeting), [])


@pytest.mark.parametrize(
    ("state", "door"),
    [("draft", "room"), ("convened", "room"), ("closed", "meeting_detail"), ("cancelled", "meeting_detail")],
)
def test_outside_the_session_the_code_leads_on_and_counts_nobody(bruno, cast, state, door):
    meeting = MeetingFactory(area=cast.emp, state=state, join_code="K7P4QX")

    response = bruno.post(JOIN, {"code": "K7P4QX"})

    assert (response.url, present()) == (at(door, meeting), [])


@pytest.mark.parametrize("typed", ["NOPE22", "🙂", "x" * 40, "a'b", "K7P4Q"])
def test_a_code_that_does_not_exist_is_said_beside_it_and_stays(bruno, meeting, typed):
    response = bruno.post(JOIN, {"code": typed})

    form = response.context["form"]
    assert (response.status_code, form.errors, form["code"].value()) == (200, {"code": UNKNOWN}, typed)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type the code that you see in the room."),
        ("   ", "Type the code that you see in the room."),
        ("\0\u200b", "Type the code that you see in the room."),
        ("x" * 41, "It is 1 character too long: 40 at most. Nothing you wrote has been lost."),
    ],
)
def test_what_is_no_code_is_said_too(bruno, meeting, typed, message):
    assert bruno.post(JOIN, {"code": typed}).context["form"].errors == {"code": [message]}


def test_the_code_of_another_area_is_no_code_to_her(bruno, cast):
    MeetingFactory(area=cast.edu, in_session=True, join_code="EDU234")

    typed = bruno.post(JOIN, {"code": "EDU234"})
    scanned = bruno.get("/join/EDU234/")

    assert typed.context["form"].errors == scanned.context["form"].errors == {"code": UNKNOWN}
    assert (typed.status_code, scanned.status_code) == (200, 404)


# Scanning it


def test_the_scanned_address_leads_to_the_room_and_counts_nobody(bruno, meeting):
    response = bruno.get("/join/K7P4QX/")

    assert (response.status_code, response.url, present()) == (302, at("room", meeting), [])


def test_who_is_not_signed_in_finds_both_ways_in(client, meeting):
    page = client.get("/join/K7P4QX/")

    assert page.status_code == 200
    assert 'href="/accounts/login/?next=/join/K7P4QX/"' in page.text
    assert list(page.context["form"].fields) == ["name", "entity", "entity_name"]


# Too many tries


def test_twenty_misses_close_the_door_for_a_while(bruno, meeting):
    for number in range(20):
        assert bruno.post(JOIN, {"code": f"MISS{number}"}).status_code == 200

    blocked = bruno.post(JOIN, {"code": "K7P4QX"})

    assert (blocked.status_code, blocked["Retry-After"], present()) == (429, "600", [])
    assert "Wait ten minutes" in blocked.text
    assert bruno.get("/join/K7P4QX/").status_code == 429


def test_signing_in_anew_does_not_open_it(bruno, cast, meeting):
    for number in range(20):
        bruno.get(f"/join/MISS{number}/")
    bruno.logout()
    bruno.force_login(cast.bruno)

    assert bruno.post(JOIN, {"code": "K7P4QX"}).status_code == 429


def test_a_whole_room_behind_one_address_gets_in(client, cast, meeting):
    for _number in range(25):
        client.force_login(MandateFactory(seat=cast.seat).person)
        assert client.post(JOIN, {"code": "K7P4QX"}).status_code == 302


# Whom she comes for


def test_who_represents_two_entities_is_asked_once(bruno, cast, meeting):
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp, seat__entity__name="Cepaim").seat.entity

    asked = bruno.post(JOIN, {"code": "K7P4QX"})
    entered = bruno.post(at("check_in", meeting), {"entity": second.pk})

    assert asked.status_code == 200
    assert {str(entity) for entity in asked.context["form"].fields["entity"].queryset} == {"Cruz Roja", "Cepaim"}
    assert (entered.url, present()) == (at("room", meeting), [("Bruno", "Cepaim", "present")])


@pytest.mark.parametrize(("entity", "status"), [("999999", 404), ("x", 404), ("9" * 30, 404), ("٣", 404)])
def test_an_entity_that_is_none_is_not_found(bruno, meeting, entity, status):
    assert bruno.post(at("check_in", meeting), {"entity": entity}).status_code == status


def test_an_entity_that_is_not_hers_is_refused(bruno, cast, meeting):
    assert bruno.post(at("check_in", meeting), {"entity": cast.other_entity.pk}).status_code == 409


# In the room


def test_checking_in_and_just_watching_by_form(bruno, meeting):
    bruno.post(at("check_in", meeting))
    here = present()
    response = bruno.post(at("just_watch", meeting))

    assert here == [("Bruno", "Cruz Roja", "present")]
    assert (response.url, present()) == (at("room", meeting), [("Bruno", "Cruz Roja", "")])


def test_checking_in_after_the_close_is_refused_in_words(bruno, cast):
    response = bruno.post(at("check_in", MeetingFactory(area=cast.emp, closed=True)))

    assert response.status_code == 409
    assert "The meeting is not in session: it has not started or has ended." in response.text


# The lead's list


def test_the_lead_records_a_person_and_comes_back_to_her_row(client, cast, meeting):
    client.force_login(cast.alba)

    response = client.post(at("attendance_mark", meeting), {"person": cast.bruno.pk, "status": "excused"})

    assert response.url == f"{at('attendance', meeting)}#person-{cast.bruno.pk}"
    assert present() == [("Bruno", None, "excused")]


def test_the_lead_is_asked_for_whom_somebody_of_two_entities_came(client, cast, meeting):
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp, seat__entity__name="Cepaim").seat.entity
    client.force_login(cast.alba)
    mark = {"person": cast.bruno.pk, "status": "present"}

    asked = client.post(at("attendance_mark", meeting), mark)
    client.post(at("attendance_mark", meeting), mark | {"entity": second.pk})

    assert (asked.status_code, asked.context["person"]) == (200, cast.bruno)
    assert f'name="person" value="{cast.bruno.pk}"' in asked.text
    assert present() == [("Bruno", "Cepaim", "present")]


def test_a_second_tap_takes_the_mark_back(client, cast, meeting):
    client.force_login(cast.alba)
    client.post(at("attendance_mark", meeting), {"person": cast.bruno.pk, "status": "excused"})

    page = client.get(at("attendance", meeting)).text

    pressed = re.findall(r'name="status" value="(\w*)" aria-pressed="true"', page)
    assert pressed == [""]


@pytest.mark.parametrize("person", ["", "0", "x", "999999"])
def test_nobody_is_recorded_who_does_not_exist(client, cast, meeting, person):
    client.force_login(cast.alba)

    assert client.post(at("attendance_mark", meeting), {"person": person, "status": "present"}).status_code == 404


def test_her_list_has_everybody_of_the_area_with_what_is_recorded(client, cast, meeting):
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=cast.entity)
    client.force_login(cast.alba)

    response = client.get(at("attendance", meeting))

    rows = [(line.name, line.words) for group in response.context["groups"] for line in group.lines]
    assert rows == [("Bruno", "present"), ("Observer", "not here yet"), ("Alba", "not here yet")]
    assert response.context["numbers"]["people"] == 1
