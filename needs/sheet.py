"""The list of needs as a table to keep: what she sees, as she has filtered it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Need
from .querysets import NeedQuerySet


def head() -> list[str]:
    return [
        _("Reference"),
        _("Title"),
        _("What happens"),
        _("Area"),
        _("Detected by"),
        _("State"),
        _("Urgency, 0 to 4"),
        _("Place"),
        _("Of how many"),
        _("Entities that detect it too"),
        _("Collectives"),
        _("People affected"),
        _("Where"),
        _("Who sees it"),
        _("Registered"),
        _("Outcome"),
    ]


def rows(needs: NeedQuerySet) -> Iterable[Sequence[Any]]:
    """`needs` with all that rows show; two queries, however many."""
    return [_row(need) for need in needs.prefetch_related("collectives")]


def _row(need: Need) -> Sequence[Any]:
    return [
        need.reference,
        need.title,
        need.statement,
        need.area.name,
        need.shown_entity.name if need.shown_entity else _("Raised by the network"),
        need.get_state_display(),
        need.priority_mean,
        need.priority_rank,
        need.priority_out_of if need.priority_rank else None,
        need.confirmation_count,
        ", ".join(sorted(tag.name for tag in need.collectives.all())),
        need.get_people_display(),
        need.territory,
        need.get_visibility_display(),
        timezone.localdate(need.logged_at).isoformat(),
        need.outcome,
    ]
