from datetime import date, timedelta

import pytest

from meetings.actions.attendance import check_in, just_watch, mark_attendance, reply_to_notice
from meetings.enums import AttendanceStatus, Reply
from meetings.models import Attendance
from meetings.presence import presence_of, roster
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.models import Seat
from tests.factories import AreaLeadFactory, EntityFactory, MandateFactory, PersonFactory

from .factories import EVENING, AttendanceFactory, MeetingFactory
from .outcomes import code_of

STATES = ("draft", "convened", "in_session", "closed", "cancelled")
PEOPLE = ("alba", "bruno", "observer", "carla", "coordination")


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True)


def lines_of(meeting) -> list[tuple]:
    return [(str(group.entity), line.name, line.status) for group in roster(meeting) for line in group.lines]


# Checking in


@pytest.mark.parametrize(
    ("state", "outcome"),
    list(zip(STATES, ["not_in_session", "not_in_session", "done", "not_in_session", "not_in_session"], strict=True)),
)
def test_check_in_only_while_in_session(cast, state, outcome):
    meeting = MeetingFactory(area=cast.emp, state=state)

    assert code_of(check_in, meeting, person=cast.bruno, actor=cast.bruno) == outcome


def test_people_of_the_area_check_in_and_nobody_else(cast, meeting):
    outcomes = {
        name: code_of(check_in, meeting, person=getattr(cast, name), actor=getattr(cast, name)) for name in PEOPLE
    }

    assert outcomes == {
        "alba": "done",
        "bruno": "done",
        "observer": "done",
        "carla": "not_a_member",
        "coordination": "not_a_member",
    }
    assert presence_of(meeting.pk) == {"people": 3, "entities": 2}


def test_checking_in_notes_the_entity_and_the_hour(cast, meeting):
    with clock.set_to(EVENING + timedelta(minutes=5)):
        row = check_in(meeting, person=cast.bruno, actor=cast.bruno)

    assert (row.status, row.entity, row.arrived_at) == ("present", cast.entity, EVENING + timedelta(minutes=5))
    meeting.refresh_from_db()
    assert (meeting.presence_revision, meeting.stage_revision) == (1, 0)


def test_checking_in_twice_is_once(cast, meeting):
    check_in(meeting, person=cast.bruno, actor=cast.bruno)
    check_in(meeting, person=cast.bruno, actor=cast.bruno)

    meeting.refresh_from_db()
    assert (Attendance.objects.count(), meeting.revision, AuditEvent.objects.count()) == (1, 1, 1)


def test_who_has_two_entities_is_asked_which(cast, meeting):
    second = MandateFactory(person=cast.bruno, seat__area=cast.emp).seat.entity

    with pytest.raises(DomainError) as refusal:
        check_in(meeting, person=cast.bruno, actor=cast.bruno)
    row = check_in(meeting, person=cast.bruno, actor=cast.bruno, entity=second)

    assert (refusal.value.code, refusal.value.field) == ("seat_needed", "entity")
    assert row.entity == second


def test_nobody_comes_for_an_entity_that_is_not_hers(cast, meeting):
    stranger = EntityFactory()

    assert code_of(check_in, meeting, person=cast.bruno, actor=cast.bruno, entity=stranger) == "not_your_seat"


def test_the_lead_checks_others_in_and_a_member_does_not(cast, meeting):
    assert code_of(check_in, meeting, person=cast.bruno, actor=cast.observer) == "not_allowed"
    assert code_of(check_in, meeting, person=cast.bruno, actor=cast.alba) == "done"


def test_who_was_admitted_before_comes_back_as_a_guest(cast, meeting):
    AttendanceFactory(meeting=meeting, person=cast.carla, entity=cast.other_entity, status=AttendanceStatus.GUEST)

    row = check_in(meeting, person=cast.carla, actor=cast.carla)

    assert (row.status, row.entity) == ("guest", cast.other_entity)


def test_just_watching_takes_the_check_in_back_and_says_whose_wish_it_was(cast, meeting):
    check_in(meeting, person=cast.bruno, actor=cast.bruno)

    row = just_watch(meeting, person=cast.bruno, actor=cast.bruno)

    assert (row.status, row.arrived_at, row.left_at is None) == ("", None, False)
    assert presence_of(meeting.pk) == {"people": 0, "entities": 0}
    assert check_in(meeting, person=cast.bruno, actor=cast.bruno).left_at is None


# The lead's marks


@pytest.mark.parametrize(
    ("status", "outcomes"),
    [
        ("present", ["not_in_session", "not_in_session", "done", "meeting_over", "meeting_over"]),
        ("excused", ["done", "done", "done", "meeting_over", "meeting_over"]),
        ("absent", ["done", "done", "done", "meeting_over", "meeting_over"]),
        ("", ["done", "done", "done", "meeting_over", "meeting_over"]),
        ("guest", ["bad_value"] * 5),
        ("asleep", ["bad_value"] * 5),
    ],
)
def test_marks_by_state(cast, status, outcomes):
    found = [
        code_of(
            mark_attendance,
            MeetingFactory(area=cast.emp, state=state),
            person=cast.bruno,
            status=status,
            actor=cast.alba,
        )
        for state in STATES
    ]

    assert found == outcomes


