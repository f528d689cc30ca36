from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from meetings.models import Guest, Minutes
from meetings.retention import forget_guests
from red_inclusion.accounts.guests import is_erased
from red_inclusion.accounts.models import User
from red_inclusion.core import clock, retention
from red_inclusion.network.models import Invitation
from red_inclusion.network.retention import forget_invitations
from red_inclusion.notifications.models import Mail, Notification
from tests.factories import InvitationFactory
from tests.meetings.factories import GuestFactory, MeetingFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def ago(days: int):
    return clock.now() - timedelta(days=days)


def mail(days: int, **fields) -> Mail:
    state = {"state": "failed", **fields}
    return Mail.objects.create(to="a@example.org", kind="x", language="es", created_at=ago(days), **state)


def notice(person, days: int) -> Notification:
    told = {"kind": "x", "target_type": "x", "target_id": 1, "path": "/", "cadence": "web"}
    return Notification.objects.create(person=person, created_at=ago(days), **told)


def test_every_kind_has_a_period():
    assert {kept.name for kept in retention.all_kinds()} == set(settings.RETENTION_DAYS)


def test_each_kind_goes_when_its_time_has_come_and_not_before(cast):
    old, waiting, young = mail(91), mail(91, state="queued"), mail(89)
    notice(cast.bruno, 366), notice(cast.bruno, 364)
    User.objects.filter(pk=cast.bruno.pk).update(last_login=ago(731))
    User.objects.filter(pk=cast.alba.pk).update(last_login=ago(729))

    ended = retention.forget_what_is_due()

    assert ended == {"mails": 1, "notices": 1, "sign_ins": 1, "invitations": 0, "guests": 0}
    assert set(Mail.objects.values_list("pk", flat=True)) == {waiting.pk, young.pk}
    assert old.pk not in (waiting.pk, young.pk)
    assert [User.objects.get(pk=each.pk).last_login is None for each in (cast.bruno, cast.alba)] == [True, False]


def test_it_runs_once_a_day(cast):
    assert retention.forget_what_is_due() != {}
    mail(100)

    assert retention.forget_what_is_due() == {}
    with clock.set_to(clock.now() + DAY):
        assert retention.forget_what_is_due()["mails"] == 1


def test_a_period_can_be_set(cast, settings):
    mail(10)
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"mails": 7}

    assert retention.forget_what_is_due()["mails"] == 1


def test_settled_invitations_go_and_pending_ones_stay(cast):
    made = {"seat": cast.seat, "invited_by": cast.alba}
    pending = InvitationFactory(**made)
    InvitationFactory(created_at=ago(200), expires_at=ago(193), **made)
    InvitationFactory(created_at=ago(200), withdrawn_at=ago(190), **made)
    InvitationFactory(created_at=ago(200), accepted_at=ago(190), person=cast.bruno, **made)

    assert forget_invitations(ago(180)) == 3
    assert Invitation.objects.get() == pending


@pytest.mark.parametrize(("written", "goes"), [(None, True), ("drafting", False), ("closed", True)])
def test_guests_keep_their_names_while_minutes_are_being_written(cast, written, goes):
    meeting = MeetingFactory(area=cast.emp, closed=True, starts_at=ago(400))
    guest = GuestFactory(meeting=meeting, inside=True, person__name="Elena Invitada").person
    if written:
        record = {"attendance": [{"present": ["Elena Invitada"]}]} if written == "closed" else None
        Minutes.objects.create(meeting=meeting, reference="EMP-ACTA-2025-01", record=record)

    assert forget_guests(ago(365)) == int(goes)
    assert is_erased(User.objects.get(pk=guest.pk)) is goes
    assert forget_guests(ago(365)) == 0
    if written == "closed":
        assert Minutes.objects.get().record["attendance"] == [{"present": ["Elena Invitada"]}]


def test_guests_of_last_week_stay(cast):
    GuestFactory(meeting__area=cast.emp, meeting__starts_at=ago(7), inside=True)

    assert forget_guests(ago(365)) == 0
    assert Guest.objects.get().person.is_active


def test_the_periods_in_force_are_on_the_page(cast, settings):
    settings.RETENTION_DAYS = settings.RETENTION_DAYS | {"mails": 77}
    client = Client()
    client.force_login(cast.bruno)

    assert "77 days" in client.get("/my-data/").content.decode()
