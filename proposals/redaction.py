"""The texts of proposals that can be withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404

from red_inclusion.network.redaction import Kind, of_fields, register

from .actions.proposals import TEXTS, keep_folded
from .models import Commitment, Milestone, Proposal, Reading, StateChange, Update
from .policies import can_run_proposal

FIELDS = of_fields(*TEXTS, "transferred_to")
PARTS = {
    "update": (Update, ("text", "blocked_by")),
    "milestone": (Milestone, ("title",)),
    "commitment": (Commitment, ("text", "note")),
    "state-change": (StateChange, ("reason",)),
}


def register_all() -> None:
    register(
        Kind(
            "proposal",
            Proposal,
            find=lambda user, pk: get_object_or_404(Proposal.objects.visible_to(user), pk=pk),
            may=can_run_proposal,
            texts=FIELDS["texts"],
            write=write_proposal,
            path=lambda proposal: proposal.get_absolute_url(),
        )
    )
    for name, (model, fields) in PARTS.items():
        _register_part(name, model, fields, "proposal")
    _register_part("reading", Reading, ("note",), "indicator__proposal")


def write_proposal(proposal: Proposal, new: Mapping[str, str]) -> None:
    FIELDS["write"](proposal, new)
    keep_folded(proposal)


def _register_part(name: str, model: type[Model], fields: tuple[str, ...], way: str) -> None:
    """What belongs to a proposal, found `way` from it."""

    def proposal_of(part: Any) -> Proposal:
        for step in way.split("__"):
            part = getattr(part, step)
        return part

    def find(user: Any, pk: int) -> Model:
        readable = Proposal.objects.visible_to(user)
        return get_object_or_404(model._base_manager.filter(**{f"{way}__in": readable}).select_related(way), pk=pk)

    register(
        Kind(
            name,
            model,
            find=find,
            may=lambda standing, part: can_run_proposal(standing, proposal_of(part)),
            path=lambda part: proposal_of(part).get_absolute_url(),
            **of_fields(*fields),
        )
    )
