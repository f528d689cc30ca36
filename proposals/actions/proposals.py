from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Decision, Meeting
from needs.enums import OPEN_STATES as OPEN_NEED_STATES
from needs.models import Need
from proposals.enums import (
    ANSWERABLE_STATES,
    FINISHED_STATES,
    CommitmentRole,
    CommitmentState,
    ProposalKind,
    ProposalState,
)
from proposals.models import Commitment, Indicator, Proposal, StateChange
from proposals.notifications import tell_asked
from proposals.policies import can_create_proposal, can_edit_proposal
from red_inclusion.core import audit, clock, counters
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.folding import fold
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.core.submissions import twin_of
from red_inclusion.network.models import Area, Entity, Seat
from red_inclusion.network.standing import standing_of

from .locks import lock_needs, lock_proposal
from .needs import is_live, let_needs_go, put_needs_in_action
from .states import follow_lead_entity

TEXTS = ("title", "action", "problem", "success", "resources")
EDITABLE = (*TEXTS, "deadline", "kind", "meeting", "decision")
INDICATOR = ("unit", "baseline", "target", "direction", "source")


@transaction.atomic
def create_proposal(
    area: Area,
    *,
    actor,
    title: str,
    lead_entity: Entity,
    needs: Iterable[Need],
    deadline: date | None = None,
    success: str = "",
    partners: Iterable[Entity] = (),
    action: str = "",
    problem: str = "",
    resources: str = "",
    kind: str = ProposalKind.OTHER,
    meeting: Meeting | None = None,
    decision: Decision | None = None,
    lead_text: str = "",
    partner_texts: Mapping[int, str] | None = None,
    indicator: Mapping[str, Any] | None = None,
    submission: UUID | None = None,
) -> Proposal:
    """A draft, with whom it will ask. `partner_texts` says what each takes on, by entity id; `indicator`, as in
    `set_indicator`. The form that was sent before with this `submission` and content gets what it made then."""
    if not can_create_proposal(standing_of(actor), area.pk):
        raise NotAllowed("not_allowed", _("You do not take part in this area, so you cannot make proposals in it."))
    # The second of two clicks waits here for the first, and then finds what it made.
    needs = lock_needs({need.pk for need in needs})
    proposal = Proposal(
        area=area,
        title=title.strip(),
        lead_entity=lead_entity,
        deadline=deadline,
        success=success.strip(),
        action=action.strip(),
        problem=problem.strip(),
        resources=resources.strip(),
        kind=kind,
        meeting=_of_area(meeting, area),
        decision=decision,
        author=actor,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    texts = {**_texts_of(partners, partner_texts), lead_entity.pk: lead_text}
    typed = {
        **_own_content(proposal),
        "commitments": sorted((entity, text.strip()) for entity, text in texts.items()),
        "needs": [need.pk for need in needs],
        "indicator": _figures(Indicator(**indicator)) if indicator else None,
    }
    twin, proposal.submission = twin_of(Proposal.objects.filter(author=actor), submission, _content, **typed)
    if twin:
        return twin
    _usable(needs, area)
    proposal.reference = _next_reference(area)
    proposal.save()
    proposal.needs.set(needs)
    _set_entities(proposal, texts, actor=actor)
    keep_folded(proposal)
    _keep_indicator(proposal, indicator)
    StateChange.objects.create(proposal=proposal, after=ProposalState.DRAFT, at=clock.now(), actor=actor)
    audit.record("proposal.created", proposal, actor=actor, area=area.pk, needs=[need.pk for need in needs])
    return proposal


@transaction.atomic
def edit_proposal(
    proposal: Proposal,
    *,
    actor,
    needs: Iterable[Need] | None = None,
    lead_entity: Entity | None = None,
    partners: Iterable[Entity] | None = None,
    lead_text: str | None = None,
    partner_texts: Mapping[int, str] | None = None,
    indicator: Mapping[str, Any] | None = None,
    seen: str | None = None,
    **fields,
) -> Proposal:
    """Change what is given and leave the rest. A new lead entity is asked for its commitment; until it accepts, the
    proposal is not agreed. `seen` is the `proposal_mark` of what she had before her."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"edit_proposal cannot change {unknown}")
    wanted = None if needs is None else {need.pk for need in needs}
    proposal = lock_proposal(proposal.pk, also_needs=wanted or ())
    if not can_edit_proposal(standing_of(actor), proposal, actor):
        raise NotAllowed("not_allowed", _("Only the lead of this area changes this proposal now."))
    if proposal.state in FINISHED_STATES:
        raise DomainError(
            "finished",
            _("The proposal is «%(state)s» and no longer changes.") % {"state": proposal.get_state_display()},
        )
    refuse_if_changed(seen, proposal_mark(proposal))
    before = _content(proposal)
    _write_fields(proposal, fields)
    if lead_entity or partners is not None or lead_text is not None or partner_texts:
        _rearrange(proposal, lead_entity, partners, lead_text, partner_texts, actor)
    if wanted is not None:
        _link_needs(proposal, wanted, actor)
    keep_folded(proposal)
    _keep_indicator(proposal, indicator)
    changed = [name for name, value in _content(proposal).items() if before[name] != value]
    audit.record("proposal.changed", proposal, actor=actor, fields=sorted(changed))
    follow_lead_entity(proposal, actor=actor)
    return proposal


def proposal_mark(proposal: Proposal) -> str:
    """Of all that `edit_proposal` changes."""
    return mark_of(_content(proposal))


def _content(proposal: Proposal) -> dict[str, Any]:
    indicator = Indicator.objects.filter(proposal=proposal).first()
    return {
        **_own_content(proposal),
        "commitments": sorted(proposal.commitments.values_list("entity_id", "text")),
        "needs": sorted(proposal.needs.values_list("pk", flat=True)),
        "indicator": _figures(indicator) if indicator else None,
    }


def _own_content(proposal: Proposal) -> dict[str, Any]:
    named = {name: getattr(proposal, f"{name}_id") for name in ("lead_entity", "meeting", "decision")}
    return {name: getattr(proposal, name) for name in (*TEXTS, "deadline", "kind")} | named


def _figures(indicator: Indicator) -> dict[str, Any]:
    return {name: getattr(indicator, name) for name in INDICATOR}


def _next_reference(area: Area) -> str:
    year = clock.today().year
    return f"{area.code}-P-{year}-{counters.next_number(f'proposal.{area.code}.{year}'):03d}"


def _usable(needs: list[Need], area: Area, *, linked: Iterable[int] = ()) -> list[Need]:
    """At least one, of this area or of interest to it, and still open unless it was linked already."""
    if not needs:
        raise DomainError("need_required", _("Choose at least one need that it answers."), field="needs")
    here = set(Need.objects.filter(also_areas=area, pk__in=[need.pk for need in needs]).values_list("pk", flat=True))
    for need in needs:
        if need.area_id != area.pk and need.pk not in here:
            raise DomainError("need_of_other_area", _("One of these needs belongs to another area."), field="needs")
        if need.state not in OPEN_NEED_STATES and need.pk not in set(linked):
            raise DomainError(
                "need_not_open",
                _("«%(need)s» is no longer open. Reopen it first, or choose another.") % {"need": need.title},
                field="needs",
            )
    return needs


def _of_area(meeting: Meeting | None, area: Area) -> Meeting | None:
    if meeting is not None and meeting.area_id != area.pk:
        raise DomainError("meeting_of_other_area", _("This meeting belongs to another area."), field="meeting")
    return meeting


def _texts_of(entities: Iterable[Entity], texts: Mapping[int, str] | None) -> dict[int, str]:
    return {entity.pk: (texts or {}).get(entity.pk, "") for entity in entities}


def _set_entities(proposal: Proposal, texts: Mapping[int, str], *, actor) -> None:
    """Make the commitments be those of `texts` (what each entity takes on), the lead entity among them."""
    _must_sit_in_area(proposal, texts)
    held = {commitment.entity_id: commitment for commitment in proposal.commitments.select_for_update(of=("self",))}
    for entity_id in held.keys() - texts.keys():
        audit.record("commitment.withdrawn", held[entity_id], actor=actor, proposal=proposal.pk, entity=entity_id)
        held[entity_id].delete()
    # The old lead steps back before the new one takes its place: there is room for one.
    order = sorted(texts, key=lambda pk: pk == proposal.lead_entity_id)
    asked = [pk for pk in order if _set_commitment(proposal, held.get(pk), pk, texts[pk], actor=actor)]
    if proposal.state in ANSWERABLE_STATES and asked:
        tell_asked(proposal.commitments.filter(entity__in=asked).select_related("entity", "proposal"), actor=actor)


def _set_commitment(proposal: Proposal, commitment: Commitment | None, entity_id: int, text: str, *, actor) -> bool:
    """Whether this asks the entity anew: it joins, it is to lead, or it answered other words than these."""
    text = text.strip()
    role = CommitmentRole.LEAD if entity_id == proposal.lead_entity_id else CommitmentRole.PARTNER
    if commitment is None:
        commitment = Commitment.objects.create(
            proposal=proposal, entity_id=entity_id, role=role, text=text, asked_at=clock.now()
        )
        audit.record("commitment.added", commitment, actor=actor, proposal=proposal.pk, entity=entity_id)
        return True
    promoted = role == CommitmentRole.LEAD and commitment.role != role
    reworded = text != commitment.text and commitment.state != CommitmentState.PENDING
    commitment.text, commitment.role = text, role
    if promoted or reworded:
        _ask_anew(commitment, actor=actor)
    commitment.save()
    return promoted or reworded


def _ask_anew(commitment: Commitment, *, actor) -> None:
    """An answer is to the words and the role that it was given to. Unsaved."""
    before = commitment.state
    commitment.state, commitment.note, commitment.asked_at = CommitmentState.PENDING, "", clock.now()
    commitment.answered_at = commitment.answered_by = None
    audit.record(
        "commitment.asked_again",
        commitment,
        actor=actor,
        proposal=commitment.proposal_id,
        before=before,
        after=commitment.state,
    )


def _must_sit_in_area(proposal: Proposal, texts: Mapping[int, str]) -> None:
    seated = set(Seat.objects.current().filter(area_id=proposal.area_id).values_list("entity_id", flat=True))
    seated |= set(proposal.commitments.values_list("entity_id", flat=True))
    if proposal.lead_entity_id not in seated:
        raise DomainError("entity_not_in_area", _("Choose an entity of this area."), field="lead_entity")
    if not texts.keys() <= seated:
        raise DomainError("entity_not_in_area", _("Choose entities of this area."), field="partners")


def _rearrange(proposal: Proposal, lead_entity, partners, lead_text, partner_texts, actor) -> None:
    texts = dict(proposal.commitments.values_list("entity_id", "text"))
    before = proposal.lead_entity_id, dict(texts)
    if lead_entity and lead_entity.pk != proposal.lead_entity_id:
        proposal.lead_entity = lead_entity
        proposal.save(update_fields=["lead_entity"])
        texts.setdefault(lead_entity.pk, "")
    if partners is not None:
        kept = {entity.pk for entity in partners} | {proposal.lead_entity_id}
        texts = {pk: texts.get(pk, "") for pk in kept}
    if lead_text is not None:
        texts[proposal.lead_entity_id] = lead_text
    texts.update({pk: text for pk, text in (partner_texts or {}).items() if pk in texts})
    texts = {pk: text.strip() for pk, text in texts.items()}
    if proposal.state == ProposalState.DONE and (proposal.lead_entity_id, texts) != before:
        message = _("It is done: its entities and what they took on no longer change.")
        raise DomainError("already_done", message, field="partners")
    _set_entities(proposal, texts, actor=actor)


def _write_fields(proposal: Proposal, fields: dict) -> None:
    if "meeting" in fields:
        _of_area(fields["meeting"], proposal.area)
    changed = [name for name, value in fields.items() if getattr(proposal, name) != value]
    for name in changed:
        setattr(proposal, name, fields[name].strip() if name in TEXTS else fields[name])
    proposal.changed_at = clock.now()
    proposal.save(update_fields=[*changed, "changed_at"])


def _link_needs(proposal: Proposal, wanted: set[int], actor) -> None:
    linked = set(proposal.needs.values_list("pk", flat=True))
    needs = _usable(list(Need.objects.filter(pk__in=wanted)), proposal.area, linked=linked)
    proposal.needs.set(needs)
    if is_live(proposal):
        put_needs_in_action([need for need in needs if need.pk not in linked], actor=actor)
        let_needs_go(Need.objects.filter(pk__in=linked - wanted).order_by("pk"), actor=actor)


def keep_folded(proposal: Proposal) -> None:
    proposal.folded = fold(" ".join([proposal.reference, *(getattr(proposal, name) for name in TEXTS)]))
    proposal.save(update_fields=["folded"])


def _keep_indicator(proposal: Proposal, values: Mapping[str, Any] | None) -> None:
    if values:
        Indicator.objects.update_or_create(proposal=proposal, defaults=dict(values))
