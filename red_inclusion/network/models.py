from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager

from red_inclusion.core import clock
from red_inclusion.core.folding import fold

from .enums import Accent, EntityKind, InvitationState, MandateKind
from .querysets import (
    AreaQuerySet,
    EntityQuerySet,
    InvitationQuerySet,
    MandateQuerySet,
    PeriodQuerySet,
    ResourceQuerySet,
    SeatQuerySet,
    unchecked_before,
)

Person = settings.AUTH_USER_MODEL


class Period(models.Model):
    """From a day up to the first day without it; no such day, and it goes on. Ended, never deleted."""

    since = models.DateField(_("from"), default=clock.today)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True


def period_ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=name)


class Entity(models.Model):
    """A member organisation: the unit of voice, commitment and accountability."""

    name = models.CharField(_("name"), max_length=80)
    long_name = models.CharField(_("full name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=EntityKind.choices)
    about = models.TextField(_("what it does"), blank=True)
    website = models.URLField(_("website"), blank=True)
    operated_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("operated by"))
    active_since = models.DateField(_("active since"), default=clock.today)
    active_until = models.DateField(_("active until"), null=True, blank=True)
    folded = models.TextField(default="", editable=False)  # what search reads, kept by the actions
    # A duplicate goes by the name of the entity it stands for, so that whatever was written for it reads right.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="duplicates", verbose_name=_("merged into")
    )
    former_name = models.CharField(_("name before it was merged"), max_length=80, blank=True, editable=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(merged_into=None),
                name="one_entity_per_name",
                violation_error_message=_("There is already an entity with this name."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (~Q(merged_into=F("pk")) & ~Q(former_name="")),
                name="merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:entity_detail", args=[self.stands_for])

    @property
    def stands_for(self) -> int:
        """The key of the entity it is today: its own, or that of the one it was merged into."""
        return self.merged_into_id or self.pk

    def fold(self) -> None:
        self.folded = fold(f"{self.name} {self.long_name} {self.about}")


class Area(models.Model):
    """A thematic working area. Simple unless coordination makes it formal."""

    code = models.CharField(_("code"), max_length=8, unique=True, validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$")])
    name = models.CharField(_("name"), max_length=80, unique=True)
    about = models.TextField(_("what it is about"), blank=True)
    accent = models.CharField(_("accent"), max_length=20, choices=Accent.choices, default=Accent.TEAL)
    formal = models.BooleanField(_("formal"), default=False)
    whole_network = models.BooleanField(_("whole network"), default=False)
    entities = models.ManyToManyField(Entity, through="Seat", related_name="areas")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:area_home", args=[self.code])


class Seat(Period):
    """An entity's place in an area."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="seats", verbose_name=_("entity"))
    area = models.ForeignKey(Area, models.PROTECT, related_name="seats", verbose_name=_("area"))

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["area", "entity"]
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.UniqueConstraint(fields=["entity", "area"], condition=Q(until=None), name="one_seat_per_area"),
            period_ends_after_it_begins("seat_period"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.area}"


class Mandate(Period):
    """A person on a seat."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="mandates", verbose_name=_("representation"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=12, choices=MandateKind.choices, default=MandateKind.MEMBER)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "kind", "pk"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.UniqueConstraint(fields=["person", "seat"], condition=Q(until=None), name="one_mandate_per_seat"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until=None, kind="titular"), name="one_titular_per_seat"
            ),
            period_ends_after_it_begins("mandate_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.seat}"


class AreaLead(Period):
    area = models.ForeignKey(Area, models.PROTECT, related_name="leads", verbose_name=_("area"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="led_areas", verbose_name=_("person"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["area", "pk"]
        verbose_name = _("area lead")
        verbose_name_plural = _("area leads")
        constraints = [
            models.UniqueConstraint(fields=["area", "person"], condition=Q(until=None), name="one_lead_per_area"),
            period_ends_after_it_begins("arealead_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.area}"


class Coordinator(Period):
    """Coordination is of the whole network."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="coordinations", verbose_name=_("person"))

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("network coordination")
        verbose_name_plural = _("network coordination")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="one_coordination_per_person"),
            period_ends_after_it_begins("coordinator_period"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Resource(models.Model):
    """What an entity offers, told so that a colleague of another one can send somebody there. Retired, never deleted.

    `checked_on` is the last day on which its entity said that it holds, `asked_on` the last on which it was asked:
    while the asking is the later one, an answer is awaited.
    """

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="resources", verbose_name=_("entity"))
    name = models.CharField(_("what it is"), max_length=120)
    about = models.TextField(_("what it offers"), max_length=1000, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=300)
    how_to_get = models.TextField(_("how to get it"), max_length=1000)
    contact = models.CharField(_("contact"), max_length=300)
    territory = models.CharField(_("where"), max_length=120, blank=True)
    collectives = TaggableManager(_("collectives"), blank=True, related_name="resources")
    added_at = models.DateTimeField(default=clock.now, editable=False)
    checked_on = models.DateField(_("checked on"), default=clock.today, editable=False)
    asked_on = models.DateField(null=True, editable=False)
    retired_on = models.DateField(_("retired on"), null=True, editable=False)
    submission = models.UUIDField(null=True, editable=False)
    folded = models.TextField(default="", editable=False)  # what search reads, kept by the actions

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = pgettext_lazy("directory", "resources")
        indexes = [models.Index(fields=["checked_on"], condition=Q(retired_on=None), name="resource_to_check")]
        constraints = [
            models.UniqueConstraint(fields=["entity", "submission"], name="one_resource_per_submission"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network:resource_detail", args=[self.pk])

    @property
    def in_force(self) -> bool:
        return self.retired_on is None

    @property
    def is_awaited(self) -> bool:
        """Its entity was asked whether it holds, and has not answered."""
        return self.in_force and self.asked_on is not None and self.asked_on > self.checked_on

    @property
    def is_unchecked(self) -> bool:
        """Nobody has said for long that it holds: whoever counts on it had better ask."""
        return self.in_force and self.checked_on < unchecked_before()


class Invitation(models.Model):
    """A link that lets one person in, once: of which entity, on which seats, as what.

    Only the hash of its token is kept here. The link itself stands in its mail until that has left, and no longer.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="invitations", verbose_name=_("entity"))
    seats = models.ManyToManyField(Seat, related_name="invitations", verbose_name=_("representations"))
    kind = models.CharField(_("as"), max_length=12, choices=MandateKind.choices, default=MandateKind.MEMBER)
    invited_by = models.ForeignKey(
        Person, models.PROTECT, related_name="invitations_made", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    asked_again_at = models.DateTimeField(_("asked again"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("person"))

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "entity",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_pending_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(person__isnull=False, withdrawn_at=None), name="accepted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.entity}"

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if self.expires_at <= clock.now() else InvitationState.PENDING

    def kind_in(self, area: Area) -> str:
        return kind_in(area, self.kind)

    @property
    def seats_now(self) -> list[Seat]:
        """Its seats; where the entity was merged since, those of the entity it stands for, as far as it has them."""
        seats = list(self.seats.select_related("area", "entity").order_by("area_id", "pk"))
        if self.entity.merged_into_id is None:
            return seats
        areas = [seat.area_id for seat in seats]
        return list(
            Seat.objects.current()
            .filter(entity=self.entity.stands_for, area__in=areas)
            .select_related("area", "entity")
        )


def kind_in(area: Area, kind: str) -> str:
    """A simple area knows members and observers: titular and substitute are members there."""
    return kind if area.formal or kind == MandateKind.OBSERVER else MandateKind.MEMBER


class EntityMerge(models.Model):
    """That a duplicate was merged, and what came of it: enough to take it back."""

    duplicate = models.ForeignKey(Entity, models.PROTECT, related_name="merges", verbose_name=_("duplicate"))
    into = models.ForeignKey(Entity, models.PROTECT, related_name="+", verbose_name=_("merged into"))
    merged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("merged by"))
    merged_at = models.DateTimeField(_("merged"), default=clock.now)
    undone_at = models.DateTimeField(_("taken back"), null=True)
    active_until = models.DateField(null=True)  # as it was before
    ended = models.JSONField(default=dict)  # {"seats": [id], "mandates": [id]} of the duplicate
    made = models.JSONField(default=dict)  # the same, of the entity it was merged into

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("merge of entities")
        verbose_name_plural = _("merges of entities")
        constraints = [
            models.UniqueConstraint(fields=["duplicate"], condition=Q(undone_at=None), name="one_merge_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} → {self.into_id}"


class SheetImport(models.Model):
    """A sheet of areas, entities and people: read, looked at, brought in whole, and taken back while nothing stands on
    it. What was in its cells is kept only until then."""

    file_name = models.CharField(_("file"), max_length=120)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"), default=clock.now)
    tables = models.JSONField(default=list)
    done_at = models.DateTimeField(_("brought in"), null=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)
    made = models.JSONField(default=dict)  # {"areas": [id], "entities": …, "seats": …, "invitations": …, "mails": …}

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of a sheet")
        verbose_name_plural = _("imports of sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(done_at__isnull=False), name="import_undone_after_done"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("network:import_detail", args=[self.pk])


class ErasureRequest(models.Model):
    """She asks that her personal data be erased; coordination does it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="erasure_request", verbose_name=_("person"))
    asked_at = models.DateTimeField(_("asked"), default=clock.now)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("erasure request")
        verbose_name_plural = _("erasure requests")

    def __str__(self) -> str:
        return str(self.person)
