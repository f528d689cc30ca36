from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from red_inclusion.core import clock
from red_inclusion.core.disclosure import VALUED_FROM, tells_agreement
from red_inclusion.core.drawings import nearest_mark
from red_inclusion.network.models import Area, Entity

from .enums import CLOSED_STATES, OPEN_STATES, NeedState, PeopleRange, Visibility
from .querysets import NeedQuerySet, PriorityQuerySet

TITLE_LIMIT = 120
STATEMENT_LIMIT = 4000


def of_newest_priority(field: str) -> cached_property:
    """What `with_priority()` annotates as `priority_<field>`; a row fetched without it asks the database."""
    return cached_property(lambda need: getattr(need.newest_priority, field, None))


class Need(models.Model):
    """Something a collective lacks, as an entity detects it in its work. Of groups, never of a person."""

    reference = models.CharField(_("reference"), max_length=30, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    statement = models.TextField(_("what happens"), validators=[MaxLengthValidator(STATEMENT_LIMIT)])
    area = models.ForeignKey(Area, models.PROTECT, related_name="needs", verbose_name=_("area"))
    also_areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name=_("also of interest to"))
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="needs", verbose_name=_("entity"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="needs", editable=False)
    collectives = TaggableManager(_("collectives"), blank=True, related_name="needs")
    territory = models.CharField(_("territory"), max_length=120, blank=True)
    people = models.CharField(
        _("people affected"), max_length=10, choices=PeopleRange.choices, default=PeopleRange.UNKNOWN
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility.choices, default=Visibility.NETWORK
    )
    raised_by_network = models.BooleanField(_("raised by the network"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=NeedState.choices, default=NeedState.DETECTED)
    state_before = models.CharField(max_length=12, choices=NeedState.choices, blank=True, editable=False)
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("What answered it, or why it was archived."))
    logged_at = models.DateTimeField(_("logged"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    submission = models.UUIDField(null=True, editable=False)
    folded = models.TextField(default="", editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-logged_at", "-pk"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        indexes = [
            models.Index(fields=["area", "state", "-logged_at"], name="need_area_state"),
            models.Index(fields=["-logged_at", "-id"], name="need_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="one_need_per_submission"),
            models.CheckConstraint(
                condition=~Q(state__in=CLOSED_STATES) | ~Q(state_before=""), name="closed_need_knows_the_way_back"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("needs:need_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def level(self) -> int | None:
        """The urgency mark, 0–4; None while no round has judged it."""
        return nearest_mark(self.priority_mean)

    @property
    def shown_entity(self) -> Entity | None:
        """Who detected it, as far as its reader may know; None where the network raised it."""
        return self.entity if self.sees_entity else None

    @cached_property
    def sees_entity(self) -> bool:
        """`visible_to(user)` knows the reader; a row fetched without it keeps the secret."""
        return not self.raised_by_network

    @cached_property
    def confirmation_count(self) -> int:
        return self.confirmations.count()

    @cached_property
    def newest_priority(self) -> "Priority | None":
        return self.priorities.standing().first()

    priority_rank = of_newest_priority("rank")
    priority_out_of = of_newest_priority("out_of")
    priority_mean = of_newest_priority("told_mean")
    priority_agreement = of_newest_priority("told_agreement")
    priority_decided_at = of_newest_priority("decided_at")


class Confirmation(models.Model):
    """«También lo detectamos»: another entity of the network meets the same need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="confirmations")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="confirmations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [models.UniqueConstraint(fields=["need", "entity"], name="one_confirmation_per_entity")]

    def __str__(self) -> str:
        return f"{self.entity}: {self.need}"


class Priority(models.Model):
    """What one closed round said of one need. The newest that is not void is the need's priority.

    `round_id` and `meeting_id` are plain numbers: needs do not know meetings. `mean` is of the entities (0–4, each
    entity the mean of its people); `distribution` counts ballots per urgency 0–4, and is empty where they are too
    few of one entity to be told; `agreement` goes from 0 to 1.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="priorities")
    round_id = models.PositiveBigIntegerField()
    meeting_id = models.PositiveBigIntegerField()
    decided_at = models.DateTimeField()
    rank = models.PositiveIntegerField(null=True)
    out_of = models.PositiveIntegerField()
    mean = models.FloatField(null=True)
    distribution = models.JSONField(default=list)
    agreement = models.FloatField(null=True)
    n = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    void = models.BooleanField(default=False)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        constraints = [
            models.UniqueConstraint(fields=["need", "round_id"], name="one_priority_per_round"),
            models.CheckConstraint(condition=Q(rank=None) | Q(rank__gte=1), name="priority_rank_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.rank}/{self.out_of}"

    @property
    def told_mean(self) -> float | None:
        return self.mean if self.told_distribution else None

    @property
    def told_distribution(self) -> list[int]:
        return self.distribution if self.n >= VALUED_FROM else []

    @property
    def told_agreement(self) -> float | None:
        return self.agreement if tells_agreement(self.n) else None
