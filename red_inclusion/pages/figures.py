"""What the network itself can count of itself."""

from django.utils.translation import ngettext

from red_inclusion.network.models import Area, Entity

from .registry import Figure


def entities() -> Figure:
    count = Entity.objects.active().count()
    return Figure(count, ngettext("entity works together", "entities work together", count))


def areas() -> Figure:
    count = Area.objects.count()
    return Figure(count, ngettext("working area", "working areas", count))
