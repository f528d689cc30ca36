"""What people are told about commitments."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.enums import CommitmentState
from proposals.models import Commitment
from red_inclusion.core import links
from red_inclusion.core.dates import day_words
from red_inclusion.network.audience import leads_of, who_answer_for
from red_inclusion.notifications import kinds
from red_inclusion.notifications.actions import notify

ANSWER_LINK = "answer_commitment"


def tell_asked(commitments: Iterable[Commitment], *, actor) -> None:
    """The people who answer for each entity; one look at the mandates for all of them."""
    commitments = list(commitments)
    if not commitments:
        return
    proposal = commitments[0].proposal
    people = who_answer_for([commitment.entity_id for commitment in commitments], proposal.area_id)
    for commitment in commitments:
        args = {
            "entity": commitment.entity.name,
            "proposal": proposal.title,
            "takes_on": commitment.text,
            "deadline": proposal.deadline.isoformat() if proposal.deadline else "",
        }
        path = reverse("proposals:commitment_answer", args=[commitment.pk])
        readers = people.get(commitment.entity_id, [])
        notify("commitment_asked", readers, target=commitment, actor=actor, args=args, path=path)


def tell_answered(commitment: Commitment, *, actor) -> None:
    args = {
        "entity": commitment.entity.name,
        "proposal": commitment.proposal.title,
        "answer": commitment.state,
        "note": commitment.note,
    }
    path = commitment.proposal.get_absolute_url()
    leads = leads_of(commitment.proposal.area_id)
    notify("commitment_answered", leads, target=commitment, actor=actor, args=args, path=path)


def _asked_words(args) -> str:
    return _("Does %(entity)s take it on? «%(proposal)s»") % args


def _asked_details(args) -> list[str]:
    lines = []
    if args["takes_on"]:
        lines.append(_("What it takes on: %(text)s") % {"text": args["takes_on"]})
    if deadline := parse_date(args["deadline"]):
        lines.append(_("By when: %(day)s") % {"day": day_words(deadline)})
    return lines


def _answer_links(notice) -> list[kinds.Action]:
    """One that answers without signing in, while she may answer."""
    commitment = Commitment.objects.select_related("proposal").filter(pk=notice.target_id).first()
    path = commitment and links.link_path(ANSWER_LINK, person=notice.person, subject=commitment)
    return [kinds.Action(_("Answer without signing in (this link is only for you)"), path)] if path else []


def _answered_words(args) -> str:
    if args["answer"] == CommitmentState.ACCEPTED:
        return _("%(entity)s takes it on: «%(proposal)s»") % args
    if args["answer"] == CommitmentState.AMENDED:
        return _("%(entity)s takes it on with changes: «%(proposal)s»") % args
    return _("%(entity)s cannot take it on: «%(proposal)s»") % args


def _answered_details(args) -> list[str]:
    return [args["note"]] if args["note"] else []


def register() -> None:
    kinds.register(
        kinds.Kind(
            "commitment_asked",
            gettext_lazy("My entity is asked for a commitment"),
            words=_asked_words,
            details=_asked_details,
            links=_answer_links,
            is_mine=True,
            waits=True,
        )
    )
    kinds.register(
        kinds.Kind(
            "commitment_answered",
            gettext_lazy("An entity answers a commitment in an area that I lead"),
            words=_answered_words,
            details=_answered_details,
            is_mine=True,
        )
    )
