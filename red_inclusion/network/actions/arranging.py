"""Areas, entities, representations, mandates, leads, coordination.

Locks go from the larger to the smaller: area, then seat. `actor` may be `SYSTEM`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.actors import System
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network import policies, signals
from red_inclusion.network.enums import Accent, MandateKind
from red_inclusion.network.models import Area, AreaLead, Coordinator, Entity, Mandate, Period, Seat
from red_inclusion.network.standing import standing_of

Actor = User | System
ONLY_IN_FORMAL_AREAS = (MandateKind.TITULAR, MandateKind.SUBSTITUTE)


@transaction.atomic
def open_area(
    *,
    code: str,
    name: str,
    actor: Actor,
    about: str = "",
    accent: str = Accent.TEAL,
    formal: bool = False,
    whole_network: bool = False,
) -> Area:
    coordination_only(actor)
    if Area.objects.filter(code=code).exists() or Area.objects.filter(name=name).exists():
        raise DomainError("area_exists", _("There is already an area with this code or name."), field="name")
    area = Area(code=code, name=name, about=about, accent=accent, formal=formal, whole_network=whole_network)
    save_or_refuse(area, "area_exists", _("There is already an area with this code or name."))
    audit.record("area.opened", area, actor=actor)
    if whole_network:
        for entity in Entity.objects.active():
            add_seat(area, entity=entity, actor=actor)
    signals.area_opened.send(Area, area=area)
    return area


@transaction.atomic
def admit_entity(
    *,
    name: str,
    kind: str,
    actor: Actor,
    long_name: str = "",
    about: str = "",
    website: str = "",
    operated_by: Entity | None = None,
    since: date | None = None,
    areas: Iterable[Area] = (),
) -> Entity:
    """Admit it to the network, to these areas, and with it to the areas of the whole network."""
    coordination_only(actor)
    if since and since > clock.today():
        raise DomainError(
            "not_yet", _("Write today or an earlier day. If it joins later, admit it then."), field="since"
        )
    if Entity.objects.own().filter(name=name).exists():
        raise DomainError("entity_exists", _("There is already an entity with this name."), field="name")
    entity = Entity(
        name=name,
        kind=kind,
        long_name=long_name,
        about=about,
        website=website,
        operated_by=operated_by,
        active_since=since or clock.today(),
    )
    entity.fold()
    save_or_refuse(entity, "entity_exists", _("There is already an entity with this name."))
    audit.record("entity.admitted", entity, actor=actor)
    for area in [*Area.objects.filter(whole_network=True), *areas]:
        add_seat(area, entity=entity, actor=actor, since=since)
    return entity


@transaction.atomic
def add_seat(area: Area, *, entity: Entity, actor: Actor, since: date | None = None) -> Seat:
    """Give `entity` its place in `area`; the one it has already, or will have, is given back unchanged."""
    ask(policies.can_arrange_area(standing_of(actor), area.pk))
    # Two leads adding the same entity queue here.
    Area.objects.select_for_update().get(pk=area.pk)
    seat = Seat.objects.filter(area=area, entity=entity, until=None).first()
    if seat:
        return seat
    seat = Seat.objects.create(area=area, entity=entity, since=since or clock.today())
    audit.record("seat.added", seat, actor=actor, area=area.pk, entity=entity.pk)
    return seat


@transaction.atomic
def give_mandate(
    seat: Seat, *, person: User, kind: str = MandateKind.MEMBER, actor: Actor, since: date | None = None
) -> Mandate:
    ask(policies.can_arrange_area(standing_of(actor), seat.area_id))
    return put_on_seat(seat, person=person, kind=kind, actor=actor, since=since)


@transaction.atomic
def put_on_seat(seat: Seat, *, person: User, kind: str, actor: Actor, since: date | None = None) -> Mandate:
    """Give the mandate. Whoever calls has asked whether `actor` may: an invitation was allowed when it was made."""
    # Two mandates for one person, or two titulars, queue here; and so does whoever ends the seat.
    seat = Seat.objects.select_for_update(of=("self",)).select_related("area").get(pk=seat.pk)
    if seat.until and seat.until <= max(clock.today(), seat.since):
        message = _("The entity is no longer in this area, so nobody can represent it there.")
        raise DomainError("no_seat", message, field="seat")
    kind_fits_area(kind, seat.area)
    current = Mandate.objects.filter(seat=seat, until=None)
    if current.filter(person=person).exists():
        raise DomainError("already_on_seat", _("This person already represents the entity in this area."))
    if kind == MandateKind.TITULAR and current.filter(kind=kind).exists():
        raise DomainError("titular_exists", _("The entity already has a titular here. End that mandate first."))
    mandate = Mandate.objects.create(seat=seat, person=person, kind=kind, since=since or clock.today())
    audit.record("mandate.given", mandate, actor=actor, seat=seat.pk, person=person.pk, kind=kind)
    tell_mandate_changed(person.pk)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, actor: Actor, reason: str = "") -> Mandate:
    """From this moment; ending what has ended changes nothing."""
    mandate = Mandate.objects.select_for_update(of=("self",)).select_related("seat").get(pk=mandate.pk)
    ask(policies.can_end_mandate(standing_of(actor), mandate))
    if end_period(mandate):
        audit.record("mandate.ended", mandate, actor=actor, reason=reason, person=mandate.person_id)
        tell_mandate_changed(mandate.person_id)
    return mandate


@transaction.atomic
def name_lead(area: Area, *, person: User, actor: Actor, since: date | None = None) -> AreaLead:
    """Who leads already goes on leading: the same row is given back."""
    coordination_only(actor)
    # Two coordinators naming the same person queue here.
    Area.objects.select_for_update().get(pk=area.pk)
    lead = AreaLead.objects.filter(area=area, person=person, until=None).first()
    if lead:
        return lead
    lead = AreaLead.objects.create(area=area, person=person, since=since or clock.today())
    audit.record("lead.named", lead, actor=actor, area=area.pk, person=person.pk)
    tell_mandate_changed(person.pk)
    return lead


@transaction.atomic
def end_lead(lead: AreaLead, *, actor: Actor, reason: str = "") -> AreaLead:
    coordination_only(actor)
    lead = AreaLead.objects.select_for_update().get(pk=lead.pk)
    if end_period(lead):
        audit.record("lead.ended", lead, actor=actor, reason=reason, area=lead.area_id, person=lead.person_id)
        tell_mandate_changed(lead.person_id)
    return lead


@transaction.atomic
def name_coordinator(person: User, *, actor: Actor, since: date | None = None) -> Coordinator:
    coordination_only(actor)
    # The person's row is the lock: she has no other row yet that two namings could meet at.
    User.objects.select_for_update().get(pk=person.pk)
    coordinator = Coordinator.objects.filter(person=person, until=None).first()
    if coordinator:
        return coordinator
    coordinator = Coordinator.objects.create(person=person, since=since or clock.today())
    audit.record("coordinator.named", coordinator, actor=actor, person=person.pk)
    _tell_coordination_changed(person)
    return coordinator


@transaction.atomic
def end_coordinator(coordinator: Coordinator, *, actor: Actor, reason: str = "") -> Coordinator:
    """The last one stays: a network without coordination could name nobody."""
    coordination_only(actor)
    # All of them are locked, so that two who leave at once cannot both be the last but one.
    current = list(Coordinator.objects.select_for_update().filter(until=None))
    if [c.pk for c in current] == [coordinator.pk]:
        raise DomainError("last_coordinator", _("Name somebody else first: the network needs coordination."))
    coordinator = Coordinator.objects.select_related("person").get(pk=coordinator.pk)
    if end_period(coordinator):
        audit.record("coordinator.ended", coordinator, actor=actor, reason=reason, person=coordinator.person_id)
        _tell_coordination_changed(coordinator.person)
    return coordinator


@transaction.atomic
def create_person(*, email: str, name: str, actor: Actor, password: str | None = None, language: str = "es") -> User:
    """Without a password she signs in with a code sent by e-mail."""
    ask(policies.can_create_person(standing_of(actor)))
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise _person_exists()
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, name, password, language=language)
    except IntegrityError as error:
        raise _person_exists() from error
    audit.record("person.created", person, actor=actor)
    return person


def _person_exists() -> DomainError:
    return DomainError("person_exists", _("Somebody already uses this e-mail address."), field="email")


def save_or_refuse(row: Entity | Area, code: str, message: Any, **how: Any) -> None:
    """Where two save the same name at once, the database lets one of them: the other is told."""
    # That it is the only one, the database says.
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        raise DomainError(code, message, field="name") from error


def ask(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("Only the area lead or network coordination can do this. Ask them."))


def coordination_only(actor: Actor) -> None:
    if not policies.can_coordinate(standing_of(actor)):
        raise NotAllowed("coordination_only", _("Only network coordination can do this. Ask them."))


def kind_fits_area(kind: str, area: Area) -> None:
    if kind in ONLY_IN_FORMAL_AREAS and not area.formal:
        raise DomainError("formal_areas_only", _("In this area people are members or observers."), field="kind")


def end_period(period: Period) -> bool:
    """Whether there was something to end. What begins in the future ends before it begins."""
    today = clock.today()
    if period.until is not None and period.until <= today:
        return False
    period.until = max(today, period.since)
    period.save(update_fields=["until"])
    return True


def tell_mandate_changed(person_id: int) -> None:
    transaction.on_commit(lambda: signals.mandate_changed.send(Mandate, person_id=person_id), robust=True)


def _tell_coordination_changed(person: User) -> None:
    signals.coordination_changed.send(Coordinator, person=person)
    tell_mandate_changed(person.pk)
