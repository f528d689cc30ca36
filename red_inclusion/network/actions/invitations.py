"""Getting in. An invitation names entity, seats and kind; whoever holds its link accepts it, once, within a week.

Locks: the entity's row (two invitations of one address), then the invitation's (two taps), then the seats'.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.actions import accept_terms
from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import notifications, policies
from red_inclusion.network.audience import coordination
from red_inclusion.network.enums import InvitationState, MandateKind
from red_inclusion.network.models import Entity, Invitation, Mandate, Seat
from red_inclusion.network.standing import standing_of
from red_inclusion.notifications.actions import withdraw_mail
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.models import Mail

from .arranging import create_person, put_on_seat

VALID_FOR = timedelta(days=7)
MOST_TO_ONE_A_DAY = 4
MOST_A_DAY = 200
SENDING = ("invitation.sent", "invitation.sent_again")
MOST_PENDING = 60  # a whole network in one go, and no more mail than that from one hand


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(
    entity: Entity,
    *,
    seats: Sequence[Seat],
    email: str,
    name: str,
    actor: User,
    kind: str = MandateKind.MEMBER,
    language: str = "es",
) -> tuple[Invitation, str]:
    """The invitation and its token, which is told here and by mail. Of it a hash is kept; the mail, until it left."""
    # Two who invite the same address to the same entity queue here.
    entity = Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    seats = _seats_that_hold(entity, [seat.pk for seat in seats])
    standing = standing_of(actor)
    if not all(policies.can_invite(standing, seat, kind) for seat in seats):
        raise NotAllowed("not_yours", _("You can invite colleagues to the areas in which you represent your entity."))
    email = email.strip().lower()
    _refuse_who_is_there(seats, email)
    _refuse_too_many(actor)
    _refuse_too_often(email, actor)
    withdraw_what_ran_out(entity, email, actor)
    if _pending_of(entity, email).exists():
        raise DomainError(
            "already_invited",
            _("This address has been invited already. In the list of people you can send it again or withdraw it."),
            field="email",
        )
    invitation, token, _mail = write_invitation(
        entity, seats=seats, email=email, name=name, kind=kind, language=language, actor=actor
    )
    notifications.tell_leads("colleague_invited", invitation.name, entity=entity, seats=seats, actor=actor)
    return invitation, token


def write_invitation(
    entity: Entity,
    *,
    seats: Sequence[Seat],
    email: str,
    name: str,
    kind: str,
    language: str,
    actor: User,
    head: Mapping[str, Any] | None = None,
) -> tuple[Invitation, str, Mail | None]:
    """The row, its token and its mail. Whoever calls holds the entity's lock and has asked whether `actor` may; for
    many, `head` is the letterhead, read once."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        token_hash=hash_of(token),
        email=email,
        name=name,
        language=language,
        entity=entity,
        kind=kind,
        invited_by=actor,
        expires_at=clock.now() + VALID_FOR,
    )
    invitation.seats.set(seats)
    audit.record("invitation.sent", invitation, actor=actor, entity=entity.pk, seats=[seat.pk for seat in seats])
    return invitation, token, notifications.mail_invitation(invitation, token, seats, head=head)


