"""«Answer a commitment from an e-mail»: one page, without signing in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from proposals import actions
from proposals.enums import ANSWERABLE_STATES, Answer, CommitmentState
from proposals.forms import AnswerForm
from proposals.models import Commitment
from proposals.policies import can_answer_commitment, entities_with_titular
from red_inclusion.core import links
from red_inclusion.core.beside import done_beside_its_field
from red_inclusion.core.errors import DomainError
from red_inclusion.network.models import Mandate
from red_inclusion.network.standing import standing_of

from .notifications import ANSWER_LINK

DAYS = 30
THANKS = {
    CommitmentState.ACCEPTED: lambda: _("Thank you. Your entity has taken it on."),
    CommitmentState.AMENDED: lambda: _("Sent. Who leads the area will look at your changes."),
    CommitmentState.DECLINED: lambda: _("Noted. Who leads the area will look for another way."),
}


def register() -> None:
    links.register(links.Purpose(ANSWER_LINK, DAYS, find=_commitment, bond=_bond, answer=answer_by_link))


def answer_by_link(request: HttpRequest, person, commitment: Commitment) -> HttpResponse:
    """The person of the link answers, whoever is signed in on this device."""
    waiting = commitment.state == CommitmentState.PENDING and commitment.proposal.state in ANSWERABLE_STATES
    form = AnswerForm(request.POST or None, answers=Answer.choices)
    if request.method == "POST":
        if not waiting:
            message = _("This has already been answered, or is no longer asked. Sign in to see how it stands.")
            raise DomainError("already_answered", message)
        if form.is_valid() and _answered(form, commitment, person):
            messages.success(request, THANKS[CommitmentState(_commitment(commitment.pk).state)]())
            return redirect(request.path)
    context = {
        "form": form,
        "commitment": commitment,
        "proposal": commitment.proposal,
        "person": person,
        "waiting": waiting,
        "ACCEPT": Answer.ACCEPT,
        "AMEND": Answer.AMEND,
        "DECLINE": Answer.DECLINE,
    }
    return render(request, "proposals/commitment_by_link.html", context)


def _answered(form: AnswerForm, commitment: Commitment, person) -> bool:
    return done_beside_its_field(form, lambda: actions.answer_commitment(commitment, actor=person, **form.cleaned_data))


def _commitment(pk: int) -> Commitment | None:
    return Commitment.objects.select_related("entity", "proposal__area").filter(pk=pk).first()


def _bond(person, commitment: Commitment) -> str:
    """The mandates by which she answers, and this very asking: the link ends with either."""
    area_id, entity_id = commitment.proposal.area_id, commitment.entity_id
    with_titular = entity_id in entities_with_titular(area_id)
    if not can_answer_commitment(standing_of(person), commitment, seat_has_titular=with_titular):
        return ""
    mandates = Mandate.objects.current().filter(
        person=person, seat__area_id=area_id, seat__entity=commitment.entity.stands_for
    )
    numbers = sorted(mandates.values_list("pk", flat=True))
    return f"{numbers} {commitment.asked_at.isoformat()}"
