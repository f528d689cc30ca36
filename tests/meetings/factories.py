"""Meetings without surprises: a draft of one evening, nothing on its agenda, nobody at it."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from meetings.enums import AttendanceStatus, GuestState, MeetingState, RoundState
from meetings.models import AgendaItem, Attendance, BallotItem, Decision, Guest, Meeting, RollEntry, Round
from tests.factories import AreaFactory, EntityFactory, PersonFactory

EVENING = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    class Params:
        convened = factory.Trait(state=MeetingState.CONVENED)
        in_session = factory.Trait(state=MeetingState.IN_SESSION, opened_at=EVENING)
        closed = factory.Trait(state=MeetingState.CLOSED, opened_at=EVENING, closed_at=EVENING + timedelta(hours=2))
        cancelled = factory.Trait(state=MeetingState.CANCELLED)

    area = factory.SubFactory(AreaFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    starts_at = EVENING
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=2))
    join_code = factory.Sequence(lambda n: f"M{n:05d}".replace("0", "X").replace("1", "Y"))
    created_by = factory.SubFactory(PersonFactory)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    order = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Agenda item {n}")


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    entity = factory.SubFactory(EntityFactory)
    status = AttendanceStatus.PRESENT


class GuestFactory(DjangoModelFactory):
    """Asking at the door; `inside=True` was let in by whoever made the meeting."""

    class Meta:
        model = Guest
        skip_postgeneration_save = True

    class Params:
        inside = factory.Trait(
            state=GuestState.ADMITTED, answered_at=EVENING, answered_by=factory.SelfAttribute("meeting.created_by")
        )

    meeting = factory.SubFactory(MeetingFactory, in_session=True)
    person = factory.SubFactory(
        PersonFactory, is_guest=True, email=factory.Sequence(lambda n: f"guest-{n}@guests.invalid"), password="!"
    )
    entity = factory.SubFactory(EntityFactory)

    @factory.post_generation
    def checked_in(self, create, given, **kwargs):
        if self.state == GuestState.ADMITTED:
            AttendanceFactory(
                meeting=self.meeting,
                person=self.person,
                entity=self.entity,
                entity_name=self.entity_name,
                status=AttendanceStatus.GUEST,
            )


class RoundFactory(DjangoModelFactory):
    """`items` are made of needs given: `RoundFactory(needs=[…])`."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(state=RoundState.OPEN, opened_at=EVENING)

    meeting = factory.SubFactory(MeetingFactory, in_session=True)
    title = factory.Sequence(lambda n: f"Round {n}")
    created_by = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def needs(self, create, needs, **kwargs):
        for order, need in enumerate(needs or [], 1):
            BallotItem.objects.create(round=self, need=need, order=order)


class RollEntryFactory(DjangoModelFactory):
    class Meta:
        model = RollEntry

    round = factory.SubFactory(RoundFactory)
    person = factory.SubFactory(PersonFactory)
    entity = factory.SubFactory(EntityFactory)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory, in_session=True)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Decision {n}")
    author = factory.SubFactory(PersonFactory)
