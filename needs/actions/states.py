"""Where a need stands, and who sees it.

`state_before` says where a closed need goes back to. A need in action goes back to where its priorities put it, so a
round that is voided meanwhile is not forgotten.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from needs.enums import NeedState, Visibility
from needs.models import Need
from red_inclusion.core.errors import DomainError

from .locking import Actor, locked, locked_for_lead, write

REASON_LIMIT = 500
BEFORE_ACTION = (NeedState.DETECTED, NeedState.PRIORITISED)


@transaction.atomic
def set_visibility(need: Need, *, visibility: str, actor: Actor) -> Need:
    need = locked_for_lead(need, actor)
    if visibility not in Visibility.values:
        raise DomainError("bad_value", _("Choose who sees it."), field="visibility")
    if need.state == NeedState.DISCARDED:
        raise DomainError("need_archived", _("It is archived. Reopen it first."))
    if need.visibility == visibility:
        return need
    need.visibility = visibility
    return write(need, "visibility_set", "visibility", actor=actor, visibility=visibility)


@transaction.atomic
def discard_need(need: Need, *, actor: Actor, reason: str) -> Need:
    """Into the archive, with a reason that people read; never while something is being done about it."""
    need = locked_for_lead(need, actor)
    reason = _required(reason, "reason", _("Say why it is archived: its entities will read it here."))
    if need.state == NeedState.IN_ACTION:
        message = _("Something is being done about it. It can be archived once no proposal is under way.")
        raise DomainError("need_in_action", message)
    if need.state not in BEFORE_ACTION:
        raise DomainError("need_not_open", _("It is already closed."))
    return _close(need, NeedState.DISCARDED, reason, "discarded", actor, reason=reason)


@transaction.atomic
def answer_need(need: Need, *, actor: Actor, outcome: str) -> Need:
    """`outcome` names what answered it, or why it needs nothing more."""
    need = locked_for_lead(need, actor)
    outcome = _required(outcome, "outcome", _("Say what answered it: its entities will read it here."))
    if not need.is_open:
        raise DomainError("need_not_open", _("It is already closed."))
    return _close(need, NeedState.ANSWERED, outcome, "answered", actor)


@transaction.atomic
def reopen_need(need: Need, *, actor: Actor) -> Need:
    need = locked_for_lead(need, actor)
    if need.is_open:
        raise DomainError("need_open", _("It is open already."))
    need.state = need.state_before if need.state_before == NeedState.IN_ACTION else settled_state(need)
    need.state_before, need.outcome = "", ""
    return write(need, "reopened", "state", "state_before", "outcome", actor=actor, state=need.state)


@transaction.atomic
def start_action(need: Need, *, actor: Actor) -> Need:
    """A proposal about it has been agreed. Doing it again changes nothing; a closed need is in action once reopened."""
    need = locked(need)
    if NeedState.IN_ACTION in (need.state, need.state_before):
        return need
    return _move(need, NeedState.IN_ACTION, "action_started", actor)


@transaction.atomic
def stop_action(need: Need, *, actor: Actor) -> Need:
    """Its last live proposal has failed: back to where its priorities put it. Doing it again changes nothing."""
    need = locked(need)
    if NeedState.IN_ACTION not in (need.state, need.state_before):
        return need
    return _move(need, settled_state(need), "action_stopped", actor)


def settled_state(need: Need) -> NeedState:
    """Where a need stands by its priorities alone."""
    return NeedState.PRIORITISED if need.priorities.standing().exists() else NeedState.DETECTED


def _move(need: Need, state: NeedState, verb: str, actor: Actor) -> Need:
    field = "state" if need.is_open else "state_before"
    setattr(need, field, state)
    return write(need, verb, field, actor=actor)


def _close(need: Need, state: NeedState, outcome: str, verb: str, actor: Actor, reason: str = "") -> Need:
    need.state_before, need.state, need.outcome = need.state, state, outcome
    return write(need, verb, "state", "state_before", "outcome", actor=actor, reason=reason)


def _required(text: str, field: str, message) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise DomainError(f"{field}_needed", message, field=field)
    if len(text) > REASON_LIMIT:
        raise DomainError("too_long", _("It is too long: 500 characters at most."), field=field)
    return text
