"""Erasing a person: what says who she is goes, what she did stays, under a pseudonym."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from red_inclusion.accounts.actions import pseudonymise
from red_inclusion.accounts.guests import is_erased
from red_inclusion.accounts.models import Device, User
from red_inclusion.core import audit, clock, forgetting
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.personal_data import Rows, keepings, sweep
from red_inclusion.core.words import Words
from red_inclusion.network import notifications, policies, signals
from red_inclusion.network.export import archive_of
from red_inclusion.network.models import AreaLead, Coordinator, ErasureRequest, Invitation, Mandate
from red_inclusion.network.standing import standing_of
from red_inclusion.notifications.actions import forget_person, withdraw_notices

from .arranging import end_coordinator, end_lead, end_mandate

REASON = "erased"


def export_person(person: User, *, actor: User) -> bytes:
    """All that is held about her, as a zip, for herself only. Reading it takes a while, and nobody waits for it: the
    line in the trail is all that is written."""
    _her_own(person, actor)
    archive = archive_of(person)
    audit.record("person.exported", person, actor=actor)
    return archive


@transaction.atomic
def ask_for_erasure(person: User, *, actor: User) -> ErasureRequest:
    """She asks; coordination is told, and does it. Asking twice is asking once."""
    _her_own(person, actor)
    request, made = ErasureRequest.objects.get_or_create(person=person)
    if made:
        audit.record("erasure.asked", person, actor=actor)
        notifications.tell_erasure_asked(request, actor=actor)
    return request


@transaction.atomic
def withdraw_erasure_request(person: User, *, actor: User) -> None:
    _her_own(person, actor)
    for request in ErasureRequest.objects.filter(person=person):
        withdraw_notices(request, actor=actor)
        request.delete()
        audit.record("erasure.no_longer_asked", person, actor=actor)


@transaction.atomic
def erase_person(person: User, *, actor: Any, other_names: Iterable[str] = (), anywhere: bool = False) -> User:
    """Her name and addresses leave the database; her mandates end; what she wrote and decided stays, under
    «Participante 57». `other_names` are those she used before. `anywhere` also takes a name of one word out of every
    text: it may be a word that means something else there. There is no way back. The last coordination stays."""
    if not policies.can_coordinate(standing_of(actor)):
        raise NotAllowed("coordination_only", _("Only network coordination can do this. Ask them."))
    # Not the row's key: who checks in meanwhile holds her meeting and needs the key for a moment.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if is_erased(person):
        return person
    if person.pk == actor.pk:
        raise DomainError("yourself", _("Ask somebody else of coordination to erase your own data."))
    _end_everything(person, actor)
    addresses = _addresses_of(person)
    pseudonym = pseudonym_of(person)
    words = Words([person.name, *other_names, *addresses], put=pseudonym, anywhere=anywhere)
    signals.person_leaving.send(None, words=words, person=person, actor=actor)
    _forget_rows(person, addresses, words)
    sweep(words)
    audit.withdraw_reasons(words)
    pseudonymise(person, actor=actor, name=pseudonym)
    forgetting.forget_soon()
    return person


def pseudonym_of(person: User) -> str:
    """In the language of the network: it is stored, and everybody reads it."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Participant %(number)s") % {"number": person.pk}


def _her_own(person: User, actor: User) -> None:
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", _("Each person asks for herself."))


def _end_everything(person: User, actor: Any) -> None:
    for coordinator in Coordinator.objects.filter(person=person, until=None):
        end_coordinator(coordinator, actor=actor, reason=REASON)
    for lead in AreaLead.objects.filter(person=person).exclude(until__lte=clock.today()):
        end_lead(lead, actor=actor, reason=REASON)
    for mandate in Mandate.objects.filter(person=person).exclude(until__lte=clock.today()):
        end_mandate(mandate, actor=actor, reason=REASON)


def _addresses_of(person: User) -> set[str]:
    """Those she signs in with, and those she was invited at."""
    invited = Invitation.objects.filter(person=person).values_list("email", flat=True)
    return {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True), *invited}


def _forget_rows(person: User, addresses: set[str], words: Words) -> None:
    at_hers = Q(person=person)
    for address in addresses:
        at_hers |= Q(email__iexact=address)
    Invitation.objects.filter(at_hers).delete()
    for device in Device.objects.filter(person=person):
        SessionStore(device.session_key).delete()
    forget_person(person, addresses=addresses, words=words)
    for keeping in keepings():
        for name, kind in keeping.people.items():
            if kind is Rows.HERS:
                keeping.model._base_manager.filter(**{name: person}).delete()
