from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings import actions
from meetings.actions.minutes import draft_minutes, publish_minutes
from meetings.actions.rounds import close_round
from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.notifications.models import Notification
from tests.factories import MandateFactory

from .factories import MeetingFactory
from .voting import start_voting

pytestmark = pytest.mark.django_db


def told(kind) -> list[str]:
    return sorted(Notification.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_convening_tells_everybody_of_the_area_when_and_where(cast):
    starts_at = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)
    meeting = MeetingFactory(
        area=cast.emp, state="draft", title="Primavera", starts_at=starts_at, place="Casa de la Cultura"
    )

    actions.meeting.convene_meeting(meeting, actor=cast.alba)

    assert told("meeting_convened") == ["Bruno", "Observer"]
    with translation.override("es"), clock.set_to(starts_at):
        notice = Notification.objects.first()
        assert notice.words == "Reunión de Empleo y Formación, viernes 20 de marzo, 17:00: Primavera"
        assert list(notice.details) == ["Dónde: Casa de la Cultura"]
        assert notice.path == meeting.get_absolute_url()


def test_a_meeting_that_starts_without_convening_tells_nobody(cast):
    actions.meeting.start_meeting(MeetingFactory(area=cast.emp, state="draft"), actor=cast.alba)

    assert not Notification.objects.exists()


def test_convening_forty_costs_what_convening_three_costs(cast):
    def queries(more):
        for _ in range(more):
            MandateFactory(seat=cast.seat)
        meeting = MeetingFactory(area=cast.emp, state="draft")
        with CaptureQueriesContext(connection) as captured:
            actions.meeting.convene_meeting(meeting, actor=cast.alba)
        return len(captured)

    assert queries(0) == queries(3) == queries(40)


def test_published_minutes_are_told_to_the_area_and_to_nobody_else(cast):
    minutes = draft_minutes(MeetingFactory(area=cast.emp, state="closed", title="Invierno"), actor=cast.alba)

    publish_minutes(minutes, actor=cast.alba)

    assert told("minutes_published") == ["Bruno", "Observer"]
    with translation.override("es"):
        assert Notification.objects.first().words == "Ya está publicada el acta de «Invierno»"


def test_the_people_of_the_entity_are_told_where_the_vote_puts_its_need(cast):
    voting = start_voting(cast, needs=2)
    needs = [item.need for item in voting.round.items.order_by("pk")]
    Need.objects.filter(pk=needs[1].pk).update(raised_by_network=True)
    voting.does(cast.bruno, voting.cast_vote(0, 4, impact=3), voting.cast_vote(1, 2, impact=3))

    close_round(voting.round, actor=cast.alba)

    notice = Notification.objects.get(kind="need_prioritised")
    assert (notice.person, notice.target_id) == (cast.bruno, needs[0].pk)
    with translation.override("es"):
        assert notice.words == f"«{needs[0].title}», de tu entidad, queda en el puesto 1 de 2 en la votación"
