"""An entity of the network: corrected, leaving it, coming back, and being two that are one.

Locks: entities in the order of their keys, then areas and seats.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.network.models import Area, Entity, EntityMerge, Mandate, Seat

from .arranging import add_seat, coordination_only, save_or_refuse
from .places import Places, end_places, give_places, restore_seats, running_places, take_places

EDITABLE = ("name", "kind", "long_name", "about", "website", "operated_by_id")


def entity_mark(entity: Entity) -> str:
    return mark_of({name: getattr(entity, name) for name in EDITABLE})


@transaction.atomic
def edit_entity(
    entity: Entity,
    *,
    actor: Any,
    name: str,
    kind: str,
    long_name: str = "",
    about: str = "",
    website: str = "",
    operated_by: Entity | None = None,
    seen: str | None = None,
) -> Entity:
    """`seen` is the `entity_mark` of what she had before her. Duplicates merged into it follow its name."""
    coordination_only(actor)
    entity, _same = _both_locked(entity, entity)
    _refuse_merged(entity)
    refuse_if_changed(seen, entity_mark(entity))
    if Entity.objects.own().filter(name=name).exclude(pk=entity.pk).exists():
        raise DomainError("entity_exists", _("There is already an entity with this name."), field="name")
    if operated_by and entity.pk in _operators_of(operated_by.pk):
        raise DomainError("operates_itself", _("An entity cannot be operated by itself."), field="operated_by")
    before = {each: getattr(entity, each) for each in EDITABLE}
    entity.name, entity.kind, entity.long_name, entity.about = name, kind, long_name, about
    entity.website, entity.operated_by = website, operated_by
    changed = [each for each in EDITABLE if getattr(entity, each) != before[each]]
    if not changed:
        return entity
    entity.fold()
    message = _("There is already an entity with this name.")
    save_or_refuse(entity, "entity_exists", message, update_fields=[*changed, "folded"])
    _follow_name(entity)
    audit.record("entity.edited", entity, actor=actor, fields=changed)
    return entity


@transaction.atomic
def end_entity(entity: Entity, *, actor: Any, reason: str = "") -> Places:
    """It leaves the network today, and its people with it; what it did stays. Gives what ended, for undo."""
    coordination_only(actor)
    entity = _locked(entity)
    _refuse_merged(entity)
    today = clock.today()
    if entity.active_until and entity.active_until <= today:
        raise DomainError("left_already", _("This entity has left the network already."))
    ended = end_places(running_places(entity)[0], actor=actor, reason=reason)
    entity.active_until = max(today, entity.active_since)
    entity.save(update_fields=["active_until"])
    audit.record("entity.ended", entity, actor=actor, reason=reason)
    return ended


@transaction.atomic
def reopen_entity(entity: Entity, *, actor: Any, places: Places | None = None) -> Entity:
    """Back in the network and in the areas of all of it; with `places`, those that ended today are given again."""
    coordination_only(actor)
    entity = _locked(entity)
    _refuse_merged(entity)
    if entity.active_until is None or entity.active_until > clock.today():
        return entity
    entity.active_until = None
    entity.save(update_fields=["active_until"])
    audit.record("entity.reopened", entity, actor=actor)
    for area in Area.objects.filter(whole_network=True):
        add_seat(area, entity=entity, actor=actor)
    if places and (places["seats"] or places["mandates"]):
        restore_seats(places, actor=actor)
    return entity


@transaction.atomic
def merge_entity(duplicate: Entity, *, into: Entity, actor: Any) -> EntityMerge:
    """Two that are one. No foreign key moves: readers see the name of `into` wherever the duplicate stands; its
    places end, and its people get theirs on the other's seats."""
    coordination_only(actor)
    duplicate, into = _both_locked(duplicate, into)
    _refuse_bad_merge(duplicate, into)
    merge = EntityMerge(duplicate=duplicate, into=into, merged_by=actor, active_until=duplicate.active_until)
    seats, mandates = running_places(duplicate)
    made = give_places([(into, seat) for seat in seats], [(into, mandate) for mandate in mandates], actor=actor)
    merge.ended = end_places(seats, actor=actor, reason="merged")
    merge.made = made
    merge.save()
    duplicate.former_name, duplicate.merged_into = duplicate.name, into
    duplicate.active_until = duplicate.active_until or clock.today()
    duplicate.save(update_fields=["former_name", "merged_into", "active_until"])
    _lead_on(duplicate, into, former=merge.ended, made=made)
    _follow_name(into)
    audit.record("entity.merged", duplicate, actor=actor, into=into.pk, merge=merge.pk)
    return merge


