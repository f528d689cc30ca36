"""Many people at once, for trying the room under load: written in bulk, with the same rows that the actions leave."""

from django.db import transaction

from meetings.actions.revisions import lock_meeting, touch
from meetings.enums import AttendanceStatus
from meetings.models import Attendance, Meeting, RollEntry, Round
from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.network.models import Mandate, Seat

from . import facts
from .people import DOMAIN, Network, shared_password

BATCH = 500


@transaction.atomic
def bring_people(count: int, *, meeting: Meeting, round_: Round, network: Network) -> list[User]:
    """`person-001` to `person-<count>`: members of the area, present, on the roll. Who is there stays."""
    meeting = lock_meeting(meeting.pk)
    seats = list(Seat.objects.current().filter(area=meeting.area).select_related("entity").order_by("pk"))
    people = _people(count, seats)
    places = {person.pk: seats[number % len(seats)] for number, person in enumerate(people)}
    _give_mandates(people, places)
    came = _check_in(people, places, meeting)
    joined = _put_on_roll(people, places, round_)
    if came or joined:
        audit.record("demo.people_brought", meeting, actor=network.coordination, came=came, joined=joined)
        touch(meeting, "presence", "round")
    return people


def _people(count: int, seats: list[Seat]) -> list[User]:
    emails = [f"person-{number:03d}@{DOMAIN}" for number in range(1, count + 1)]
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    User.objects.bulk_create(
        (
            User(
                email=email,
                name=f"Persona {number:03d} de {seats[(number - 1) % len(seats)].entity.name}",
                language="es",
                password=shared_password(),
                terms_version=terms.VERSION,
                terms_accepted_at=clock.now(),
            )
            for number, email in enumerate(emails, 1)
            if email not in known
        ),
        batch_size=BATCH,
    )
    # By number, as they are named: as words, person-1000 stands before person-101.
    people = User.objects.in_bulk(emails, field_name="email")
    return [people[email] for email in emails]


def _give_mandates(people: list[User], places: dict[int, Seat]) -> None:
    have = set(Mandate.objects.filter(person__in=people).values_list("person_id", flat=True))
    Mandate.objects.bulk_create(
        (
            Mandate(seat=places[person.pk], person=person, since=facts.STARTED)
            for person in people
            if person.pk not in have
        ),
        batch_size=BATCH,
    )


def _check_in(people: list[User], places: dict[int, Seat], meeting: Meeting) -> int:
    have = set(meeting.attendances.values_list("person_id", flat=True))
    rows = [
        Attendance(
            meeting=meeting,
            person=person,
            entity=places[person.pk].entity,
            status=AttendanceStatus.PRESENT,
            arrived_at=clock.now(),
        )
        for person in people
        if person.pk not in have
    ]
    Attendance.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _put_on_roll(people: list[User], places: dict[int, Seat], round_: Round) -> int:
    have = set(round_.roll.values_list("person_id", flat=True))
    rows = [
        RollEntry(round=round_, person=person, entity=places[person.pk].entity, joined_at=clock.now())
        for person in people
        if person.pk not in have
    ]
    RollEntry.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)
