"""The texts of this app that can be withdrawn: those of resources. Its people change them; coordination withdraws."""

from collections.abc import Mapping

from django.shortcuts import get_object_or_404

from .actions.resources import folded_text
from .models import Resource
from .policies import can_coordinate
from .redaction import Kind, of_fields, register

FIELDS = of_fields("name", "about", "for_whom", "how_to_get", "contact", "territory")


def register_all() -> None:
    register(
        Kind(
            "resource",
            Resource,
            find=lambda user, pk: get_object_or_404(Resource.objects.visible_to(user).select_related("entity"), pk=pk),
            may=lambda standing, resource: can_coordinate(standing),
            texts=FIELDS["texts"],
            write=write_resource,
            path=lambda resource: resource.get_absolute_url(),
        )
    )


def write_resource(resource: Resource, new: Mapping[str, str]) -> None:
    FIELDS["write"](resource, new)
    resource.folded = folded_text(resource)
    resource.save(update_fields=["folded"])
