"""Guests at the door: somebody without an account asks, whoever leads the meeting lets her in or does not."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.enums import GuestState, MeetingState
from meetings.models import ENTITY_NAME_LIMIT, GUEST_NAME_LIMIT, Guest, Meeting
from red_inclusion.accounts.actions import create_guest
from red_inclusion.accounts.guests import is_guest
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError
from red_inclusion.core.folding import fold
from red_inclusion.network.models import Entity

from .announcements import tell_presence
from .attendance import check_in_guest, remove_guest
from .guards import require_in_session, require_lead
from .revisions import lock_meeting, touch

MOST_WAITING = 60
TIMES = 2
PAUSE = timedelta(minutes=1)


@transaction.atomic
def ask_to_enter(
    meeting: Meeting, *, actor: Any, name: str, entity: Entity | None = None, entity_name: str = "", language: str = ""
) -> Guest:
    """`actor` holds the phone: nobody yet, or the guest she is already. Asking again while she waits changes nothing;
    after being turned away she may ask once more."""
    meeting = lock_meeting(meeting.pk)
    _require_door(meeting, actor)
    name, whom = _required_name(name), _whom(meeting, entity, entity_name)
    guest = meeting.guests.select_related("person").filter(person=actor).first() if is_guest(actor) else None
    if guest and guest.state != GuestState.TURNED_AWAY:
        return guest
    if meeting.guests.asking().count() >= MOST_WAITING:
        message = _("Many people are asking at once. Try again in a moment, or tell whoever leads the meeting.")
        raise DomainError("too_many_waiting", message)
    if guest:
        return _ask_once_more(meeting, guest, name, whom)
    person = create_guest(actor=actor, name=name, language=language)
    return _write(meeting, Guest(meeting=meeting, person=person, **whom), "asked", actor=person)


def _ask_once_more(meeting: Meeting, guest: Guest, name: str, whom: dict[str, Any]) -> Guest:
    if guest.times_asked >= TIMES:
        message = _("You were not admitted. Speak with whoever leads the meeting: she or he can still let you in.")
        raise DomainError("asked_enough", message)
    if guest.answered_at and clock.now() < guest.answered_at + PAUSE:
        raise DomainError("ask_later", _("Wait a minute, and you can ask once more."))
    guest.person.name = name
    guest.person.save(update_fields=["name"])
    guest.state, guest.asked_at, guest.times_asked = GuestState.ASKED, clock.now(), guest.times_asked + 1
    guest.answered_at = guest.answered_by = None
    for field, value in whom.items():
        setattr(guest, field, value)
    return _write(meeting, guest, "asked", actor=guest.person)


@transaction.atomic
def admit_guest(guest: Guest, *, actor: Any) -> Guest:
    """She is in, and counts as here. By two leads at once: the second finds her inside. Also who was turned away."""
    meeting, guest = _locked(guest, actor)
    if guest.state == GuestState.ADMITTED:
        return guest
    _answer(guest, GuestState.ADMITTED, actor)
    _write(meeting, guest, "admitted", actor=actor)
    check_in_guest(guest, actor=actor)
    return guest


@transaction.atomic
def admit_guests(meeting: Meeting, *, numbers: Collection[int], actor: Any) -> int:
    """All of `numbers` who still wait: those the lead saw, nobody who came meanwhile. How many."""
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    require_in_session(meeting)
    waiting = list(meeting.guests.asking().filter(pk__in=numbers).order_by("asked_at", "pk"))
    for guest in waiting:
        admit_guest(guest, actor=actor)
    return len(waiting)


@transaction.atomic
def put_out_guest(guest: Guest, *, actor: Any) -> Guest:
    """Out of the room again, and not recorded as having been there. What she voted stays; admitting her undoes it."""
    meeting, guest = _locked(guest, actor)
    if guest.state == GuestState.TURNED_AWAY:
        return guest
    if guest.state == GuestState.ASKED:
        raise DomainError("not_inside", _("This person is not in the room: she still waits at the door."))
    _answer(guest, GuestState.TURNED_AWAY, actor)
    remove_guest(guest, actor=actor)
    return _write(meeting, guest, "put_out", actor=actor)


@transaction.atomic
def turn_away_guest(guest: Guest, *, actor: Any) -> Guest:
    """Not in. Who was let in meanwhile stays: it is said, so that nobody believes the door is shut."""
    meeting, guest = _locked(guest, actor)
    if guest.state == GuestState.TURNED_AWAY:
        return guest
    if guest.state == GuestState.ADMITTED:
        message = _("This person has been admitted meanwhile, and is in the room.")
        raise DomainError("already_admitted", message)
    _answer(guest, GuestState.TURNED_AWAY, actor)
    return _write(meeting, guest, "turned_away", actor=actor)


def _locked(guest: Guest, actor: Any) -> tuple[Meeting, Guest]:
    """The meeting's lock makes two answers follow one another, and keeps an answer and the close apart."""
    meeting = lock_meeting(guest.meeting_id)
    require_lead(meeting, actor)
    require_in_session(meeting)
    guest = meeting.guests.select_related("person", "entity").get(pk=guest.pk)
    guest.meeting = meeting
    return meeting, guest


def _answer(guest: Guest, state: GuestState, actor: Any) -> None:
    guest.state, guest.answered_at, guest.answered_by = state, clock.now(), actor


def _write(meeting: Meeting, guest: Guest, verb: str, *, actor: Any) -> Guest:
    guest.save()
    audit.record(f"guest.{verb}", guest, actor=actor, meeting=meeting.pk, person=guest.person_id)
    # The console looks again at who is at the door whenever the presence has a new revision.
    touch(meeting, "presence")
    tell_presence(meeting)
    return guest


def _require_door(meeting: Meeting, actor: Any) -> None:
    if actor.is_authenticated and not is_guest(actor):
        raise DomainError("has_an_account", _("You are signed in: enter with your account, or sign out first."))
    if meeting.state != MeetingState.IN_SESSION:
        message = _("The meeting is not in session: ask to enter once it has started.")
        raise DomainError("not_in_session", message)


def _required_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("name_needed", _("Write your name, as the others in the room know you."), field="name")
    if len(name) > GUEST_NAME_LIMIT:
        raise DomainError("name_too_long", _("Write a shorter name."), field="name")
    return name


def _whom(meeting: Meeting, entity: Entity | None, entity_name: str) -> dict[str, Any]:
    """The entity she comes for. One that is of the network is that one, however she wrote it; two guests of another
    one are of the same, so that it has one voice."""
    if entity:
        if not Entity.objects.in_area(meeting.area).filter(pk=entity.pk).exists():
            raise DomainError("not_of_the_area", _("Choose an entity of the list, or another one."), field="entity")
        return {"entity": entity, "entity_name": ""}
    typed = " ".join(entity_name.split())
    if not fold(typed).strip():
        raise DomainError("entity_needed", _("Write which entity you come from."), field="entity_name")
    if len(typed) > ENTITY_NAME_LIMIT:
        raise DomainError("entity_too_long", _("Write a shorter name of the entity."), field="entity_name")
    for known in Entity.objects.active().filter(folded__contains=fold(typed)):
        if fold(typed) in (fold(known.name), fold(known.long_name)):
            return {"entity": known, "entity_name": ""}
    others = meeting.guests.exclude(entity_name="").order_by("pk").values_list("entity_name", flat=True)
    same = next((other for other in others if fold(other) == fold(typed)), typed)
    return {"entity": None, "entity_name": same}
