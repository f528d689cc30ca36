"""The places of an entity: its seats with the people on them, ended together and given back together."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError
from red_inclusion.network import policies
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Entity, Mandate, Seat, kind_in
from red_inclusion.network.standing import standing_of

from .arranging import add_seat, ask, end_period, put_on_seat, tell_mandate_changed


class Places(TypedDict):
    """Keys of rows, as they are kept to take a step back."""

    seats: list[int]
    mandates: list[int]


@transaction.atomic
def end_seat(seat: Seat, *, actor: Any, reason: str = "") -> Places:
    """The entity leaves the area, and its people with it."""
    ask(policies.can_arrange_area(standing_of(actor), seat.area_id))
    return end_places([seat], actor=actor, reason=reason)


@transaction.atomic
def restore_seats(ended: Places, *, actor: Any) -> Places:
    """Undo of what ended today: the same places as new rows; those that ended stay ended."""
    seats = list(_ended_today(Seat).filter(pk__in=ended["seats"]).select_related("area", "entity").order_by("pk"))
    mandates = list(
        _ended_today(Mandate).filter(pk__in=ended["mandates"]).select_related("seat__entity", "person").order_by("pk")
    )
    if not seats and not mandates:
        raise DomainError("nothing_to_undo", _("There is nothing to undo any more."))
    standing = standing_of(actor)
    ask(all(policies.can_arrange_area(standing, seat.area_id) for seat in seats))
    ask(all(policies.can_arrange_area(standing, mandate.seat.area_id) for mandate in mandates))
    return give_places(((seat.entity, seat) for seat in seats), ((m.seat.entity, m) for m in mandates), actor=actor)


def end_places(seats: Iterable[Seat], *, actor: Any, reason: str = "") -> Places:
    """Whoever calls has asked whether `actor` may."""
    ended = Places(seats=[], mandates=[])
    # Whoever gives a mandate on one of them meanwhile queues here.
    locked = Seat.objects.select_for_update().filter(pk__in=[seat.pk for seat in seats]).order_by("area_id", "pk")
    for seat in locked:
        ended["mandates"] += [mandate.pk for mandate in _running(seat) if _end(mandate, actor, reason)]
        if end_period(seat):
            audit.record("seat.ended", seat, actor=actor, reason=reason, area=seat.area_id, entity=seat.entity_id)
            ended["seats"].append(seat.pk)
    return ended


def give_places(
    seats: Iterable[tuple[Entity, Seat]], mandates: Iterable[tuple[Entity, Mandate]], *, actor: Any
) -> Places:
    """To each entity a seat in the same area, and the person on it in the same role; gives what was new.

    Who is there already stays as she is; where there is a titular by now, another becomes her substitute.
    """
    made = Places(seats=[], mandates=[])
    for entity, former in seats:
        held = set(Seat.objects.filter(entity=entity, area=former.area_id, until=None).values_list("pk", flat=True))
        seat = add_seat(former.area, entity=entity, actor=actor)
        made["seats"] += {seat.pk} - held
    for entity, mandate in mandates:
        place = Seat.objects.current().filter(entity=entity, area=mandate.seat.area_id).select_related("area").first()
        if place is None or not mandate.person.is_active or _is_on(place, mandate.person_id):
            continue
        kind = _free_kind(place, mandate.kind)
        made["mandates"].append(put_on_seat(place, person=mandate.person, kind=kind, actor=actor).pk)
    return made


def take_places(made: Places, *, actor: Any) -> None:
    """End what was given: the mandates, and the seats on which nobody else sits by now."""
    for mandate in Mandate.objects.select_for_update(of=("self",)).filter(pk__in=made["mandates"]).order_by("pk"):
        _end(mandate, actor, "undone")
    seats = Seat.objects.filter(pk__in=made["seats"])
    end_places([seat for seat in seats if not _running(seat).exists()], actor=actor, reason="undone")


def running_places(entity: Entity) -> tuple[list[Seat], list[Mandate]]:
    seats = list(Seat.objects.current().filter(entity=entity).select_related("area", "entity").order_by("area_id"))
    mandates = Mandate.objects.current().filter(seat__in=seats).select_related("seat", "person")
    return seats, list(mandates.order_by("pk"))


def _running(seat: Seat):
    return Mandate.objects.filter(Q(until=None) | Q(until__gt=clock.today()), seat=seat).order_by("pk")


def _end(mandate: Mandate, actor: Any, reason: str) -> bool:
    ended = end_period(mandate)
    if ended:
        audit.record("mandate.ended", mandate, actor=actor, reason=reason, person=mandate.person_id)
        tell_mandate_changed(mandate.person_id)
    return ended


def _ended_today(model):
    return model.objects.filter(until=clock.today())


def _is_on(seat: Seat, person_id: int) -> bool:
    return Mandate.objects.filter(seat=seat, person=person_id, until=None).exists()


def _free_kind(seat: Seat, kind: str) -> str:
    taken = kind == MandateKind.TITULAR and Mandate.objects.filter(seat=seat, kind=kind, until=None).exists()
    return kind_in(seat.area, MandateKind.SUBSTITUTE if taken else kind)
