from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from meetings.models import Meeting
from needs.models import Need
from proposals import actions
from proposals.actions.proposals import INDICATOR
from proposals.enums import FINISHED_STATES
from proposals.forms import ProposalForm, deadline_choices
from proposals.models import Proposal
from proposals.policies import can_create_proposal, can_edit_proposal
from red_inclusion.core import clock
from red_inclusion.core.beside import beside_fields
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.fields import is_number
from red_inclusion.core.marks import stale
from red_inclusion.network.models import Area


def proposal_create(request):
    """Five lines. `?need=`, `?meeting=` or `?area=` say where it comes from."""
    need = _given(Need.objects.visible_to(request.user), request.GET.get("need"))
    meeting = _given(Meeting.objects.visible_to(request.user), request.GET.get("meeting"))
    area = _area(request, need, meeting)
    if area is None:
        return render(request, "proposals/proposal_area.html", {"areas": _own_areas(request)})
    if not can_create_proposal(request.standing, area.pk):
        raise NotAllowed("not_allowed", _("You do not take part in this area, so you cannot make proposals in it."))
    initial = {"needs": [need.pk] if need else [], "meeting": meeting.pk if meeting else None}
    initial["lead_entity"] = next(iter(request.standing.entity_ids_in(area.pk)), None)
    form = ProposalForm(request.POST or None, area=area, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        submission = form.cleaned_data["submission"]
        proposal = _tried(form, actions.create_proposal, area, actor=request.user, submission=submission)
        if proposal:
            told = _("The draft is saved as %(reference)s.") % {"reference": proposal.reference}
            messages.success(request, told, extra_tags=_draft_key(area, need))
            return redirect(proposal)
    return _form_page(request, form, area, draft_key=_draft_key(area, need), need=need)


def proposal_edit(request, pk: int):
    proposal = _found(request, pk)
    if not can_edit_proposal(request.standing, proposal, request.user):
        raise NotAllowed("not_allowed", _("Only the lead of this area changes this proposal now."))
    if proposal.state in FINISHED_STATES:
        raise DomainError(
            "finished",
            _("The proposal is «%(state)s» and no longer changes.") % {"state": proposal.get_state_display()},
        )
    form = ProposalForm(
        request.POST or None, area=proposal.area, user=request.user, proposal=proposal, initial=_as_initial(proposal)
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _tried(form, actions.edit_proposal, proposal, actor=request.user, seen=request.POST.get("seen"))
    ):
        messages.success(request, _("The changes are saved."))
        return redirect(proposal)
    if request.method == "POST":  # somebody else may have changed it meanwhile
        proposal = _found(request, pk)
    saved = ProposalForm(area=proposal.area, user=request.user, proposal=proposal, initial=_as_initial(proposal))
    told = stale(request, actions.proposal_mark(proposal), form, saved)
    return _form_page(request, form, proposal.area, proposal=proposal, **told)


def _found(request, pk: int) -> Proposal:
    readable = Proposal.objects.visible_to(request.user).select_related("area", "indicator", "lead_entity")
    return get_object_or_404(readable, pk=pk)


def _form_page(request, form: ProposalForm, area: Area, *, proposal=None, draft_key: str = "", need=None, **told):
    context = {
        "form": form,
        "area": area,
        "proposal": proposal,
        "need": need,
        "draft_key": draft_key,
        "deadline_choices": deadline_choices(clock.today()),
        "more_open": form.is_bound and any(name in form.errors for name in form.fields if name not in FIRST_LINES),
        **told,
    }
    return render(request, "proposals/proposal_form.html", context)


FIRST_LINES = ("title", "lead_entity", "partners", "deadline", "deadline_is_right", "success", "needs")


def _tried(form: ProposalForm, action, subject, **arguments) -> Proposal | None:
    try:
        return action(subject, **form.arguments(), **arguments)
    except DomainError as refusal:
        beside_fields(form, refusal)
        return None


def _as_initial(proposal: Proposal) -> dict:
    commitments = list(proposal.commitments.all())
    plain = ("title", "deadline", "success", "problem", "action", "resources", "kind")
    indicator = getattr(proposal, "indicator", None)
    return {
        **{name: getattr(proposal, name) for name in plain},
        **{name: getattr(indicator, name) for name in INDICATOR if indicator},
        **{f"text_{commitment.entity_id}": commitment.text for commitment in commitments},
        "lead_entity": proposal.lead_entity_id,
        "partners": [c.entity_id for c in commitments if c.entity_id != proposal.lead_entity_id],
        "needs": list(proposal.needs.values_list("pk", flat=True)),
        "meeting": proposal.meeting_id,
    }


def _given(things, pk: str | None):
    """The thing that the address names: 404 where it names one that she does not see."""
    if not pk:
        return None
    if not is_number(pk):
        raise Http404
    return get_object_or_404(things.select_related("area"), pk=int(pk))


def _area(request, need: Need | None, meeting: Meeting | None) -> Area | None:
    """Where it is made: the area named, where its meeting is, where its need is, or the one area she has."""
    code = request.POST.get("area") or request.GET.get("area")
    if code:
        return get_object_or_404(Area.objects.visible_to(request.user), code=code.replace("\0", ""))
    if meeting:
        return meeting.area
    if need:
        return _area_for_need(request, need)
    areas = _own_areas(request)
    return areas[0] if len(areas) == 1 else None


def _area_for_need(request, need: Need) -> Area:
    """A need that other areas share is taken up in hers."""
    if can_create_proposal(request.standing, need.area_id):
        return need.area
    shared = [area for area in need.also_areas.all() if can_create_proposal(request.standing, area.pk)]
    return shared[0] if shared else need.area


def _own_areas(request) -> list[Area]:
    areas = Area.objects.visible_to(request.user)
    return [area for area in areas if can_create_proposal(request.standing, area.pk)]


def _draft_key(area: Area, need: Need | None) -> str:
    return f"proposal-{area.code}-{need.pk if need else 'new'}"