@transaction.atomic
def send_again(invitation: Invitation, *, actor: User) -> tuple[Invitation, str]:
    """A new link for another week; the former one stops working."""
    invitation, seats = _locked(invitation, actor)
    _still_open(invitation)
    _refuse_too_often(invitation.email, actor)
    _still_hold(seats)
    withdraw_mails(invitation, actor=actor)
    # Who sends it again answers for it: her own right lets the person in.
    invitation.expires_at, invitation.invited_by, invitation.asked_again_at = clock.now() + VALID_FOR, actor, None
    invitation.save(update_fields=["expires_at", "invited_by", "asked_again_at"])
    audit.record("invitation.sent_again", invitation, actor=actor)
    return invitation, _mail_new_link(invitation, seats)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Withdrawing what is withdrawn changes nothing."""
    invitation, _seats = _locked(invitation, actor)
    if invitation.withdrawn_at:
        return invitation
    _still_open(invitation)
    _withdraw(invitation, actor)
    return invitation


@transaction.atomic
def reinstate_invitation(invitation: Invitation, *, actor: User) -> Invitation:
    """Undo: the same link works again, until the day it always had; where its mail had not left, a new link goes out.
    What is not withdrawn stays as it is."""
    # Who invites the same address anew meanwhile queues here.
    Entity.objects.select_for_update(of=("self",)).get(pk=invitation.entity_id)
    invitation, seats = _locked(invitation, actor)
    if invitation.withdrawn_at is None:
        return invitation
    pending = Invitation.objects.pending().filter(entity=invitation.entity, email__iexact=invitation.email)
    if pending.exists():
        raise DomainError("already_invited", _("This address has been invited again meanwhile: nothing to undo."))
    invitation.withdrawn_at = None
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation.reinstated", invitation, actor=actor)
    mail = notifications.mails_of(invitation).last()
    if mail and mail.state == MailState.WITHDRAWN:
        _mail_new_link(invitation, seats)
    return invitation


@transaction.atomic
def ask_again(invitation: Invitation) -> Invitation:
    """Whoever holds a link that ran out asks for another: who invited her is told, once; where she can no longer send
    one, network coordination."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("entity").get(pk=invitation.pk)
    if invitation.state != InvitationState.EXPIRED:
        raise refusal_of(invitation) or DomainError("still_valid", _("This invitation is still valid: open its link."))
    if invitation.asked_again_at is None:
        invitation.asked_again_at = clock.now()
        invitation.save(update_fields=["asked_again_at"])
        audit.record("invitation.asked_again", invitation, actor=SYSTEM)
        people = [invitation.invited_by] if inviter_may_send(invitation) else coordination()
        notifications.tell_invitation_wanted(invitation, people)
    return invitation


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, token: str, actor: User | None, name: str, language: str, terms_version: int
) -> User:
    """Let her in. `actor` is who is signed in, None when nobody is: then the address must be nobody's yet.
    `terms_version` is what she was shown; who has accepted the terms in force is shown none."""
    # Two taps queue here: the second finds it accepted. Its seats are locked one by one as they are taken.
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("entity").get(pk=invitation.pk)
    if invitation.token_hash != hash_of(token):
        raise DomainError("sent_again", _("A newer link has been sent: open the latest message."))
    if refusal := refusal_of(invitation):
        raise refusal
    person = actor or create_person(email=invitation.email, name=name, language=language, actor=SYSTEM)
    if person.email.lower() != invitation.email.lower():
        raise NotAllowed("not_you", _("This invitation is for another address. Sign out, and open the link again."))
    if not person.has_accepted_terms:
        accept_terms(person, actor=person, version=terms_version)
    for seat in invitation.seats_now:
        _take_place(seat, invitation, person)
    invitation.accepted_at, invitation.person = clock.now(), person
    invitation.save(update_fields=["accepted_at", "person"])
    audit.record("invitation.accepted", invitation, actor=person, person=person.pk)
    withdraw_mails(invitation, actor=person)
    return person


def refusal_of(invitation: Invitation) -> DomainError | None:
    """Why it lets nobody in, as a sentence that says how to go on; None when it does."""
    inviter = invitation.invited_by.name
    if invitation.state == InvitationState.ACCEPTED:
        return DomainError("used", _("This invitation has been used. If it was you, sign in with your e-mail."))
    if invitation.state == InvitationState.WITHDRAWN:
        return DomainError("withdrawn", _("This invitation was withdrawn. Ask %(name)s.") % {"name": inviter})
    if invitation.state == InvitationState.EXPIRED:
        return DomainError("expired", _("This invitation was valid for seven days, and they have passed."))
    seats = invitation.seats_now
    if len(seats) < invitation.seats.count() or not _do_hold(seats):
        return DomainError(
            "seat_ended",
            _("%(entity)s is no longer in one of these areas. Ask %(name)s for another invitation.")
            % {"entity": invitation.entity.name, "name": inviter},
        )
    if not inviter_may_send(invitation):
        return DomainError(
            "inviter_gone", _("Who invited you can no longer do so. Ask network coordination for another invitation.")
        )
    return None


def inviter_may_send(invitation: Invitation) -> bool:
    """Whether who invited her may still let her in."""
    seats, standing = invitation.seats_now, standing_of(invitation.invited_by)
    return bool(seats) and all(policies.can_invite(standing, seat, invitation.kind) for seat in seats)


def _take_place(seat: Seat, invitation: Invitation, person: User) -> None:
    """Where she is already, she stays as she is."""
    if Mandate.objects.filter(seat=seat, person=person, until=None).exists():
        return
    try:
        put_on_seat(seat, person=person, kind=invitation.kind_in(seat.area), actor=person)
    except DomainError as refusal:
        if refusal.code != "titular_exists":
            raise
        raise DomainError(
            "titular_exists",
            _("%(entity)s has another titular by now. Ask %(name)s for another invitation.")
            % {"entity": invitation.entity.name, "name": invitation.invited_by.name},
        ) from refusal


