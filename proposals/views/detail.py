from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from needs.models import Need
from proposals import actions
from proposals.enums import RUNNING_STATES, ProposalState
from proposals.forms import MilestoneForm, ReadingForm, UpdateForm
from proposals.models import Milestone, Proposal
from proposals.next_steps import can_be_changed, commitment_row, primary_of, steps_of
from proposals.policies import (
    can_edit_proposal,
    can_run_proposal,
    can_tell_progress,
    can_tick_milestone,
    entities_with_titular,
    own_entity_ids,
)
from red_inclusion.core import clock
from red_inclusion.core.beside import done_beside_its_field
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.returning import onward
from red_inclusion.network.models import Entity

PATH_AHEAD = (
    ProposalState.PROPOSED,
    ProposalState.AGREED,
    ProposalState.IN_PROGRESS,
    ProposalState.DONE,
    ProposalState.EVALUATED,
)


@dataclass(frozen=True)
class MilestoneRow:
    milestone: Milestone
    look: str  # done, late, next or future
    can_tick: bool
    can_remove: bool


@require_safe
def proposal_detail(request, pk: int):
    return _detail(request, _full(request, pk))


def _full(request, pk: int) -> Proposal:
    """Everything its page shows."""
    needs = Need.objects.visible_to(request.user).with_priority().order_by("reference")
    proposals = Proposal.objects.visible_to(request.user)
    wanted = proposals.select_related("area", "lead_entity", "meeting", "decision__meeting", "author", "indicator")
    return get_object_or_404(
        wanted.prefetch_related(
            Prefetch("needs", needs),
            "commitments__entity",
            "commitments__answered_by",
            "milestones__responsible",
            "history__actor",
            "updates__entity",
            "updates__author",
            "updates__can_unblock",
            "updates__milestone",
            "indicator__readings__author",
        ),
        pk=pk,
    )


def _detail(request, proposal: Proposal, **bound_forms):
    standing = request.standing
    with_titular = entities_with_titular(proposal.area_id)
    for commitment in proposal.commitments.all():
        commitment.proposal = proposal
    rows = [commitment_row(commitment, proposal, standing, with_titular) for commitment in proposal.commitments.all()]
    open_ = can_be_changed(proposal)
    tells = open_ and proposal.state != ProposalState.DRAFT and can_tell_progress(standing, proposal)
    context = {
        "proposal": proposal,
        "rows": rows,
        "questions": [row for row in rows if row.answer],
        "primary": primary_of(proposal, rows, standing, request.user),
        "may_run": can_run_proposal(standing, proposal),
        "steps": steps_of(proposal) if can_run_proposal(standing, proposal) else [],
        "can_edit": open_ and can_edit_proposal(standing, proposal, request.user),
        "milestones": _milestone_rows(proposal, standing, request.user),
        "stations": _stations(proposal),
        "blocked": _blocked(proposal),
        "can_tell": tells,
        **_forms(request, proposal, tells),
        **bound_forms,
    }
    return render(request, "proposals/proposal_detail.html", context)


def _milestone_rows(proposal: Proposal, standing, person) -> list[MilestoneRow]:
    today, open_ = clock.today(), can_be_changed(proposal)
    started = proposal.state != ProposalState.DRAFT
    edits, own = can_edit_proposal(standing, proposal, person), own_entity_ids(standing, proposal)
    waiting = next((each for each in proposal.milestones.all() if not each.done_on), None)
    rows = []
    for milestone in proposal.milestones.all():
        milestone.proposal = proposal
        rows.append(
            MilestoneRow(
                milestone,
                _look(milestone, proposal, waiting, today),
                open_ and started and can_tick_milestone(standing, milestone),
                open_ and not milestone.done_on and (edits or milestone.responsible_id in own),
            )
        )
    return rows


def _look(milestone: Milestone, proposal: Proposal, waiting: Milestone | None, today) -> str:
    if milestone.done_on:
        return "done"
    if milestone.due < today and proposal.state in RUNNING_STATES:
        return "late"
    return "next" if milestone == waiting else "future"


def _stations(proposal: Proposal) -> list[dict]:
    """The states it went through and, while nothing has diverted it, those still ahead."""
    past = [
        {"title": _capital(change.get_after_display()), "when": change.at, "text": _by(change), "state": "done"}
        for change in proposal.history.all()
    ]
    if past:
        past[-1]["state"] = "current" if can_be_changed(proposal) else "done"
    ahead = PATH_AHEAD
    if proposal.state in PATH_AHEAD:
        ahead = PATH_AHEAD[PATH_AHEAD.index(proposal.state) + 1 :]
    elif proposal.state != ProposalState.DRAFT:
        ahead = ()
    return past + [{"title": _capital(state.label), "when": None, "state": "future"} for state in ahead]


