"""Taking a text out of everything that holds it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from red_inclusion.core import audit, forgetting
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.personal_data import sweep
from red_inclusion.core.words import Words
from red_inclusion.network import redaction, signals
from red_inclusion.network.enums import WithdrawalReason
from red_inclusion.network.standing import standing_of
from red_inclusion.notifications.actions import withdraw_words
from red_inclusion.notifications.models import Mail


@dataclass(frozen=True)
class Withdrawn:
    """Which mails with it had left, and which closed documents have an addendum now, as (label, path)."""

    mails: list[Mail]
    documents: list[tuple[str, str]]


@transaction.atomic
def redact_text(subject: Model, *, actor: Any, reason: str, passages: Collection[str] | None = None) -> Withdrawn:
    """Withdraw the texts of `subject` whose keys are in `passages`, or all: from its row, from what search reads, from
    notices, mails, drafts and closed minutes. A short sentence stays in their place. There is no way back.

    `reason` is a `WithdrawalReason`: the trail keeps it, and must not say again what goes.
    """
    kind = redaction.kind_of(subject)
    if not kind.may(standing_of(actor), subject):
        raise NotAllowed("not_allowed", _("You cannot withdraw this text. Ask the area lead or network coordination."))
    if reason not in WithdrawalReason.values:
        raise DomainError("reason_needed", _("Say why it is withdrawn."), field="reason")
    chosen = _chosen(kind, subject, passages)
    words = Words(chosen.values(), put=redaction.withdrawal_words())
    # Meetings are locked before needs and proposals: documents first.
    documents = _amended(words, actor)
    held: Model = type(subject)._base_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    if chosen != _chosen(kind, held, chosen):
        raise DomainError("changed_meanwhile", _("Somebody has just changed this text. Look at it again."))
    kind.write(held, dict.fromkeys(chosen, words.put))
    mails = withdraw_words(words, target=held, actor=actor)
    sweep(words)
    audit.withdraw_reasons(words)
    people = sorted({mail.person_id for mail in mails if mail.person_id})
    audit.record("text.withdrawn", held, actor=actor, reason=reason, fields=sorted(chosen), mailed=people)
    forgetting.forget_soon()
    return Withdrawn(mails, documents)


def _amended(words: Words, actor: Any) -> list[tuple[str, str]]:
    told: list[tuple[Any, Any]] = signals.text_leaving.send(None, words=words, actor=actor)
    return [document for _receiver, documents in told for document in documents]


def _chosen(kind: redaction.Kind, subject: Model, passages: Collection[str] | None) -> dict[str, str]:
    """What is to be withdrawn, by key."""
    texts = {key: passage.text for key, passage in redaction.texts_of(kind, subject).items()}
    chosen = {key: text for key, text in texts.items() if passages is None or key in passages}
    if not chosen:
        raise DomainError("nothing_chosen", _("Choose the text to withdraw."), field="passages")
    return chosen
