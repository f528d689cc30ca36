"""The texts of proposals that can be withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from red_inclusion.network.redaction import Kind, Passage, of_fields, register

from .actions.proposals import TEXTS, keep_folded
from .models import Commitment, Indicator, Milestone, Proposal, Reading, StateChange, Update
from .policies import can_run_proposal

FIELDS = of_fields(*TEXTS, "transferred_to")
# What belongs to a proposal: by which way it is found, and its texts.
PARTS: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "commitment": (Commitment, "proposal", ("text", "note")),
    "milestone": (Milestone, "proposal", ("title",)),
    "change": (StateChange, "proposal", ("reason",)),
    "indicator": (Indicator, "proposal", ("source",)),
    "reading": (Reading, "indicator__proposal", ("note",)),
}

LABELS = {
    "commitment": _("Commitment"),
    "milestone": _("Milestone"),
    "change": _("Why its state changed"),
    "indicator": _("Where the figure comes from"),
    "reading": _("Note on a figure"),
}


def register_all() -> None:
    register(
        Kind(
            "proposal",
            Proposal,
            find=lambda user, pk: get_object_or_404(Proposal.objects.visible_to(user), pk=pk),
            may=can_run_proposal,
            texts=texts_of_proposal,
            write=write_proposal,
            path=lambda proposal: proposal.get_absolute_url(),
        )
    )
    register(
        Kind(
            "update",
            Update,
            find=_find_update,
            may=lambda standing, update: can_run_proposal(standing, update.proposal),
            path=lambda update: update.proposal.get_absolute_url(),
            **of_fields("text", "blocked_by"),
        )
    )


def texts_of_proposal(proposal: Proposal) -> dict[str, Passage]:
    """Its own, and those of what belongs to it; the updates are withdrawn one by one."""
    texts = FIELDS["texts"](proposal)
    for name, (_model, _way, fields) in PARTS.items():
        for part in _parts(name, proposal):
            for field in fields:
                texts[f"{name}-{part.pk}-{field}"] = Passage(LABELS[name], getattr(part, field))
    return {key: passage for key, passage in texts.items() if passage.text}


def write_proposal(proposal: Proposal, new: Mapping[str, str]) -> None:
    FIELDS["write"](proposal, {key: text for key, text in new.items() if "-" not in key})
    for key, text in new.items():
        name, _dash, rest = key.partition("-")
        if rest:
            pk, _dash, field = rest.partition("-")
            _parts(name, proposal).filter(pk=pk).update(**{field: text})
    keep_folded(proposal)


def _parts(name: str, proposal: Proposal) -> QuerySet:
    model, way, _fields = PARTS[name]
    return model._base_manager.filter(**{way: proposal}).order_by("pk")


def _find_update(user: Any, pk: int) -> Model:
    readable = Update.objects.filter(proposal__in=Proposal.objects.visible_to(user))
    return get_object_or_404(readable.select_related("proposal"), pk=pk)
