"""What proposals add to the minutes of the meeting they come from."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meetings.models import Meeting
from needs.enums import Visibility

from .models import Proposal


def minutes_lines(meeting: Meeting) -> list[dict[str, Any]]:
    """One line a proposal: what, who leads it, by when. Public where all the needs it answers are."""
    proposals = meeting.proposals.select_related("lead_entity").prefetch_related("commitments__entity", "needs")
    return [_line(proposal) for proposal in proposals.order_by("reference")]


def _line(proposal: Proposal) -> dict[str, Any]:
    return {
        "text": f"{proposal.reference}. {proposal.title}",
        "note": " ".join(_facts(proposal)),
        "url": proposal.get_absolute_url(),
        "public": all(need.visibility == Visibility.PUBLIC for need in proposal.needs.all()),
    }


def _facts(proposal: Proposal) -> list[str]:
    facts = [_("Lead entity: %(entity)s.") % {"entity": proposal.lead_entity}]
    partners = [c.entity.name for c in proposal.commitments.all() if c.entity_id != proposal.lead_entity_id]
    if partners:
        facts.append(_("With: %(entities)s.") % {"entities": ", ".join(partners)})
    if proposal.deadline:
        facts.append(_("By: %(day)s.") % {"day": date_format(proposal.deadline)})
    return facts
