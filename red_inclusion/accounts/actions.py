from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed

from . import terms
from .guests import erased_address, new_address
from .models import Device, User


@transaction.atomic
def edit_profile(person: User, *, actor: User, name: str | None = None, language: str | None = None) -> User:
    """Her own name and language; nobody else's. What is not said, or says what it did, stays out of the trail."""
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", "")
    # Read anew: a form has written into `person` already, or another device since she was read.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    said = {"name": name, "language": language}
    changed = [field for field, value in said.items() if value not in (None, getattr(person, field))]
    if not changed:
        return person
    for field in changed:
        setattr(person, field, said[field])
    person.save(update_fields=changed)
    audit.record("profile.edited", person, actor=actor, fields=changed)
    return person


@transaction.atomic
def create_guest(*, actor: Any, name: str, language: str) -> User:
    """Somebody without an account who asks to enter a meeting; `actor` is whoever holds the phone, as yet nobody."""
    person = User(email=new_address(), name=name, language=language, is_guest=True)
    person.set_unusable_password()
    person.save()
    audit.record("person.came_as_guest", person, actor=actor)
    return person


@transaction.atomic
def pseudonymise(person: User, *, actor: Any, name: str) -> User:
    """Nothing of her row says who she was, nobody signs in with it and no session of hers goes on; its key stays, for
    what points to it. Who may ask for it is for `network.actions.erase_person` to say."""
    person.email, person.name, person.language = erased_address(person), name, ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = person.terms_accepted_at = None
    person.set_unusable_password()
    person.save()
    audit.record("person.erased", person, actor=actor)
    return person


def choose_language(person: User, *, actor: User, language: str) -> None:
    """The language switch in the menu: remembered for every device."""
    edit_profile(person, actor=actor, language=language)


@transaction.atomic
def accept_terms(person: User, *, actor: User, version: int) -> User:
    """The version she read: another one since then is read first."""
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", "")
    if version != terms.VERSION:
        raise DomainError("terms_changed", _("The terms have changed meanwhile: read them again, please."))
    person.terms_version, person.terms_accepted_at = version, clock.now()
    person.save(update_fields=["terms_version", "terms_accepted_at"])
    audit.record("terms.accepted", person, actor=actor, version=version)
    return person


@transaction.atomic
def end_device(device: Device, *, actor: User) -> None:
    """Whoever holds that device has to sign in again."""
    if device.person_id != actor.pk:
        raise NotAllowed("not_yours", "")
    SessionStore(device.session_key).delete()
    audit.record("device.ended", device, actor=actor)
    device.delete()


@transaction.atomic
def end_other_devices(person: User, *, actor: User, keep: str) -> int:
    """Every session of hers but the one under the key `keep`; gives how many."""
    others = list(Device.objects.select_for_update().filter(person=person).exclude(session_key=keep))
    for device in others:
        end_device(device, actor=actor)
    return len(others)


def forget_old_sessions() -> None:
    """A job: sessions that have run out, and the devices that were signed in with them."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    Device.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