def _mail_new_link(invitation: Invitation, seats: list[Seat]) -> str:
    """Its token; the former link stops working."""
    token = secrets.token_urlsafe(24)
    invitation.token_hash = hash_of(token)
    invitation.save(update_fields=["token_hash"])
    notifications.mail_invitation(invitation, token, seats)
    return token


def _locked(invitation: Invitation, actor: User) -> tuple[Invitation, list[Seat]]:
    """The invitation under its lock, for whoever could make it herself."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("entity").get(pk=invitation.pk)
    seats, standing = invitation.seats_now, standing_of(actor)
    if not policies.can_manage_invitation(standing, invitation, seats):
        raise NotAllowed("not_yours", _("Only the area lead or network coordination can do this. Ask them."))
    return invitation, seats


def _still_open(invitation: Invitation) -> None:
    if invitation.state == InvitationState.ACCEPTED:
        raise DomainError("used", _("She has accepted it already: you find her among the people."))
    if invitation.state == InvitationState.WITHDRAWN:
        raise DomainError("withdrawn", _("It was withdrawn meanwhile. Invite her anew."))


def _seats_that_hold(entity: Entity, seat_ids: list[int]) -> list[Seat]:
    seats = list(Seat.objects.that_hold().filter(pk__in=seat_ids, entity=entity).select_related("area"))
    if not seats or len(seats) != len(set(seat_ids)):
        raise _no_seat()
    return seats


def _still_hold(seats: list[Seat]) -> None:
    if not seats or not _do_hold(seats):
        raise _no_seat()


def _do_hold(seats: list[Seat]) -> bool:
    return Seat.objects.that_hold().filter(pk__in=[seat.pk for seat in seats]).count() == len(seats)


def _no_seat() -> DomainError:
    return DomainError("no_seat", _("The entity is not in one of these areas. Choose again."), field="seats")


def _refuse_who_is_there(seats: list[Seat], email: str) -> None:
    there = Mandate.objects.current().filter(seat__in=seats, person__email__iexact=email)
    if there.values("seat").distinct().count() == len(seats):
        raise DomainError(
            "already_on_seat", _("This person already represents the entity in these areas."), field="email"
        )


def _refuse_too_many(actor: User) -> None:
    """Coordination brings in whole networks by a sheet: it goes on by hand."""
    waiting = Invitation.objects.pending().filter(invited_by=actor, expires_at__gt=clock.now())
    if not standing_of(actor).coordinates and waiting.count() >= MOST_PENDING:
        raise DomainError("too_many", _("Many invitations of yours are waiting. Withdraw those nobody will accept."))


def _refuse_too_often(email: str, actor: User) -> None:
    """Counted in the trail, so that withdrawing and inviting anew starts nothing over."""
    sent = AuditEvent.objects.filter(action__in=SENDING, at__gt=clock.now() - timedelta(days=1))
    to_her = Invitation.objects.filter(email__iexact=email).values("pk")
    if sent.filter(object_type=Invitation._meta.label_lower, object_id__in=to_her).count() >= MOST_TO_ONE_A_DAY:
        message = _(
            "Several messages have gone to this address since yesterday. Ask her to look among the unwanted ones; "
            "tomorrow you can send another."
        )
        raise DomainError("sent_often", message, field="email")
    if not standing_of(actor).coordinates and sent.filter(actor_id=actor.pk).count() >= MOST_A_DAY:
        raise DomainError("too_many_today", _("You have sent a great many invitations today. Go on tomorrow."))


def withdraw_what_ran_out(entity: Entity, email: str, actor: User) -> None:
    """A new one takes the place of one that ran out."""
    for invitation in _pending_of(entity, email).filter(expires_at__lte=clock.now()):
        _withdraw(invitation, actor)


def _pending_of(entity: Entity, email: str) -> QuerySet[Invitation]:
    """To the entity, or to a duplicate of it."""
    its = Entity.objects.standing_for([entity.pk])
    return Invitation.objects.pending().filter(entity__in=its, email__iexact=email)


def withdraw_mails(invitation: Invitation, *, actor: Any) -> None:
    """What has not left does not leave, nor wait among the mails that did not arrive: its link is over."""
    for mail in notifications.mails_of(invitation):
        withdraw_mail(mail, actor=actor)


def _withdraw(invitation: Invitation, actor: User) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation.withdrawn", invitation, actor=actor)
    withdraw_mails(invitation, actor=actor)
