from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from meetings.enums import MeetingState, Reply
from meetings.models import Attendance, Meeting, Minutes
from needs.actions import log_need
from proposals.actions.proposals import create_proposal
from proposals.actions.states import propose
from red_inclusion.core import clock
from red_inclusion.desk.news import latest
from red_inclusion.desk.owed import owed_by
from red_inclusion.network.standing import standing_of
from tests.factories import MandateFactory, PersonFactory
from tests.proposals.factories import MilestoneFactory, ProposalFactory

NOW = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Madrid"))
URL = reverse("desk:my_work")


def a_meeting(cast, state, *, area=None, code="AAA234", starts=NOW + timedelta(days=3)):
    return Meeting.objects.create(
        area=area or cast.emp,
        title=f"Meeting {code}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        state=state,
        join_code=code,
        created_by=cast.alba,
    )


@pytest.fixture
def asked(cast):
    """Cruz Roja, Bruno's entity, is asked to lead a proposal."""
    need = log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="No bus", statement="No bus at dawn.")
    proposal = create_proposal(
        cast.emp,
        actor=cast.alba,
        title="Share cars",
        lead_entity=cast.entity,
        needs=[need],
        deadline=clock.today() + timedelta(days=90),
    )
    return propose(proposal, actor=cast.alba)


def owed(user):
    return [(item.title, item.detail) for item in owed_by(user, standing_of(user))]


def test_an_entity_owes_the_answer_it_was_asked_for(cast, asked):
    with override("en"):
        assert owed(cast.bruno) == [("Can Cruz Roja take this on?", "Share cars")]
        assert owed(cast.carla) == []
        assert owed(cast.observer) == []


def test_nobody_owes_what_she_may_not_answer(cast, asked):
    """Bruno reads the area, and speaks for Servicios Sociales in another; for his own entity its titular answers."""
    MandateFactory(person=cast.bruno, seat__entity=cast.social_services, seat__area=cast.edu)
    MandateFactory(seat=cast.seat, person=PersonFactory(name="Tita"), kind="titular")
    hers = {"area": cast.emp, "lead_entity": cast.social_services, "title": "Hers"}
    ProposalFactory(**hers, state="proposed")
    MilestoneFactory(proposal=ProposalFactory(**hers, state="in_progress"), title="Late", due=date(2026, 1, 2))

    with clock.set_to(NOW), override("en"):
        assert (owed(cast.bruno), owed(cast.alba)) == (
            [],
            [("Can Servicios Sociales take this on?", "Hers"), ("Late", "Hers")],
        )


def test_a_lead_owes_what_keeps_her_area_waiting(cast):
    closed = a_meeting(cast, MeetingState.CLOSED, code="CLOSED")
    drafted = a_meeting(cast, MeetingState.CLOSED, code="WRITTEN")
    Minutes.objects.create(meeting=drafted, reference="EMP-ACTA-2026-01")
    notice = a_meeting(cast, MeetingState.DRAFT, code="NOTICE")
    a_meeting(cast, MeetingState.CLOSED, code="OTHER", area=cast.edu)

    with override("en"):
        assert owed(cast.alba) == [
            ("Write the minutes", closed.title),
            ("Publish the minutes", drafted.title),
            ("Convene the meeting", notice.title),
        ]
        assert owed(cast.bruno) == []


def test_the_landing_shows_the_meeting_in_session_of_her_areas_only(cast, client):
    a_meeting(cast, MeetingState.IN_SESSION, code="HERE")
    a_meeting(cast, MeetingState.IN_SESSION, code="THERE", area=cast.edu)
    client.force_login(cast.bruno)

    page = client.get(URL).content.decode()

    assert "Meeting HERE" in page
    assert "Meeting THERE" not in page


def test_the_next_meetings_say_how_many_come_and_what_she_answered(cast, client):
    meeting = a_meeting(cast, MeetingState.CONVENED, starts=clock.now() + timedelta(days=2))
    for person in (cast.bruno, cast.alba):
        Attendance.objects.create(meeting=meeting, person=person, reply=Reply.COMING)
    client.force_login(cast.bruno)

    upcoming = client.get(URL).context["upcoming"]

    assert [(row.pk, row.coming, row.my_reply) for row in upcoming] == [(meeting.pk, 2, Reply.COMING)]


def test_news_are_of_what_she_reads_newest_first(cast, asked):
    with clock.set_to(clock.now() + timedelta(hours=1)):
        log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="Newest", statement="…", visibility="area")

    assert [item.title for item in latest(cast.bruno, most=8)] == ["Newest", "No bus"]
    assert [item.title for item in latest(cast.carla, most=8)] == ["No bus"]


def test_a_person_without_a_place_is_told_what_to_do(client, db):
    client.force_login(PersonFactory())

    assert client.get(URL).context["in_network"] is False


@pytest.mark.parametrize(
    ("who", "status"), [("alba", 200), ("bruno", 200), ("observer", 200), ("coordination", 200), ("carla", 404)]
)
def test_who_enters_an_area(cast, client, who, status):
    client.force_login(getattr(cast, who))

    assert client.get(reverse("desk:area_home", args=["EMP"])).status_code == status


def test_the_area_home_costs_the_same_for_one_and_five_of_each(cast, client, django_assert_num_queries):
    client.force_login(cast.alba)
    url = reverse("desk:area_home", args=["EMP"])
    log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="Need 0", statement="…")
    a_meeting(cast, MeetingState.CONVENED, code="M0", starts=clock.now() + timedelta(days=1))
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for n in range(1, 5):
        log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title=f"Need {n}", statement="…")
        a_meeting(cast, MeetingState.CONVENED, code=f"M{n}", starts=clock.now() + timedelta(days=n + 1))

    with django_assert_num_queries(len(one)):
        client.get(url)
