"""The texts of a need that can be withdrawn."""

from collections.abc import Mapping

from django.shortcuts import get_object_or_404

from red_inclusion.network.redaction import Kind, of_fields, register

from .actions.texts import folded_text
from .models import Need
from .policies import can_run_needs

FIELDS = of_fields("title", "statement", "territory", "outcome")


def register_all() -> None:
    register(
        Kind(
            "need",
            Need,
            find=lambda user, pk: get_object_or_404(Need.objects.visible_to(user).select_related("area"), pk=pk),
            may=lambda standing, need: can_run_needs(standing, need.area_id),
            texts=FIELDS["texts"],
            write=write_need,
            path=lambda need: need.get_absolute_url(),
        )
    )


def write_need(need: Need, new: Mapping[str, str]) -> None:
    FIELDS["write"](need, new)
    need.folded = folded_text(need)
    need.save(update_fields=["folded"])
