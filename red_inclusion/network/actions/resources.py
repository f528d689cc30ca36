"""The directory: what entities offer, and whether it still holds.

Locks: the entity's row (one form sent twice, two ticks that ask), then the resource's.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit, clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.folding import fold
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.core.submissions import twin_of
from red_inclusion.core.tags import known_spelling
from red_inclusion.network import notifications, policies
from red_inclusion.network.audience import who_tend
from red_inclusion.network.models import Entity, Resource
from red_inclusion.network.standing import standing_of

from .arranging import Actor

TEXTS = ("name", "about", "for_whom", "how_to_get", "contact", "territory")


@transaction.atomic
def add_resource(
    entity: Entity,
    *,
    actor: Actor,
    name: str,
    for_whom: str,
    how_to_get: str,
    contact: str,
    about: str = "",
    territory: str = "",
    collectives: Iterable[str] = (),
    submission: UUID | None = None,
) -> Resource:
    """Checked today. The same form sent twice (`submission`, same content) answers with the first."""
    entity = Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    _ask(entity.pk, actor)
    if not Entity.objects.active().filter(pk=entity.pk).exists():
        raise DomainError("entity_left", _("This entity is no longer in the network, so nothing is added to it."))
    texts = {
        "name": name,
        "about": about,
        "for_whom": for_whom,
        "how_to_get": how_to_get,
        "contact": contact,
        "territory": territory,
    }
    tags = sorted(known_spelling(collectives))
    twin, submission = twin_of(entity.resources.all(), submission, _content, **texts, collectives=tags)
    if twin:
        return twin
    resource = Resource(entity=entity, submission=submission, **texts)
    resource.clean_fields(exclude=["entity"])
    resource.save()
    _set_collectives(resource, tags)
    resource.save(update_fields=["folded"])
    audit.record("resource.added", resource, actor=actor, entity=entity.pk)
    return resource


@transaction.atomic
def edit_resource(resource: Resource, *, actor: Actor, seen: str | None = None, **fields: Any) -> Resource:
    """Change any of `TEXTS` and `collectives`; it counts as checked today.

    `seen` is the `resource_mark` of what she had before her: if it has changed since, nothing is written.
    """
    if unknown := fields.keys() - {*TEXTS, "collectives"}:
        raise TypeError(f"no such field of a resource: {sorted(unknown)}")
    resource = _locked_in_force(resource, actor)
    refuse_if_changed(seen, resource_mark(resource))
    before = _content(resource)
    for name in TEXTS:
        setattr(resource, name, fields.get(name, getattr(resource, name)))
    resource.clean_fields(exclude=["entity"])
    _set_collectives(resource, fields.get("collectives"))
    resource.checked_on = clock.today()
    resource.save(update_fields=[*TEXTS, "folded", "checked_on"])
    changed = [name for name, value in _content(resource).items() if before[name] != value]
    audit.record("resource.edited", resource, actor=actor, fields=changed)
    return resource


@transaction.atomic
def confirm_resource(resource: Resource, *, actor: Actor) -> Resource:
    """It holds: checked today."""
    resource = _locked_in_force(resource, actor)
    resource.checked_on = clock.today()
    resource.save(update_fields=["checked_on"])
    audit.record("resource.confirmed", resource, actor=actor)
    return resource


@transaction.atomic
def confirm_awaited(entity: Entity, *, actor: Actor, shown: Iterable[int] | None = None) -> int:
    """All of its resources that are asked about hold; how many. Those retired meanwhile stay retired.

    `shown` are those that she had before her: what was asked since waits for another answer. A caller without it means
    whatever is asked about now.
    """
    _ask(entity.pk, actor)
    awaited = Resource.objects.awaited().offered_by(entity).order_by("pk")
    if shown is not None:
        awaited = awaited.filter(pk__in=shown)
    resources = list(awaited.select_for_update(of=("self",)))
    for resource in resources:
        confirm_resource(resource, actor=actor)
    return len(resources)


@transaction.atomic
def retire_resource(resource: Resource, *, actor: Actor) -> Resource:
    """It no longer exists: out of the directory, until somebody brings it back. Retired already, nothing changes."""
    resource = _locked(resource, actor)
    if resource.in_force:
        resource.retired_on = clock.today()
        resource.save(update_fields=["retired_on"])
        audit.record("resource.retired", resource, actor=actor)
    return resource


@transaction.atomic
def restore_resource(resource: Resource, *, actor: Actor) -> Resource:
    """Back in the directory, as it was when it was retired."""
    resource = _locked(resource, actor)
    if not resource.in_force:
        resource.retired_on = None
        resource.save(update_fields=["retired_on"])
        audit.record("resource.restored", resource, actor=actor)
    return resource


def ask_whether_resources_hold() -> int:
    """Ask each entity about what it has not checked for half a year, all at once; how many entities were asked."""
    entities = 0
    while (asked := _ask_one_entity()) is not None:
        entities += bool(asked)
    return entities


@transaction.atomic
def _ask_one_entity() -> int | None:
    """How many resources the next entity was asked about; None when there is no entity left that nobody holds."""
    due = Resource.objects.to_ask()
    entities = Entity.objects.select_for_update(skip_locked=True, of=("self",))
    entity = entities.filter(pk__in=due.order_by().values("whose")).order_by("pk").first()
    if entity is None:
        return None
    # Read again under the lock: another tick may have asked this entity a moment ago.
    resources = list(due.offered_by(entity))
    if not resources:
        return 0
    numbers = [resource.pk for resource in resources]
    Resource.objects.filter(pk__in=numbers).update(asked_on=clock.today())
    audit.record("resources.asked", entity, actor=SYSTEM, resources=numbers)
    notifications.ask_whether_they_hold(entity, resources, people=who_tend(entity.pk))
    return len(resources)


def resource_mark(resource: Resource) -> str:
    """Short, and another one as soon as anything that `edit_resource` changes is different."""
    return mark_of(_content(resource))


def _content(resource: Resource) -> dict[str, Any]:
    return {name: getattr(resource, name) for name in TEXTS} | {"collectives": sorted(resource.collectives.names())}


def _set_collectives(resource: Resource, collectives: Iterable[str] | None) -> None:
    """None leaves them as they are. Brings `folded` up to date, unsaved."""
    if collectives is not None:
        resource.collectives.set(known_spelling(collectives))
    resource.folded = folded_text(resource)


def folded_text(resource: Resource) -> str:
    """What search reads."""
    pieces = (resource.name, resource.about, resource.for_whom, resource.territory, *resource.collectives.names())
    return "\n".join(fold(piece) for piece in pieces)


def _locked(resource: Resource, actor: Actor) -> Resource:
    resource = Resource.objects.select_for_update(of=("self",)).select_related("entity").get(pk=resource.pk)
    _ask(resource.entity_id, actor)
    return resource


def _locked_in_force(resource: Resource, actor: Actor) -> Resource:
    resource = _locked(resource, actor)
    if not resource.in_force:
        raise DomainError("resource_retired", _("It was retired meanwhile. Bring it back first."))
    return resource


def _ask(entity_id: int, actor: Actor) -> None:
    if not policies.can_tend_resources(standing_of(actor), entity_id):
        raise NotAllowed("not_your_entity", _("This is for the people of its entity. Tell one of them."))
