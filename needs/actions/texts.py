"""What a need says: logged, and edited while it is only detected."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from needs import policies
from needs.enums import NeedState, PeopleRange, Visibility
from needs.holds import is_held
from needs.models import Need
from red_inclusion.accounts.models import User
from red_inclusion.core import clock, counters
from red_inclusion.core.errors import DomainError
from red_inclusion.core.folding import fold
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.core.submissions import twin_of
from red_inclusion.core.tags import known_spelling
from red_inclusion.network.models import Area, Entity, Seat
from red_inclusion.network.standing import standing_of

from .locking import Actor, ask, locked, tell, write

EDITABLE = ("title", "statement", "people", "territory")
LOGGED = ("area_id", "entity_id", "visibility", "raised_by_network")


def log_need(
    area: Area,
    *,
    entity: Entity,
    actor: User,
    title: str,
    statement: str,
    collectives: Iterable[str] = (),
    people: str = PeopleRange.UNKNOWN,
    territory: str = "",
    visibility: str = Visibility.NETWORK,
    also_areas: Iterable[Area] = (),
    raised_by_network: bool = False,
    submission: UUID | None = None,
) -> Need:
    """Write a new need. The same form sent twice (`submission`, same content) answers with the first."""
    need = Need(
        area=area,
        entity=entity,
        author=actor,
        title=title.strip(),
        statement=statement.strip(),
        people=people,
        territory=territory.strip(),
        visibility=visibility,
        raised_by_network=raised_by_network,
        submission=submission,
    )
    collectives, also_areas = list(collectives), list(also_areas)
    try:
        return _log(need, collectives, also_areas, actor)
    except IntegrityError:
        # Two taps arrived at once: now the second finds what the first wrote.
        return _log(need, collectives, also_areas, actor)


@transaction.atomic
def _log(need: Need, collectives: Iterable[str], also_areas: Iterable[Area], actor: User) -> Need:
    _may_log(need, actor)
    typed = {name: getattr(need, name) for name in (*EDITABLE, *LOGGED)} | {
        "collectives": sorted(known_spelling(collectives)),
        "also_areas": sorted(area.pk for area in also_areas if area.pk != need.area_id),
    }
    sent = Need.objects.filter(author=need.author)
    twin, need.submission = twin_of(sent, need.submission, lambda made: vars(made) | _content(made), **typed)
    if twin:
        return twin
    need.reference = _next_reference(need.area)
    need.clean_fields(exclude=["area", "entity", "author"])
    need.save()
    _set_tags(need, collectives, also_areas)
    need.save(update_fields=["folded"])
    tell(need, "logged", actor=actor, area=need.area_id, entity=need.entity_id)
    return need


@transaction.atomic
def edit_need(need: Need, *, actor: Actor, seen: str | None = None, **fields: Any) -> Need:
    """Change any of title, statement, people, territory, collectives, also_areas.

    `seen` is the `text_mark` of the text she had before her: if it has changed since, nothing is written.
    """
    if unknown := fields.keys() - {*EDITABLE, "collectives", "also_areas"}:
        raise TypeError(f"no such field of a need: {sorted(unknown)}")
    need = locked(need)
    ask(policies.can_edit_need(standing_of(actor), need), _("Only the entity that detected it or who leads the area."))
    require_editable(need)
    refuse_if_changed(seen, text_mark(need))
    before = _content(need)
    for name in EDITABLE:
        setattr(need, name, fields.get(name, getattr(need, name)))
    need.clean_fields(exclude=["area", "entity", "author"])
    _set_tags(need, fields.get("collectives"), fields.get("also_areas"))
    changed = [name for name, value in _content(need).items() if before[name] != value]
    if not changed:
        return need
    return write(need, "edited", *EDITABLE, "folded", actor=actor, fields=changed)


def require_editable(need: Need) -> None:
    if need.state != NeedState.DETECTED:
        message = _("It has already been prioritised, so its text stays as it was voted.")
        raise DomainError("need_not_detected", message)
    if is_held(need):
        message = _("It is being voted on now: all must vote on the same text. Change it once the vote has closed.")
        raise DomainError("need_being_voted", message)


def text_mark(need: Need) -> str:
    """Short, and another one as soon as anything that `edit_need` changes is different."""
    return mark_of(_content(need))


def _may_log(need: Need, actor: User) -> None:
    standing = standing_of(actor)
    message = _("Needs are logged for an entity you represent in this area.")
    ask(policies.can_log_need(standing, need.area_id, need.entity_id), message)
    if need.raised_by_network or need.visibility == Visibility.PUBLIC:
        ask(policies.can_run_needs(standing, need.area_id))
    if not Seat.objects.current().filter(area=need.area, entity=need.entity).exists():
        message = _("This entity does not take part in the area. Choose one that does.")
        raise DomainError("entity_not_in_area", message, field="entity")


def _next_reference(area: Area) -> str:
    series = f"{area.code}-{clock.today().year}"
    return f"{series}-{counters.next_number(f'need.{series}'):03}"


def _content(need: Need) -> dict[str, Any]:
    return {name: getattr(need, name) for name in EDITABLE} | {
        "collectives": sorted(need.collectives.names()),
        "also_areas": sorted(area.pk for area in need.also_areas.all()),
    }


def _set_tags(need: Need, collectives: Iterable[str] | None, also_areas: Iterable[Area] | None) -> None:
    """None leaves them as they are. Brings `folded` up to date, unsaved."""
    if collectives is not None:
        need.collectives.set(known_spelling(collectives))
    if also_areas is not None:
        need.also_areas.set([area for area in also_areas if area.pk != need.area_id])
    need.folded = folded_text(need)


def folded_text(need: Need) -> str:
    """What search reads."""
    pieces = (need.title, need.statement, need.reference, *need.collectives.names(), need.territory)
    return "\n".join(fold(piece) for piece in pieces)
