from dataclasses import dataclass

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.enums import ProposalState
from proposals.models import Proposal
from proposals.next_steps import NextStep, steps_of
from proposals.policies import can_run_proposal

from .lists import can_create_somewhere, filter_form, switch

CARDS_A_COLUMN = 30
ALWAYS_SHOWN = (
    ProposalState.DRAFT,
    ProposalState.PROPOSED,
    ProposalState.AGREED,
    ProposalState.IN_PROGRESS,
    ProposalState.DONE,
)


@dataclass(frozen=True)
class Card:
    proposal: Proposal
    steps: list[NextStep]


@dataclass(frozen=True)
class Column:
    state: ProposalState
    cards: list[Card]
    total: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.cards)


@require_safe
def proposal_board(request):
    form = filter_form(request, board=True)
    found = form.filtered(Proposal.objects.visible_to(request.user))
    totals = dict(found.order_by().values_list("state").annotate(total=Count("pk")))
    columns = [
        _column(state, found, totals.get(state, 0), request.standing)
        for state in ProposalState
        if totals.get(state) or state in ALWAYS_SHOWN
    ]
    context = {
        "filter_form": form,
        "columns": columns,
        "total": sum(totals.values()),
        "narrowed": form.is_active or bool(request.GET.get("q", "").strip()),
        "can_create": can_create_somewhere(request.standing),
        "views": switch(request, current="board"),
    }
    return render(request, "proposals/proposal_board.html", context)


def _column(state: ProposalState, found, total: int, standing) -> Column:
    """The nearest deadlines of one state. An empty column asks the database nothing."""
    if not total:
        return Column(state, [], 0)
    proposals = found.filter(state=state).for_rows().by_deadline()[:CARDS_A_COLUMN]
    return Column(state, [Card(proposal, _steps(proposal, standing)) for proposal in proposals], total)


def _steps(proposal: Proposal, standing) -> list[NextStep]:
    return steps_of(proposal) if can_run_proposal(standing, proposal) else []
