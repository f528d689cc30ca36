from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("proposal", "draft")
    PROPOSED = "proposed", pgettext_lazy("proposal", "proposed")
    AGREED = "agreed", pgettext_lazy("proposal", "agreed")
    IN_PROGRESS = "in_progress", pgettext_lazy("proposal", "in progress")
    DONE = "done", pgettext_lazy("proposal", "done")
    EVALUATED = "evaluated", pgettext_lazy("proposal", "evaluated")
    ON_HOLD = "on_hold", pgettext_lazy("proposal", "on hold")
    TRANSFERRED = "transferred", pgettext_lazy("proposal", "transferred")
    REJECTED = "rejected", pgettext_lazy("proposal", "not going ahead")


S = ProposalState

# What keeps its needs in action. On hold counts as where it will return to.
LIVE_STATES = (S.AGREED, S.IN_PROGRESS, S.DONE, S.EVALUATED, S.TRANSFERRED)
# A deadline binds while something is still to be done and nobody has paused it.
TIMED_STATES = (S.PROPOSED, S.AGREED, S.IN_PROGRESS)
RUNNING_STATES = (S.AGREED, S.IN_PROGRESS)
FINISHED_STATES = (S.EVALUATED, S.REJECTED)
OPEN_STATES = tuple(state for state in S if state not in FINISHED_STATES)
# Where an entity may still answer, and be asked again.
ANSWERABLE_STATES = (S.PROPOSED, S.AGREED, S.IN_PROGRESS, S.ON_HOLD, S.TRANSFERRED)
# Where an entity may say whether it could keep its word.
SETTLING_STATES = (S.AGREED, S.IN_PROGRESS, S.DONE, S.EVALUATED, S.TRANSFERRED)


class Step(models.TextChoices):
    """What who leads the area does to a proposal. Agreed is no step: the lead entity's answer makes it."""

    PROPOSE = "propose", _("Propose it to the entities")
    START = "start", _("Start the work")
    FINISH = "finish", _("Mark as done")
    EVALUATE = "evaluate", _("Record what came of it")
    HOLD = "hold", _("Put on hold")
    RESUME = "resume", _("Resume")
    TRANSFER = "transfer", _("Transfer to another administration")
    REJECT = "reject", _("It does not go ahead")


STEPS: dict[Step, tuple[tuple[ProposalState, ...], ProposalState | None]] = {
    Step.PROPOSE: ((S.DRAFT,), S.PROPOSED),
    Step.START: ((S.AGREED,), S.IN_PROGRESS),
    Step.FINISH: ((S.IN_PROGRESS, S.TRANSFERRED), S.DONE),
    Step.EVALUATE: ((S.DONE,), S.EVALUATED),
    Step.HOLD: ((S.PROPOSED, S.AGREED, S.IN_PROGRESS), S.ON_HOLD),
    Step.RESUME: ((S.ON_HOLD,), None),
    Step.TRANSFER: ((S.AGREED, S.IN_PROGRESS), S.TRANSFERRED),
    Step.REJECT: ((S.DRAFT, S.PROPOSED, S.AGREED, S.IN_PROGRESS, S.ON_HOLD, S.TRANSFERRED), S.REJECTED),
}
STEPS_WITH_REASON = (Step.EVALUATE, Step.REJECT)


class ProposalKind(models.TextChoices):
    SERVICE = "service", _("Service")
    RESOURCE = "resource", _("Resource")
    PROCEDURE = "procedure", _("Way of working together")
    TRAINING = "training", _("Training")
    AWARENESS = "awareness", _("Awareness")
    REQUEST = "request", _("Request to another administration")
    OTHER = "other", _("Other")


class CommitmentRole(models.TextChoices):
    LEAD = "lead", _("lead entity")
    PARTNER = "partner", _("partner entity")


class CommitmentState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("commitment", "to be answered")
    ACCEPTED = "accepted", pgettext_lazy("commitment", "accepted")
    AMENDED = "amended", pgettext_lazy("commitment", "with changes")
    DECLINED = "declined", pgettext_lazy("commitment", "we cannot take it on")
    FULFILLED = "fulfilled", pgettext_lazy("commitment", "fulfilled")
    UNMET = "unmet", pgettext_lazy("commitment", "could not be fulfilled")


C = CommitmentState

# The entity stands by its word: accepted, and what came of it later.
STANDING_COMMITMENTS = (C.ACCEPTED, C.FULFILLED, C.UNMET)


class Answer(models.TextChoices):
    ACCEPT = "accept", _("Yes, we take it on")
    AMEND = "amend", _("With changes…")
    DECLINE = "decline", _("We cannot take it on")


ANSWERS: dict[Answer, tuple[tuple[CommitmentState, ...], CommitmentState]] = {
    Answer.ACCEPT: ((C.PENDING,), C.ACCEPTED),
    Answer.AMEND: ((C.PENDING,), C.AMENDED),
    Answer.DECLINE: ((C.PENDING, C.ACCEPTED), C.DECLINED),
}
ANSWERS_WITH_NOTE = (Answer.AMEND, Answer.DECLINE)


class Direction(models.TextChoices):
    UP = "up", pgettext_lazy("indicator", "should rise")
    DOWN = "down", pgettext_lazy("indicator", "should fall")
