from django.db import transaction
from django.utils.translation import gettext as _

from proposals.enums import (
    ANSWERABLE_STATES,
    ANSWERS,
    ANSWERS_WITH_NOTE,
    SETTLING_STATES,
    Answer,
    CommitmentState,
)
from proposals.models import Commitment
from proposals.notifications import tell_answered, tell_asked
from proposals.policies import can_answer_commitment, can_run_proposal, entities_with_titular
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.network.standing import standing_of

from .locks import lock_commitment
from .states import follow_lead_entity

SETTLED = (CommitmentState.FULFILLED, CommitmentState.UNMET)


@transaction.atomic
def answer_commitment(commitment: Commitment, *, answer: str, actor, note: str = "") -> Commitment:
    """The entity's own answer; with changes or a no, `note` says which or why."""
    commitment = _held_for_entity(commitment, actor)
    origins, state = ANSWERS[Answer(answer)]
    _must_be(commitment, origins, ANSWERABLE_STATES)
    if answer in ANSWERS_WITH_NOTE and not note.strip():
        raise _note_needed(Answer(answer))
    commitment = _write(commitment, state, actor=actor, note=note, event="commitment.answered")
    tell_answered(commitment, actor=actor)
    return commitment


@transaction.atomic
def accept_amendment(commitment: Commitment, *, actor) -> Commitment:
    """The area takes the changes that the entity asked for; its note stays, as what was agreed."""
    commitment = _held_for_lead(commitment, actor)
    _must_be(commitment, (CommitmentState.AMENDED,), ANSWERABLE_STATES)
    return _write(commitment, CommitmentState.ACCEPTED, actor=actor, note=commitment.note, event="commitment.amended")


@transaction.atomic
def ask_again(commitment: Commitment, *, actor, text: str | None = None) -> Commitment:
    """Back to the entity, with a new wording of what it takes on where `text` gives one."""
    commitment = _held_for_lead(commitment, actor)
    _must_be(commitment, (CommitmentState.AMENDED, CommitmentState.DECLINED), ANSWERABLE_STATES)
    commitment.asked_at = clock.now()
    if text is not None:
        commitment.text = text.strip()
    commitment = _write(commitment, CommitmentState.PENDING, actor=actor, note="", event="commitment.asked_again")
    tell_asked([commitment], actor=actor)
    return commitment


@transaction.atomic
def fulfil(commitment: Commitment, *, actor, note: str = "") -> Commitment:
    """The entity kept its word, as it says."""
    return _settle(commitment, CommitmentState.FULFILLED, actor=actor, note=note)


@transaction.atomic
def unmet(commitment: Commitment, *, actor, note: str) -> Commitment:
    """It could not be, as the entity says, with the reason."""
    if not note.strip():
        raise DomainError("note_needed", _("Write briefly what prevented it."), field="note")
    return _settle(commitment, CommitmentState.UNMET, actor=actor, note=note)


@transaction.atomic
def contest(commitment: Commitment, *, actor, note: str) -> Commitment:
    """Who leads the area says the opposite of what the entity said of its commitment."""
    commitment = _held_for_lead(commitment, actor)
    _must_be(commitment, SETTLED, SETTLING_STATES)
    if not note.strip():
        raise DomainError("note_needed", _("Write why you see it differently."), field="note")
    other = CommitmentState.UNMET if commitment.state == CommitmentState.FULFILLED else CommitmentState.FULFILLED
    return _write(commitment, other, actor=actor, note=note, event="commitment.contested")


def _settle(commitment: Commitment, state: CommitmentState, *, actor, note: str) -> Commitment:
    commitment = _held_for_entity(commitment, actor)
    _must_be(commitment, (CommitmentState.ACCEPTED,), SETTLING_STATES)
    return _write(commitment, state, actor=actor, note=note, event="commitment.settled")


def _write(commitment: Commitment, state: CommitmentState, *, actor, note: str, event: str) -> Commitment:
    before = commitment.state
    commitment.state, commitment.note = state, note.strip()
    if state == CommitmentState.PENDING:
        commitment.answered_at = commitment.answered_by = None
    else:
        commitment.answered_at, commitment.answered_by = clock.now(), actor
    commitment.save(update_fields=["state", "note", "text", "asked_at", "answered_at", "answered_by"])
    audit.record(event, commitment, actor=actor, proposal=commitment.proposal_id, before=before, after=state)
    follow_lead_entity(commitment.proposal, actor=actor)
    return commitment


def _held_for_entity(commitment: Commitment, actor) -> Commitment:
    commitment = lock_commitment(commitment)
    with_titular = commitment.entity_id in entities_with_titular(commitment.proposal.area_id)
    if not can_answer_commitment(standing_of(actor), commitment, seat_has_titular=with_titular):
        raise NotAllowed(
            "not_your_entity",
            _("Only those who answer for %(entity)s in this area can do this.") % {"entity": commitment.entity},
        )
    return commitment


def _held_for_lead(commitment: Commitment, actor) -> Commitment:
    commitment = lock_commitment(commitment)
    if not can_run_proposal(standing_of(actor), commitment.proposal):
        raise NotAllowed("not_allowed", _("Only the lead of this area can do this."))
    return commitment


def _must_be(commitment: Commitment, states, proposal_states) -> None:
    if commitment.proposal.state not in proposal_states:
        raise DomainError(
            "proposal_not_open",
            _("The proposal is «%(state)s»: its commitments do not change now.")
            % {"state": commitment.proposal.get_state_display()},
        )
    if commitment.state not in states:
        raise DomainError(
            "wrong_state",
            _("This commitment is already «%(state)s». Reload the page to see what can be done.")
            % {"state": commitment.get_state_display()},
        )


def _note_needed(answer: Answer) -> DomainError:
    if answer == Answer.AMEND:
        return DomainError("note_needed", _("Write what you would change."), field="note")
    return DomainError("note_needed", _("Write briefly why, so that the area can look for another way."), field="note")
