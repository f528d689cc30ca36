"""Two at once, on a database that commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from meetings.actions.agenda import add_agenda_item, set_current_item
from meetings.actions.attendance import check_in
from meetings.actions.meeting import close_meeting, create_meeting
from meetings.actions.rounds import open_round
from meetings.models import Attendance, Meeting, Round
from red_inclusion.core.models import AuditEvent
from tests.needs.factories import NeedFactory

from .factories import EVENING, AgendaItemFactory, MeetingFactory, RoundFactory
from .outcomes import code_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list[str]:
    """What came of each, run together, each with a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return code_of(call)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True)


def test_a_double_submit_makes_one_meeting(cast):
    def send():
        hours = {"starts_at": EVENING, "ends_at": EVENING + timedelta(hours=2)}
        create_meeting(cast.emp, actor=cast.alba, title="January", agenda=["Welcome"], **hours)

    assert at_once(*[send] * 4) == ["done"] * 4
    assert [meeting.agenda.count() for meeting in Meeting.objects.all()] == [1]


def test_a_double_tap_checks_in_once(cast, meeting):
    outcomes = at_once(*[lambda: check_in(meeting, person=cast.bruno, actor=cast.bruno)] * 4)

    assert outcomes == ["done"] * 4
    assert (Attendance.objects.count(), AuditEvent.objects.filter(action="attendance.checked_in").count()) == (1, 1)


def test_every_change_of_a_room_gets_a_revision_of_its_own(cast, meeting):
    calls = [
        lambda: check_in(meeting, person=cast.bruno, actor=cast.bruno),
        lambda: check_in(meeting, person=cast.alba, actor=cast.alba),
        lambda: add_agenda_item(meeting, actor=cast.alba, title="A"),
        lambda: add_agenda_item(meeting, actor=cast.alba, title="B"),
    ]

    assert at_once(*calls) == ["done"] * 4
    meeting.refresh_from_db()
    assert meeting.revision == 4
    assert list(meeting.agenda.values_list("order", flat=True)) == [1, 2]


def test_two_items_begun_at_once_leave_one_current(cast, meeting):
    items = [AgendaItemFactory(meeting=meeting) for _number in range(2)]

    outcomes = at_once(*[lambda item=item: set_current_item(item, actor=cast.alba) for item in items])

    assert outcomes == ["done", "done"]
    assert sorted(meeting.agenda.values_list("state", flat=True)) == ["current", "done"]


def test_a_meeting_never_closes_over_a_vote_that_opens(cast, meeting):
    round_ = RoundFactory(meeting=meeting, needs=[NeedFactory(area=cast.emp)], created_by=cast.alba)

    outcomes = at_once(lambda: close_meeting(meeting, actor=cast.alba), lambda: open_round(round_, actor=cast.alba))

    meeting.refresh_from_db()
    found = (*outcomes, meeting.state, list(Round.objects.values_list("state", flat=True)))
    assert found in [("done", "round_removed", "closed", []), ("round_open", "done", "in_session", ["open"])]
