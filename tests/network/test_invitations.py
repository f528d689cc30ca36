"""Who may invite whom, and what becomes of an invitation."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.actions.invitations import hash_of
from red_inclusion.network.enums import InvitationState, MandateKind
from red_inclusion.network.models import Invitation, Mandate, Seat
from red_inclusion.notifications.actions import send_queued_mail
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.models import Mail
from tests.factories import AreaFactory, InvitationFactory, SeatFactory

from .test_constraints import at_once

pytestmark = pytest.mark.django_db

EVERYBODY = ["alba", "bruno", "observer", "carla", "coordination", "dani"]
ELENA = {"email": "elena@example.org", "name": "Elena"}


def invite(cast, *, seats=None, actor=None, **more) -> tuple[Invitation, str]:
    arguments = {**ELENA, "language": "en", **more}
    return actions.invite_person(cast.entity, seats=seats or [cast.seat], actor=actor or cast.bruno, **arguments)


def accept(invitation, token, actor=None, **more) -> User:
    arguments = {"name": "Elena", "language": "es", "terms_version": terms.VERSION, **more}
    return actions.accept_invitation(invitation, token=token, actor=actor, **arguments)


def code_of(attempt) -> str:
    with pytest.raises(DomainError) as refusal:
        attempt()
    return refusal.value.code


def mailed() -> list[tuple[str, str]]:
    return [(mail.kind, mail.to) for mail in Mail.objects.order_by("pk")]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (MandateKind.MEMBER, {"alba", "bruno", "coordination"}),
        (MandateKind.OBSERVER, {"alba", "bruno", "coordination"}),
        (MandateKind.TITULAR, {"alba", "coordination"}),
        (MandateKind.SUBSTITUTE, {"alba", "coordination"}),
    ],
)
def test_who_may_invite_as_what(cast, who, kind, may):
    try:
        invite(cast, actor=getattr(cast, who), kind=kind)
        done = True
    except NotAllowed:
        done = False

    assert done is (who in may)
    assert (AuditEvent.objects.filter(action="invitation.sent").count() == 1) is done
    assert Invitation.objects.exists() is done


def test_a_member_invites_only_where_she_represents_her_entity_herself(cast):
    elsewhere = SeatFactory(entity=cast.entity, area=cast.edu)

    assert code_of(lambda: invite(cast, seats=[cast.seat, elsewhere])) == "not_yours"
    assert code_of(lambda: invite(cast, seats=[elsewhere], actor=cast.alba)) == "not_yours"


def test_the_link_is_mailed_and_only_its_hash_is_kept(cast):
    invitation, token = invite(cast)

    mail = Mail.objects.get(kind="invitation")
    assert (mail.to, mail.language) == ("elena@example.org", "en")
    assert f"/invitation/{token}/" in mail.text and token in mail.html
    assert invitation.token_hash == hash_of(token)
    kept = [str(value) for row in Invitation.objects.values_list() for value in row]
    assert not any(token in value for value in kept)
    assert token not in str([*AuditEvent.objects.values_list("data", flat=True)])


def test_the_lead_is_told_when_a_member_invites_and_not_when_she_does_it_herself(cast):
    invite(cast)
    by_member = mailed()
    invite(cast, actor=cast.alba, email="otra@example.org")

    assert by_member == [("invitation", "elena@example.org"), ("colleague_invited", "alba@example.org")]
    assert mailed()[2:] == [("invitation", "otra@example.org")]


def test_accepting_makes_the_person_gives_the_mandate_and_keeps_the_terms(cast):
    with clock.set_to(clock.now() - timedelta(days=6)):
        invitation, token = invite(cast)

    elena = accept(invitation, token, name="Elena R.")

    invitation.refresh_from_db()
    assert (elena.email, elena.name, elena.language) == ("elena@example.org", "Elena R.", "es")
    assert (elena.terms_version, elena.terms_accepted_at is not None) == (terms.VERSION, True)
    assert [(m.seat, m.kind) for m in Mandate.objects.current().filter(person=elena)] == [(cast.seat, "member")]
    assert (invitation.state, invitation.person) == (InvitationState.ACCEPTED, elena)
    assert not elena.has_usable_password()


def test_a_titular_of_formal_areas_is_a_member_of_simple_ones(cast):
    formal = SeatFactory(entity=cast.entity, area=AreaFactory(formal=True))
    invitation, token = invite(cast, seats=[cast.seat, formal], actor=cast.coordination, kind=MandateKind.TITULAR)

    elena = accept(invitation, token)

    assert set(elena.mandates.values_list("seat", "kind")) == {(cast.seat.pk, "member"), (formal.pk, "titular")}


def test_who_has_access_already_accepts_signed_in_as_herself(cast):
    invitation, token = invite(cast, email="CARLA@example.org")

    assert code_of(lambda: accept(invitation, token)) == "person_exists"
    assert code_of(lambda: accept(invitation, token, actor=cast.bruno)) == "not_you"
    carla = accept(invitation, token, actor=cast.carla)

    assert carla == cast.carla
    assert Mandate.objects.current().filter(person=carla, seat=cast.seat).count() == 1
    assert User.objects.filter(email__iexact="carla@example.org").count() == 1


def test_who_accepted_the_terms_before_is_not_said_to_do_so_again(cast):
    invitation, token = invite(cast, email="carla@example.org")
    before = User.objects.values("terms_version", "terms_accepted_at").get(pk=cast.carla.pk)

    accept(invitation, token, actor=cast.carla)

    assert User.objects.values("terms_version", "terms_accepted_at").get(pk=cast.carla.pk) == before
    assert not AuditEvent.objects.filter(action="terms.accepted").exists()


def test_where_she_is_already_she_stays_as_she_is(cast):
    second = SeatFactory(entity=cast.entity, area=cast.edu)
    invitation, token = invite(cast, seats=[cast.seat, second], actor=cast.coordination, email="observer@example.org")

    accept(invitation, token, actor=cast.observer)

    now = Mandate.objects.current().filter(person=cast.observer).values_list("seat", "kind")
    assert set(now) == {(cast.seat.pk, "observer"), (second.pk, "member")}


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        (lambda c, i: Invitation.objects.update(expires_at=clock.now()), "expired"),
        (lambda c, i: actions.withdraw_invitation(i, actor=c.bruno), "withdrawn"),
        (lambda c, i: Seat.objects.filter(pk=c.seat.pk).update(until=clock.today()), "seat_ended"),
        (lambda c, i: type(c.entity).objects.update(active_until=clock.today()), "seat_ended"),
        (lambda c, i: actions.end_mandate(c.bruno.mandates.get(), actor=c.alba), "inviter_gone"),
        (lambda c, i: User.objects.filter(pk=c.bruno.pk).update(is_active=False), "inviter_gone"),
        (lambda c, i: actions.send_again(i, actor=c.alba), "sent_again"),
    ],
    ids=["expired", "withdrawn", "seat", "entity", "inviter", "inactive_inviter", "sent_again"],
)
def test_what_no_longer_holds_lets_nobody_in(cast, meanwhile, code):
    invitation, token = invite(cast)
    meanwhile(cast, invitation)

    assert code_of(lambda: accept(invitation, token)) == code
    assert not User.objects.filter(email="elena@example.org").exists()


def test_it_lets_in_once(cast):
    invitation, token = invite(cast)
    elena = accept(invitation, token)

    assert code_of(lambda: accept(invitation, token)) == "used"
    assert code_of(lambda: actions.withdraw_invitation(invitation, actor=cast.bruno)) == "used"
    assert Mandate.objects.filter(person=elena).count() == 1


def test_terms_that_have_changed_are_read_again_first(cast):
    invitation, token = invite(cast)

    with pytest.raises(DomainError) as refusal, transaction.atomic():
        accept(invitation, token, terms_version=terms.VERSION - 1)

    assert refusal.value.code == "terms_changed"
    assert not User.objects.filter(email="elena@example.org").exists()


def test_the_titular_named_meanwhile_stays(cast):
    formal = SeatFactory(entity=cast.entity, area=AreaFactory(formal=True))
    invitation, token = invite(cast, seats=[formal], actor=cast.coordination, kind=MandateKind.TITULAR)
    actions.give_mandate(formal, person=cast.carla, kind=MandateKind.TITULAR, actor=cast.coordination)

    with pytest.raises(DomainError) as refusal, transaction.atomic():
        accept(invitation, token)

    assert refusal.value.code == "titular_exists"
    assert "Coordination" in str(refusal.value)
    assert not User.objects.filter(email="elena@example.org").exists()


def test_an_address_is_invited_once_by_an_entity_and_again_when_the_first_ran_out(cast):
    first, _token = invite(cast)

    assert code_of(lambda: invite(cast, email="ELENA@example.org", actor=cast.alba)) == "already_invited"
    Invitation.objects.update(expires_at=clock.now())
    second, _token = invite(cast)
    first.refresh_from_db()

    assert (first.state, second.state) == (InvitationState.WITHDRAWN, InvitationState.PENDING)


def test_the_database_keeps_one_pending_invitation_of_an_address(cast):
    invite(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationFactory(seat=cast.seat, email="Elena@example.org", invited_by=cast.alba)


def test_inviting_who_represents_the_entity_there_is_refused(cast):
    assert code_of(lambda: invite(cast, email="Observer@example.org")) == "already_on_seat"


def test_asking_for_another_tells_the_inviter_once(cast):
    invitation, _token = invite(cast)
    Invitation.objects.update(expires_at=clock.now())
    before = len(mailed())

    actions.ask_again(invitation)
    actions.ask_again(invitation)

    assert mailed()[before:] == [("invitation_wanted", "bruno@example.org")]


@pytest.mark.parametrize("gone", ["without a mandate", "erased"])
def test_asking_for_another_tells_coordination_where_the_inviter_can_send_none(cast, gone):
    invitation, _token = invite(cast)
    Invitation.objects.update(expires_at=clock.now())
    if gone == "erased":
        actions.erase_person(cast.bruno, actor=cast.coordination)
    else:
        actions.end_mandate(cast.bruno.mandates.get(), actor=cast.alba)
    before = len(mailed())

    actions.ask_again(invitation)

    assert mailed()[before:] == [("invitation_wanted", "coordination@example.org")]


def test_asking_for_another_leads_to_the_entity_that_stands_today(cast):
    invitation, _token = invite(cast, actor=cast.coordination)
    Invitation.objects.update(expires_at=clock.now())
    SeatFactory(entity=cast.other_entity, area=cast.emp)
    actions.merge_entity(cast.entity, into=cast.other_entity, actor=cast.coordination)

    actions.ask_again(invitation)

    assert f"/entities/{cast.other_entity.pk}/people/" in Mail.objects.get(kind="invitation_wanted").text


def test_asking_for_another_is_refused_while_the_first_works(cast):
    invitation, _token = invite(cast)

    assert code_of(lambda: actions.ask_again(invitation)) == "still_valid"


def test_who_sends_it_again_answers_for_it(cast):
    invitation, _token = invite(cast)
    actions.end_mandate(cast.bruno.mandates.get(), actor=cast.alba)

    again, token = actions.send_again(invitation, actor=cast.alba)

    assert again.invited_by == cast.alba
    assert accept(again, token).email == "elena@example.org"


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("action", [actions.send_again, actions.withdraw_invitation])
def test_who_may_look_after_an_invitation(cast, who, action):
    invitation, _token = invite(cast, actor=cast.alba)

    try:
        action(invitation, actor=getattr(cast, who))
        done = True
    except NotAllowed:
        done = False

    assert done is (who in {"alba", "bruno", "coordination"})


def test_no_hand_sends_more_than_a_network_needs(cast, monkeypatch):
    monkeypatch.setattr("red_inclusion.network.actions.invitations.MOST_PENDING", 1)
    invite(cast)

    assert code_of(lambda: invite(cast, email="otra@example.org")) == "too_many"


def test_what_ran_out_does_not_count(cast, monkeypatch):
    monkeypatch.setattr(actions.invitations, "MOST_PENDING", 1)
    invite(cast)
    Invitation.objects.update(expires_at=clock.now())

    assert invite(cast, email="otra@example.org")[0].state == InvitationState.PENDING
    assert code_of(lambda: invite(cast, email="tercera@example.org")) == "too_many"


def test_once_it_has_left_the_link_is_kept_nowhere(cast):
    _invitation, token = invite(cast)

    send_queued_mail()

    mail = Mail.objects.get(kind="invitation")
    assert (mail.state, mail.to, mail.subject != "") == (MailState.SENT, "elena@example.org", True)
    kept = str([row for model in (Mail, Invitation, AuditEvent) for row in model.objects.values_list()])
    assert ("elena@example.org" in kept, token in kept) == (True, False)


def test_a_mail_that_has_not_left_is_withdrawn_with_its_invitation(cast, mailoutbox):
    invitation, _token = invite(cast)
    actions.withdraw_invitation(invitation, actor=cast.bruno)

    send_queued_mail()

    mail = Mail.objects.get(kind="invitation")
    assert (mail.state, mail.text, mail.html) == (MailState.WITHDRAWN, "", "")
    assert [message.to for message in mailoutbox] == [[cast.alba.email]]


def test_undone_before_its_mail_had_left_a_new_link_goes_out(cast, mailoutbox):
    invitation, token = invite(cast, actor=cast.alba)
    actions.withdraw_invitation(invitation, actor=cast.alba)

    actions.reinstate_invitation(invitation, actor=cast.alba)

    send_queued_mail()
    (message,) = mailoutbox
    new = re.search(r"/invitation/(.+)/", message.body)[1]
    assert code_of(lambda: accept(invitation, token)) == "sent_again"
    assert accept(invitation, new).email == "elena@example.org"


def test_undone_after_its_mail_had_left_the_same_link_works(cast, mailoutbox):
    invitation, token = invite(cast, actor=cast.alba)
    send_queued_mail()
    actions.withdraw_invitation(invitation, actor=cast.alba)

    actions.reinstate_invitation(invitation, actor=cast.alba)

    send_queued_mail()
    assert len(mailoutbox) == 1
    assert accept(invitation, token).email == "elena@example.org"


@pytest.mark.parametrize("state", [MailState.QUEUED, MailState.FAILED])
def test_sent_again_only_the_new_link_is_on_its_way(cast, state):
    invitation, _token = invite(cast)
    Mail.objects.filter(kind="invitation").update(state=state)

    _invitation, token = actions.send_again(invitation, actor=cast.alba)

    former, latter = Mail.objects.filter(kind="invitation").order_by("pk")
    assert (former.state, former.text, latter.state, token in latter.text) == ("withdrawn", "", "queued", True)


def test_a_mail_that_waits_is_not_sent_to_who_is_in_already(cast, mailoutbox):
    invitation, token = invite(cast, actor=cast.alba)
    accept(invitation, token)

    send_queued_mail()

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_two_taps_let_her_in_once(cast):
    invitation, token = invite(cast)

    outcomes = at_once(4, lambda: accept(invitation, token))

    assert outcomes == ["done", "used", "used", "used"]
    assert Mandate.objects.filter(person__email="elena@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_address_accepted_at_once_make_one_person(cast):
    other = SeatFactory(entity=cast.other_entity, area=cast.emp)
    links = [invite(cast), actions.invite_person(cast.other_entity, seats=[other], actor=cast.coordination, **ELENA)]

    outcomes = at_once(2, lambda: accept(*links.pop()))

    assert outcomes == ["done", "person_exists"]
    assert User.objects.filter(email="elena@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_one_address_at_once_invite_it_once(cast):
    outcomes = at_once(4, lambda: invite(cast))

    assert outcomes == ["already_invited"] * 3 + ["done"]
    assert mailed().count(("invitation", "elena@example.org")) == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawn_or_accepted_at_once_it_is_one_of_them(cast):
    invitation, token = invite(cast)
    attempts = [lambda: accept(invitation, token), lambda: actions.withdraw_invitation(invitation, actor=cast.bruno)]

    outcomes = at_once(2, lambda: attempts.pop()())

    invitation.refresh_from_db()
    came_in = User.objects.filter(email="elena@example.org").exists()
    assert outcomes in (["done", "used"], ["done", "withdrawn"])
    assert came_in is (invitation.state == InvitationState.ACCEPTED)


def test_one_address_gets_so_many_messages_a_day_however_they_are_made(cast):
    moment = clock.now()
    with clock.set_to(moment):
        first = invite(cast, email="elena@example.org")[0]
        actions.send_again(first, actor=cast.alba)
        actions.withdraw_invitation(first, actor=cast.alba)
        second = invite(cast, email="Elena@example.org")[0]
        actions.send_again(second, actor=cast.alba)

        assert code_of(lambda: actions.send_again(second, actor=cast.alba)) == "sent_often"
        assert invite(cast, email="otra@example.org")[0].pk
    with clock.set_to(moment + timedelta(days=1)):
        assert actions.send_again(second, actor=cast.alba)[0] == second


def test_nobody_sends_without_end(cast, monkeypatch):
    monkeypatch.setattr(actions.invitations, "MOST_A_DAY", 2)
    for number in range(2):
        invite(cast, email=f"elena{number}@example.org")

    assert code_of(lambda: invite(cast, email="otra@example.org")) == "too_many_today"