@transaction.atomic
def separate_entity(duplicate: Entity, *, actor: Any) -> Entity:
    """Undo of the merge, whenever it shows to have been wrong: its own name, its places and its people again."""
    coordination_only(actor)
    merge = EntityMerge.objects.filter(duplicate=duplicate, undone_at=None).first()
    if merge is None:
        raise DomainError("nothing_to_undo", _("There is nothing to undo any more."))
    duplicate, into = _both_locked(duplicate, merge.into)
    merge = EntityMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at or duplicate.merged_into_id is None:
        raise DomainError("nothing_to_undo", _("There is nothing to undo any more."))
    if Entity.objects.own().filter(name=duplicate.former_name).exists():
        raise DomainError("name_taken", _("Another entity bears its former name by now. Rename that one first."))
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    seats, mandates = _still_held(merge, duplicate.merged_into_id)
    duplicate.name, duplicate.former_name, duplicate.merged_into = duplicate.former_name, "", None
    duplicate.active_until = merge.active_until
    duplicate.fold()
    duplicate.save(update_fields=["name", "former_name", "merged_into", "active_until", "folded"])
    take_places(Places(seats=merge.made["seats"], mandates=merge.made["mandates"]), actor=actor)
    given = give_places([(duplicate, seat) for seat in seats], [(duplicate, each) for each in mandates], actor=actor)
    _lead_on(duplicate, duplicate, former=merge.ended, made=given)
    _follow_name(duplicate)
    audit.record("entity.separated", duplicate, actor=actor, into=into.pk, merge=merge.pk)
    return duplicate


def _still_held(merge: EntityMerge, entity_id: int) -> tuple[list[Seat], list[Mandate]]:
    """Of what ended with the merge: the seats in areas that the entity is still in, and the mandates of people who
    still speak for it there. What was taken from them since does not come back with a separation."""
    its = Seat.objects.current().filter(entity=entity_id)
    seats = Seat.objects.filter(
        Q(area__in=its.values("area")) | Q(area__whole_network=True), pk__in=merge.ended["seats"]
    )
    speaking = set(Mandate.objects.current().filter(seat__in=its).values_list("person", "seat__area"))
    ended = Mandate.objects.filter(pk__in=merge.ended["mandates"]).select_related("seat", "person").order_by("pk")
    mandates = [mandate for mandate in ended if (mandate.person_id, mandate.seat.area_id) in speaking]
    return list(seats.select_related("area").order_by("area_id", "pk")), mandates


def _lead_on(duplicate: Entity, to: Entity, *, former: Places, made: Places) -> None:
    """Those that were merged into the duplicate before stand for `to` from now on: one step leads there.

    Their merges keep which of the places `made` for the `former` ones are their people's, to take those back too.
    """
    merges = _merges_leading_to(duplicate)
    Entity.objects.filter(pk__in=[merge.duplicate_id for merge in merges]).update(merged_into=to)
    for merge in merges:
        its = merge.made
        its["seats"] += _in_place_of(Seat.objects, its["seats"], former["seats"], made["seats"], "area")
        its["mandates"] += _in_place_of(
            Mandate.objects, its["mandates"], former["mandates"], made["mandates"], "person", "seat__area"
        )
        merge.save(update_fields=["made"])


def _in_place_of(rows: Any, its: list[int], former: list[int], made: list[int], *same: str) -> list[int]:
    """Those `made` that are of the same area, or the same person there, as one of `its` among the `former`."""
    places = set(rows.filter(pk__in={*its} & {*former}).values_list(*same))
    return [pk for pk, *place in rows.filter(pk__in=made).values_list("pk", *same) if tuple(place) in places]


def _merges_leading_to(entity: Entity) -> list[EntityMerge]:
    """Into it, and into those that were merged into it."""
    found: list[EntityMerge] = []
    nearer = [entity.pk]
    while nearer:
        merges = EntityMerge.objects.filter(into__in=nearer, undone_at=None)
        nearer = [merge.duplicate_id for merge in merges]
        found += merges
    return found


def _locked(entity: Entity) -> Entity:
    return Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)


def _both_locked(one: Entity, other: Entity) -> tuple[Entity, Entity]:
    """With those merged into them, which follow. Changes that cross queue here instead of making a circle."""
    rows = Entity.objects.select_for_update(of=("self",)).standing_for([one.pk, other.pk]).order_by("pk")
    found = {entity.pk: entity for entity in rows}
    return found[one.pk], found[other.pk]


def _refuse_merged(entity: Entity) -> None:
    if entity.merged_into_id:
        raise DomainError("merged", _("It has been merged into another entity. Separate them first."))


def _refuse_bad_merge(duplicate: Entity, into: Entity) -> None:
    if duplicate.pk == into.pk:
        raise DomainError("same_entity", _("Choose another entity: this is the same one."), field="into")
    if duplicate.merged_into_id:
        raise DomainError("merged", _("It has been merged into another entity. Separate them first."))
    if into.merged_into_id or not Entity.objects.active().filter(pk=into.pk).exists():
        raise DomainError("not_in_network", _("Choose an entity that is in the network today."), field="into")


def _follow_name(entity: Entity) -> None:
    Entity.objects.filter(merged_into=entity).update(name=entity.name, folded=entity.folded)


def _operators_of(pk: int | None) -> set[int]:
    """It and whoever operates it, upwards."""
    found: set[int] = set()
    while pk and pk not in found:
        found.add(pk)
        pk = Entity.objects.values_list("operated_by", flat=True).get(pk=pk)
    return found
