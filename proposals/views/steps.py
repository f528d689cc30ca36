from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from proposals import actions
from proposals.enums import STEPS_WITH_REASON, ProposalState, Step
from proposals.forms import StepForm
from proposals.models import Proposal
from proposals.policies import can_run_proposal
from red_inclusion.core.beside import done_beside_its_field
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.returning import onward

DOING = {
    Step.PROPOSE: actions.propose,
    Step.START: actions.start,
    Step.FINISH: actions.finish,
    Step.EVALUATE: actions.evaluate,
    Step.HOLD: actions.hold,
    Step.RESUME: actions.resume,
    Step.TRANSFER: actions.transfer,
    Step.REJECT: actions.reject,
}
TITLES = {
    Step.PROPOSE: lambda: _("Propose it to its entities?"),
    Step.START: lambda: _("Does it start?"),
    Step.FINISH: lambda: _("Is it done?"),
    Step.EVALUATE: lambda: _("What came of it?"),
    Step.HOLD: lambda: _("Put it on hold?"),
    Step.RESUME: lambda: _("Resume it?"),
    Step.TRANSFER: lambda: _("To whom is it transferred?"),
    Step.REJECT: lambda: _("It does not go ahead?"),
}
TOLD = {
    ProposalState.PROPOSED: lambda: _("Proposed. Its entities are asked for their commitment."),
    ProposalState.AGREED: lambda: _("It is agreed again."),
    ProposalState.IN_PROGRESS: lambda: _("It is in progress."),
    ProposalState.DONE: lambda: _("It is done. Its needs say so too."),
    ProposalState.EVALUATED: lambda: _("What came of it is on record."),
    ProposalState.ON_HOLD: lambda: _("It is on hold. It will resume where it was."),
    ProposalState.TRANSFERRED: lambda: _("It is transferred. Write here what is answered."),
    ProposalState.REJECTED: lambda: _("It does not go ahead. Its page keeps the reason."),
}


def proposal_state(request, pk: int):
    """A step: at once where it asks nothing, by a page of its own where it asks why or to whom."""
    proposal = get_object_or_404(Proposal.objects.visible_to(request.user).select_related("area"), pk=pk)
    step = _asked_step(request)
    if not can_run_proposal(request.standing, proposal):
        raise NotAllowed("not_allowed", _("Only the lead of this area changes the state of its proposals."))
    form = StepForm(request.POST or None, step=step, required=step in STEPS_WITH_REASON)
    if request.method == "POST" and form.is_valid() and _done(form, step, proposal, request):
        return redirect(onward(request, proposal.get_absolute_url()))
    context = {"form": form, "proposal": proposal, "step": step, "title": TITLES[step](), "submit": step.label}
    return render(request, "proposals/proposal_step.html", context)


def _asked_step(request) -> Step:
    asked = request.POST.get("step") or request.GET.get("step", "")
    if asked not in Step.values:
        raise Http404
    return Step(asked)


def _done(form: StepForm, step: Step, proposal: Proposal, request) -> bool:
    values = dict(form.cleaned_data)
    if "transferred_to" in values:
        values["to"] = values.pop("transferred_to")
    if not done_beside_its_field(form, lambda: DOING[step](proposal, actor=request.user, **values)):
        return False
    proposal.refresh_from_db()
    messages.success(request, TOLD[ProposalState(proposal.state)]())
    return True
