"""An area, corrected: its name, its colour, simple or formal, of the whole network or not."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from red_inclusion.core import audit
from red_inclusion.core.errors import DomainError
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.network import signals
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Area, Entity, Mandate

from .arranging import ONLY_IN_FORMAL_AREAS, add_seat, coordination_only, end_mandate, put_on_seat, save_or_refuse

EDITABLE = ("name", "about", "accent", "formal", "whole_network")


def area_mark(area: Area) -> str:
    return mark_of({name: getattr(area, name) for name in EDITABLE})


@transaction.atomic
def edit_area(
    area: Area,
    *,
    actor: Any,
    name: str,
    accent: str,
    about: str = "",
    formal: bool = False,
    whole_network: bool = False,
    seen: str | None = None,
) -> Area:
    """Its code stays: references are made of it. `seen` is the `area_mark` of what she had before her."""
    coordination_only(actor)
    area = Area.objects.select_for_update().get(pk=area.pk)
    refuse_if_changed(seen, area_mark(area))
    if Area.objects.filter(name=name).exclude(pk=area.pk).exists():
        raise DomainError("area_exists", _("There is already an area with this name."), field="name")
    before = {each: getattr(area, each) for each in EDITABLE}
    area.name, area.about, area.accent, area.formal, area.whole_network = name, about, accent, formal, whole_network
    changed = [each for each in EDITABLE if getattr(area, each) != before[each]]
    if not changed:
        return area
    save_or_refuse(area, "area_exists", _("There is already an area with this name."), update_fields=changed)
    audit.record("area.edited", area, actor=actor, fields=changed)
    _follow(area, before, actor)
    return area


def _follow(area: Area, before: dict[str, Any], actor: Any) -> None:
    """What a change brings with it."""
    if area.name != before["name"]:
        signals.area_renamed.send(Area, area=area, former_name=before["name"])
    if before["formal"] and not area.formal:
        _make_members(area, actor)
    if area.whole_network and not before["whole_network"]:
        for entity in Entity.objects.active():
            add_seat(area, entity=entity, actor=actor)


def _make_members(area: Area, actor: Any) -> None:
    """A simple area knows members and observers only: who was titular or substitute goes on as a member."""
    formal = Mandate.objects.current().filter(seat__area=area, kind__in=ONLY_IN_FORMAL_AREAS)
    for mandate in formal.select_related("seat", "person").order_by("seat_id", "pk"):
        end_mandate(mandate, actor=actor, reason="area_made_simple")
        put_on_seat(mandate.seat, person=mandate.person, kind=MandateKind.MEMBER, actor=actor)
