from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Decision, Meeting
from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.network.models import Area, Entity

from .enums import (
    TIMED_STATES,
    CommitmentRole,
    CommitmentState,
    Direction,
    ProposalKind,
    ProposalState,
)
from .querysets import CommitmentQuerySet, MilestoneQuerySet, ProposalQuerySet

Person = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """An action proposal in five lines: what, which entity leads, with whom, by when, how we will know it worked."""

    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="proposals", verbose_name=_("area"))
    title = models.CharField(_("what we will do"), max_length=140)
    action = models.TextField(_("how"), blank=True, max_length=4000)
    problem = models.TextField(_("why"), blank=True, max_length=2000)
    lead_entity = models.ForeignKey(Entity, models.PROTECT, related_name="led_proposals", verbose_name=_("lead entity"))
    deadline = models.DateField(_("by when"), null=True, blank=True)
    success = models.CharField(_("how will we know it worked?"), max_length=200, blank=True)
    resources = models.TextField(_("resources"), blank=True, max_length=2000)
    kind = models.CharField(_("kind"), max_length=12, choices=ProposalKind.choices, default=ProposalKind.OTHER)
    needs = models.ManyToManyField(Need, related_name="proposals", verbose_name=_("needs"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("meeting")
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("decision")
    )
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.DRAFT)
    state_before = models.CharField(max_length=12, choices=ProposalState.choices, blank=True, editable=False)
    transferred_to = models.CharField(_("transferred to"), max_length=160, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="proposals", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    folded = models.TextField(blank=True, editable=False)  # what search reads, kept by the actions
    submission = models.UUIDField(unique=True, null=True, editable=False)  # of its form: sent twice, made once

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("action proposal")
        verbose_name_plural = _("action proposals")
        indexes = [models.Index(fields=["area", "state"], name="proposal_area_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal_detail", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.state in TIMED_STATES and self.deadline is not None and self.deadline < clock.today()


class StateChange(models.Model):
    """The history that people read: from which state to which, when, by whom, why."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="history")
    before = models.CharField(max_length=12, choices=ProposalState.choices, blank=True)
    after = models.CharField(max_length=12, choices=ProposalState.choices)
    at = models.DateTimeField(default=clock.now)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Commitment(models.Model):
    """What one entity takes on. Its answer is the entity's, given by who answers for it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="commitments")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="commitments", verbose_name=_("entity"))
    role = models.CharField(max_length=10, choices=CommitmentRole.choices, default=CommitmentRole.PARTNER)
    text = models.CharField(_("what it takes on"), max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=CommitmentState.choices, default=CommitmentState.PENDING)
    note = models.CharField(_("note"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "entity"], name="one_commitment_per_entity"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(role="lead"), name="one_lead_commitment"),
        ]

    def __str__(self) -> str:
        return f"{self.entity}: {self.proposal}"


class Milestone(models.Model):
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=160)
    responsible = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("responsible"))
    due = models.DateField(_("due"))
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """The figures behind `Proposal.success`: where we start, where we want to be."""

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="indicator")
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    baseline = models.DecimalField(_("starting value"), max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2, null=True, blank=True)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    source = models.CharField(_("where the figure comes from"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")

    def __str__(self) -> str:
        return self.proposal.success


class Reading(models.Model):
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings")
    on = models.DateField(_("date"), default=clock.today)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"


class Update(models.Model):
    """How it goes, in an entity's words; if something blocks it, what, and which entity can unblock it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="updates")
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="updates")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    text = models.TextField(_("how it is going"), max_length=2000)
    blocked_by = models.CharField(_("what blocks it"), max_length=300, blank=True)
    can_unblock = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who can unblock it")
    )
    submission = models.UUIDField(null=True, editable=False)  # of its form: sent twice, made once

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "submission"], name="one_update_per_submission"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
