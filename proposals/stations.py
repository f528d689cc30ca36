"""What was done about a need: the stations that proposals add to its trail."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from needs.models import Need
from needs.trail import Station

from .enums import TIMED_STATES, ProposalState
from .models import Proposal, StateChange

TITLES = {
    ProposalState.PROPOSED: lambda proposal: _("Action proposal: %(title)s") % {"title": proposal.title},
    ProposalState.AGREED: lambda proposal: _("Agreed: %(entity)s takes it on") % {"entity": proposal.lead_entity},
    ProposalState.IN_PROGRESS: lambda proposal: pgettext("proposal", "In progress"),
    ProposalState.TRANSFERRED: lambda proposal: _("Transferred to %(to)s") % {"to": proposal.transferred_to},
    ProposalState.DONE: lambda proposal: pgettext("proposal", "Done"),
    ProposalState.EVALUATED: lambda proposal: pgettext("proposal", "Evaluated"),
    ProposalState.REJECTED: lambda proposal: _("The proposal does not go ahead"),
}
# The kind that takes the place of the trail's own dotted station.
KINDS = {ProposalState.AGREED: "in_action"}


def stations_of(need: Need, user) -> list[Station]:
    """Drafts tell nothing yet. Who does not read the area of a proposal does not hear of it."""
    proposals = Proposal.objects.visible_to(user).filter(needs=need).exclude(state=ProposalState.DRAFT)
    stations: list[Station] = []
    for proposal in proposals.select_related("lead_entity").prefetch_related("history"):
        stations += [_station(change, proposal) for change in _news(proposal.history.all())]
        stations += _planned(proposal)
    return stations


def _news(changes: Iterable[StateChange]) -> Iterator[StateChange]:
    """Coming back from a pause to where it was is no news for the need."""
    left = ""
    for change in changes:
        if change.after == ProposalState.ON_HOLD:
            left = change.before
        elif change.after in TITLES and (change.before != ProposalState.ON_HOLD or change.after != left):
            yield change


def _station(change: StateChange, proposal: Proposal) -> Station:
    state = ProposalState(change.after)
    detail = " · ".join(part for part in (proposal.reference, change.reason) if part)
    kind = KINDS.get(state, f"proposal_{state}")
    return Station(change.at, kind, TITLES[state](proposal), detail, proposal.get_absolute_url())


def _planned(proposal: Proposal) -> list[Station]:
    if proposal.deadline is None or proposal.state not in TIMED_STATES:
        return []
    detail = _("By %(day)s") % {"day": date_format(proposal.deadline)}
    return [Station(None, "proposal_planned", TITLES[ProposalState.DONE](proposal), detail, done=False)]
