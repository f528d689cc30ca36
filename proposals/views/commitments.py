from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from proposals import actions
from proposals.enums import ANSWERABLE_STATES, ANSWERS, SETTLING_STATES, Answer, CommitmentState
from proposals.forms import AnswerForm, AskAgainForm, NoteForm
from proposals.models import Commitment
from proposals.policies import can_answer_commitment, can_run_proposal, entities_with_titular
from red_inclusion.core.beside import done_beside_its_field
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.returning import onward

FULFILLED = CommitmentState.FULFILLED
THANKS = {
    CommitmentState.ACCEPTED: lambda: _("Thank you. Your entity has taken it on."),
    CommitmentState.AMENDED: lambda: _("Sent. Who leads the area will look at your changes."),
    CommitmentState.DECLINED: lambda: _("Noted. Who leads the area will look for another way."),
}


def commitment_answer(request, pk: int):
    """The entity's answer, on a page that can be reached from a message."""
    commitment = _commitment_of_entity(request, pk)
    answers = [(answer.value, answer.label) for answer in Answer if commitment.state in ANSWERS[answer][0]]
    open_ = commitment.proposal.state in ANSWERABLE_STATES
    form = AnswerForm(request.POST or None, answers=answers, initial={"answer": request.GET.get("answer", "")})
    if request.method == "POST" and (not open_ or not answers):
        # Answered meanwhile, or from an old page: the action says how things are.
        actions.answer_commitment(commitment, answer=_posted(request), actor=request.user, note=_note(request))
    if request.method == "POST" and form.is_valid() and _tried(form, actions.answer_commitment, commitment, request):
        commitment.refresh_from_db()
        messages.success(request, THANKS[CommitmentState(commitment.state)]())
        return redirect(onward(request, commitment.proposal.get_absolute_url()))
    context = {"form": form, "commitment": commitment, "proposal": commitment.proposal, "open": open_ and answers}
    return render(request, "proposals/commitment_answer.html", context)


def _posted(request) -> str:
    answer = request.POST.get("answer", "")
    return answer if answer in Answer.values else Answer.ACCEPT


def _note(request) -> str:
    return request.POST.get("note", "")[:500]


def commitment_outcome(request, pk: int):
    """Fulfilled, or it could not be: said by the entity itself."""
    commitment = _commitment_of_entity(request, pk)
    said = request.POST.get("outcome", "") if request.method == "POST" else request.GET.get("outcome", FULFILLED)
    if said not in (FULFILLED, CommitmentState.UNMET):
        return redirect(commitment.proposal)
    kept = said == FULFILLED
    label = _("What was done?") if kept else _("What prevented it?")
    form = NoteForm(request.POST or None, label=label, required=not kept)
    action = actions.fulfil if kept else actions.unmet
    if request.method == "POST" and form.is_valid() and _tried(form, action, commitment, request):
        messages.success(request, _("Noted. Thank you for saying so."))
        return redirect(commitment.proposal)
    title = _("We have done our part") if kept else _("It could not be fulfilled")
    outcome = FULFILLED if kept else CommitmentState.UNMET
    possible = commitment.state == CommitmentState.ACCEPTED and commitment.proposal.state in SETTLING_STATES
    return _page(request, commitment, form, title=title, outcome=outcome, possible=possible)


@require_POST
def commitment_take(request, pk: int):
    commitment = _commitment_of_area(request, pk)
    actions.accept_amendment(commitment, actor=request.user)
    messages.success(request, _("The changes are accepted."))
    return redirect(commitment.proposal)


def commitment_ask_again(request, pk: int):
    commitment = _commitment_of_area(request, pk)
    form = AskAgainForm(request.POST or None, initial={"text": commitment.text})
    if request.method == "POST" and form.is_valid() and _tried(form, actions.ask_again, commitment, request):
        messages.success(request, _("The entity is asked again."))
        return redirect(commitment.proposal)
    title = _("Ask %(entity)s again") % {"entity": commitment.entity}
    possible = commitment.state in (CommitmentState.AMENDED, CommitmentState.DECLINED)
    return _page(request, commitment, form, title=title, possible=possible)


def commitment_contest(request, pk: int):
    """Who leads the area saw it otherwise."""
    commitment = _commitment_of_area(request, pk)
    form = NoteForm(request.POST or None, label=_("How do you see it, and why?"), required=True)
    if request.method == "POST" and form.is_valid() and _tried(form, actions.contest, commitment, request):
        messages.success(request, _("Corrected, with your reason."))
        return redirect(commitment.proposal)
    title = _("It was not fulfilled") if commitment.state == CommitmentState.FULFILLED else _("It was fulfilled")
    possible = commitment.state in (CommitmentState.FULFILLED, CommitmentState.UNMET)
    return _page(request, commitment, form, title=title, possible=possible)


def _page(request, commitment: Commitment, form, *, title: str, possible: bool, outcome: str = ""):
    context = {
        "commitment": commitment,
        "proposal": commitment.proposal,
        "form": form,
        "title": title,
        "outcome": outcome,
        "possible": possible,
    }
    return render(request, "proposals/commitment_note.html", context)


def _tried(form, action, commitment: Commitment, request) -> bool:
    return done_beside_its_field(form, lambda: action(commitment, actor=request.user, **form.cleaned_data))


def _commitment_of_entity(request, pk: int) -> Commitment:
    commitment = _visible(request, pk)
    titular = commitment.entity_id in entities_with_titular(commitment.proposal.area_id)
    if not can_answer_commitment(request.standing, commitment, seat_has_titular=titular):
        message = _("Only those who answer for %(entity)s in this area can do this.") % {"entity": commitment.entity}
        raise NotAllowed("not_your_entity", message)
    return commitment


def _commitment_of_area(request, pk: int) -> Commitment:
    commitment = _visible(request, pk)
    if not can_run_proposal(request.standing, commitment.proposal):
        raise NotAllowed("not_allowed", _("Only the lead of this area can do this."))
    return commitment


def _visible(request, pk: int) -> Commitment:
    commitments = Commitment.objects.visible_to(request.user)
    return get_object_or_404(commitments.select_related("entity", "answered_by", "proposal__area"), pk=pk)
