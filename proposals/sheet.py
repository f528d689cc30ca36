"""The list of proposals as a table to keep: what she sees, as she has filtered it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Commitment, Proposal
from .querysets import ProposalQuerySet


def head() -> list[str]:
    return [
        _("Reference"),
        _("What we will do"),
        _("How"),
        _("Why"),
        _("Area"),
        _("State"),
        _("Lead entity"),
        _("Commitments"),
        _("By when"),
        _("Milestones reached"),
        _("Milestones"),
        _("How we will know it worked"),
        _("Needs"),
        _("Created"),
    ]


def rows(proposals: ProposalQuerySet) -> Iterable[Sequence[Any]]:
    """`proposals` with all that rows show; three queries, however many."""
    commitments = Prefetch("commitments", queryset=Commitment.objects.select_related("entity"))
    return [_row(proposal) for proposal in proposals.prefetch_related(commitments, "needs")]


def _row(proposal: Proposal) -> Sequence[Any]:
    return [
        proposal.reference,
        proposal.title,
        proposal.action,
        proposal.problem,
        proposal.area.name,
        proposal.get_state_display(),
        proposal.lead_entity.name,
        "; ".join(f"{each.entity.name}: {each.get_state_display()}" for each in proposal.commitments.all()),
        proposal.deadline.isoformat() if proposal.deadline else None,
        proposal.milestones_done,
        proposal.milestone_count,
        proposal.success,
        ", ".join(need.reference for need in proposal.needs.all()),
        timezone.localdate(proposal.created_at).isoformat(),
    ]