def _by(change) -> str:
    who = change.actor.name if change.actor else ""
    return " · ".join(part for part in (change.reason, who) if part)


def _capital(words) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def _blocked(proposal: Proposal):
    """The newest word on it, where that word is that something blocks it."""
    newest = next(iter(proposal.updates.all()), None)
    return newest if newest and newest.blocked_by and can_be_changed(proposal) else None


def _forms(request, proposal: Proposal, tells: bool) -> dict:
    """The small forms of the page, only for who may send them."""
    forms = {}
    if can_be_changed(proposal) and (_plans_for(request, proposal)):
        forms["milestone_form"] = _milestone_form(request, proposal)
    if tells:
        forms["update_form"] = _update_form(request, proposal)
        forms["reading_form"] = _reading_form()
    return forms


def _plans_for(request, proposal: Proposal) -> list[int]:
    """The entities for which she may add a milestone."""
    if can_edit_proposal(request.standing, proposal, request.user):
        return [commitment.entity_id for commitment in proposal.commitments.all()]
    return own_entity_ids(request.standing, proposal)


def _milestone_form(request, proposal: Proposal, data=None) -> MilestoneForm:
    return MilestoneForm(data, entities=Entity.objects.filter(pk__in=_plans_for(request, proposal)))


def _update_form(request, proposal: Proposal, data=None) -> UpdateForm:
    own = own_entity_ids(request.standing, proposal)
    return UpdateForm(
        data,
        proposal=proposal,
        entities=Entity.objects.filter(pk__in=own),
        unblockers=Entity.objects.filter(seats__in=proposal.area.seats.current()).distinct(),
        speaks_for_area=can_run_proposal(request.standing, proposal),
        initial={"entity": own[0] if own else None},
    )


def _reading_form(data=None) -> ReadingForm:
    return ReadingForm(data, initial={"on": clock.today()})


@require_POST
def milestone_add(request, pk: int):
    proposal = _full(request, pk)
    if not _plans_for(request, proposal):
        raise NotAllowed("not_allowed", _("Only the entities of this proposal, and who leads the area, can do this."))
    form = _milestone_form(request, proposal, request.POST)
    return _added(request, proposal, form, actions.add_milestone, "milestone_form", "#when")


@require_POST
def update_add(request, pk: int):
    proposal = _told(request, pk)
    form = _update_form(request, proposal, request.POST)
    draft = f"update-{proposal.pk}"
    return _added(request, proposal, form, actions.add_update, "update_form", "#updates", draft=draft)


@require_POST
def reading_add(request, pk: int):
    proposal = _told(request, pk)
    return _added(request, proposal, _reading_form(request.POST), actions.add_reading, "reading_form", "#know")


def _told(request, pk: int) -> Proposal:
    proposal = _full(request, pk)
    if not can_tell_progress(request.standing, proposal):
        raise NotAllowed("not_allowed", _("Only the entities of this proposal, and who leads the area, can do this."))
    return proposal


def _added(request, proposal: Proposal, form, action, name: str, anchor: str, *, draft: str = ""):
    """Back to its part of the page, or the page again with what was typed and what to put right. `draft` names what her
    device kept meanwhile."""
    if not form.is_valid():
        return _detail(request, proposal, **{name: form})
    if not done_beside_its_field(form, lambda: action(proposal, actor=request.user, **form.cleaned_data)):
        return _detail(request, proposal, **{name: form})
    messages.success(request, _("Saved. Everybody in the area can read it."), extra_tags=draft)
    return redirect(f"{proposal.get_absolute_url()}{anchor}")


@require_POST
def milestone_tick(request, pk: int):
    return _ticked(request, pk, actions.tick_milestone)


@require_POST
def milestone_untick(request, pk: int):
    return _ticked(request, pk, actions.untick_milestone)


@require_POST
def milestone_remove(request, pk: int):
    return _ticked(request, pk, actions.remove_milestone)


def _ticked(request, pk: int, action):
    milestones = Milestone.objects.visible_to(request.user).select_related("proposal", "responsible")
    milestone = get_object_or_404(milestones, pk=pk)
    action(milestone, actor=request.user)
    return redirect(onward(request, f"{milestone.proposal.get_absolute_url()}#when"))