def test_who_may_mark_attendance(cast, meeting):
    outcomes = {
        name: code_of(mark_attendance, meeting, person=cast.bruno, status="excused", actor=getattr(cast, name))
        for name in PEOPLE
    }

    assert outcomes == {
        "alba": "done",
        "coordination": "done",
        "bruno": "not_allowed",
        "observer": "not_allowed",
        "carla": "not_allowed",
    }


def test_the_lead_marks_only_people_of_the_area(cast, meeting):
    refused = code_of(mark_attendance, meeting, person=cast.carla, status="present", actor=cast.alba)

    assert (refused, Attendance.objects.count()) == ("not_a_member", 0)


def test_a_mark_can_be_changed_and_cleared(cast, meeting):
    statuses = [
        mark_attendance(meeting, person=cast.bruno, status=status, actor=cast.alba).status
        for status in ("present", "excused", "absent", "")
    ]

    assert statuses == ["present", "excused", "absent", ""]
    assert (Attendance.objects.count(), Attendance.objects.get().arrived_at) == (1, None)


# Answers to the notice


@pytest.mark.parametrize(
    ("state", "outcome"),
    list(zip(STATES, ["not_convened", "done", "not_convened", "not_convened", "not_convened"], strict=True)),
)
def test_replies_from_convened_until_the_start(cast, state, outcome):
    meeting = MeetingFactory(area=cast.emp, state=state)

    assert code_of(reply_to_notice, meeting, person=cast.bruno, reply="coming", actor=cast.bruno) == outcome


def test_she_changes_her_mind_and_the_record_follows(cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)
    replies = [Reply.COMING, Reply.NOT_COMING, Reply.COMING]

    rows = [reply_to_notice(meeting, person=cast.bruno, reply=reply, actor=cast.bruno) for reply in replies]

    assert [(row.reply, row.status) for row in rows] == [("coming", ""), ("not_coming", "excused"), ("coming", "")]
    assert Attendance.objects.get().entity == cast.entity


def test_a_reply_that_is_none_is_refused(cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    assert code_of(reply_to_notice, meeting, person=cast.bruno, reply="maybe", actor=cast.bruno) == "bad_value"


# Who is of the meeting


def test_roster_lists_each_person_of_the_area_once_by_entity(cast, meeting):
    MandateFactory(person=cast.bruno, seat=Seat.objects.get(entity=cast.social_services))
    check_in(meeting, person=cast.alba, actor=cast.alba)

    assert lines_of(meeting) == [
        ("Cruz Roja", "Bruno", ""),
        ("Cruz Roja", "Observer", ""),
        ("Servicios Sociales", "Alba", "present"),
    ]


def test_absent_is_computed_at_the_close_and_differs_from_recorded(cast):
    meeting = MeetingFactory(area=cast.emp, closed=True)
    AttendanceFactory(meeting=meeting, person=cast.alba, entity=cast.social_services, status="present")
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=cast.entity, status="excused")

    assert lines_of(meeting) == [
        ("Cruz Roja", "Bruno", "excused"),
        ("Cruz Roja", "Observer", "absent"),
        ("Servicios Sociales", "Alba", "present"),
    ]


def test_the_roster_of_a_closed_meeting_is_of_its_day(cast):
    late = PersonFactory(name="Came later")
    MandateFactory(person=late, seat__area=cast.emp, since=date(2026, 11, 21))
    gone = MandateFactory(person__name="Left since", seat__area=cast.emp, until=date(2026, 11, 20)).person

    names = {name for _entity, name, _status in lines_of(MeetingFactory(area=cast.emp, closed=True))}

    assert (late.name in names, gone.name in names) == (False, True)


@pytest.mark.parametrize("state", ["draft", "convened", "in_session"])
def test_who_was_ended_today_is_not_on_the_list_of_a_meeting_to_come(cast, state):
    today = clock.today()
    MandateFactory(person__name="Ended today", seat=cast.seat, until=today)
    MandateFactory(person__name="Seat ended today", seat__area=cast.emp, seat__until=today)
    AreaLeadFactory(person__name="Led until today", area=cast.emp, until=today)
    meeting = MeetingFactory(area=cast.emp, state=state, starts_at=clock.now())

    assert {name for _entity, name, _status in lines_of(meeting)} == {"Alba", "Bruno", "Observer"}


@pytest.mark.parametrize("people", [1, 3, 50])
def test_the_roster_asks_the_same_for_any_number_of_people(cast, meeting, people, django_assert_num_queries):
    for _number in range(people):
        AttendanceFactory(meeting=meeting, person=MandateFactory(seat=cast.seat).person, entity=cast.entity)

    with django_assert_num_queries(3):
        roster(meeting)
