"""Many at the door at once, on a database that commits, and what the open sockets are told."""

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from meetings.actions.guests import admit_guest, ask_to_enter, turn_away_guest
from meetings.actions.meeting import close_meeting
from meetings.live import hub
from meetings.models import Attendance, Guest, RollEntry
from red_inclusion.core.models import AuditEvent

from .browsers import Browser, entered, sign_in
from .factories import GuestFactory, MeetingFactory
from .test_meeting_races import at_once
from .voting import start_voting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True, join_code="K7P4QX", created_by=cast.alba)


def act(action):
    return sync_to_async(action)


def test_twenty_ask_at_once_and_all_stand_at_the_door(cast, meeting):
    def knock(number: int):
        told = {"name": f"Guest {number}", "entity": "other", "entity_name": "Vecinas"}
        assert Client().post("/join/K7P4QX/", told).url == f"/meetings/{meeting.pk}/guest/"

    outcomes = at_once(*[lambda number=number: knock(number) for number in range(20)])

    assert outcomes == ["done"] * 20
    assert meeting.guests.asking().count() == 20


def test_two_leads_admit_at_once_and_she_is_in_once(cast):
    voting = start_voting(cast)
    guest = GuestFactory(meeting=voting.meeting, entity=cast.entity)

    outcomes = at_once(*[lambda lead=lead: admit_guest(guest, actor=lead) for lead in (cast.alba, cast.coordination)])

    assert outcomes == ["done"] * 2
    assert Attendance.objects.filter(person=guest.person).count() == 1
    assert RollEntry.objects.filter(person=guest.person).count() == 1
    assert AuditEvent.objects.filter(action="guest.admitted").count() == 1


def test_one_admits_and_one_does_not_and_one_of_them_is_told(cast, meeting):
    guest = GuestFactory(meeting=meeting, entity=cast.entity)

    outcomes = at_once(
        lambda: admit_guest(guest, actor=cast.alba), lambda: turn_away_guest(guest, actor=cast.coordination)
    )

    # Turning away first and admitting then is a lead who lets her in after all.
    assert outcomes in (["done", "already_admitted"], ["done", "done"])
    assert Guest.objects.get().state == "admitted"


def test_the_meeting_closes_while_she_is_being_admitted(cast, meeting):
    guest = GuestFactory(meeting=meeting, entity=cast.entity)

    admitted, closed = at_once(
        lambda: admit_guest(guest, actor=cast.alba), lambda: close_meeting(meeting, actor=cast.coordination)
    )

    guest.refresh_from_db()
    meeting.refresh_from_db()
    assert closed == "done"
    assert (admitted, guest.state) in {("done", "admitted"), ("not_in_session", "asked")}
    assert not Guest.objects.inside().exists()


async def test_the_console_is_told_at_once_that_somebody_asks(cast, meeting):
    async with entered(meeting, cast.alba, view="console") as console:
        await act(ask_to_enter)(meeting, actor=cast.dani, name="Eva", entity=cast.entity)

        told = await console.receive("presence.changed")

    assert told["presence"] == console.snapshot["presence"]
    assert told["revision"] > console.snapshot["revision"]


async def test_the_door_of_the_room_opens_when_she_is_admitted_and_shuts_with_the_meeting(cast, meeting, monkeypatch):
    monkeypatch.setattr(hub, "REVIEW_EVERY", 0.1)
    guest = await act(ask_to_enter)(meeting, actor=cast.dani, name="Eva", entity_name="Vecinas")
    session = await sign_in(guest.person)
    early = Browser(meeting.pk, session=session)
    assert await early.connect()
    refused = (await early.receive("error"))["code"], await early.hung_up()

    await act(admit_guest)(guest, actor=cast.alba)
    async with entered(meeting, guest.person) as phone:
        me = phone.snapshot["me"]
        await act(close_meeting)(meeting, actor=cast.alba)
        state = (await phone.receive("stage.changed"))["meeting"]["state"]
        shut = (await phone.receive("error"))["code"], await phone.hung_up()

    assert (me["entitled"], me["present"], me["seats"]) == (True, True, [])
    assert state == "closed"
    assert refused == shut == ("not_a_member", 4403)
