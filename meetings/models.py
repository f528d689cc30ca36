from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester

from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.network.models import Area, Entity

from .enums import (
    AddendumReason,
    AgendaState,
    AttendanceStatus,
    Electorate,
    GuestState,
    MeetingState,
    Method,
    MinutesState,
    Openness,
    Reply,
    ResultVisibility,
    RoundState,
    Stage,
)
from .querysets import GuestQuerySet, MeetingQuerySet, MinutesQuerySet, RoundQuerySet

Person = settings.AUTH_USER_MODEL
VOID_REASON_LIMIT = 300
GUEST_NAME_LIMIT = ENTITY_NAME_LIMIT = 80
COMES_FOR_SOMEBODY = Q(entity__isnull=False, entity_name="") | (Q(entity=None) & ~Q(entity_name=""))


class Meeting(models.Model):
    """A meeting of an area. `revision` rises in the transaction of every change that its room shows; each part keeps
    the revision of its own last change."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="meetings", verbose_name=_("area"))
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    notes = models.TextField(_("what to bring or prepare"), blank=True)
    state = models.CharField(max_length=12, choices=MeetingState.choices, default=MeetingState.DRAFT)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.CHECK_IN)
    join_code = models.CharField(max_length=12, unique=True, editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    revision = models.PositiveBigIntegerField(default=0, editable=False)
    stage_revision = models.PositiveBigIntegerField(default=0, editable=False)
    presence_revision = models.PositiveBigIntegerField(default=0, editable=False)
    agenda_revision = models.PositiveBigIntegerField(default=0, editable=False)
    round_revision = models.PositiveBigIntegerField(default=0, editable=False)
    tally_revision = models.PositiveBigIntegerField(default=0, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_later")]
        indexes = [models.Index(fields=["area", "-starts_at"], name="meeting_of_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def held_at(self) -> datetime:
        """When it was really held: the planned time, unless it was started on another day."""
        if self.opened_at and timezone.localdate(self.opened_at) != timezone.localdate(self.starts_at):
            return self.opened_at
        return self.starts_at


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveIntegerField()
    title = models.CharField(_("agenda item"), max_length=160)
    state = models.CharField(max_length=10, choices=AgendaState.choices, default=AgendaState.PENDING)
    notes = models.TextField(_("notes for the minutes"), blank=True)
    submission = models.UUIDField(null=True, editable=False)  # of its form: sent twice, made once

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "submission"], name="one_agenda_item_per_submission"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="current"), name="one_current_agenda_item"),
        ]

    def __str__(self) -> str:
        return self.title


class ComesFor(models.Model):
    """For whom she is there: an entity of the network, or for a guest perhaps one of which only the name is known."""

    entity_name = models.CharField(_("other entity"), max_length=ENTITY_NAME_LIMIT, blank=True)

    class Meta:
        abstract = True

    @property
    def entity_words(self) -> str:
        return self.entity.name if self.entity else self.entity_name


class Attendance(ComesFor):
    """A person at a meeting, under the entity she came for. Without a status nothing was recorded yet."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendances")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="attendances")
    reply = models.CharField(max_length=12, choices=Reply.choices, blank=True)
    status = models.CharField(max_length=10, choices=AttendanceStatus.choices, blank=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.status or self.reply}"


class Guest(ComesFor):
    """Somebody without an account who asked at the door of one meeting. She is let in there and for as long as it is in
    session, whatever is recorded of her attendance."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="guest")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=GuestState.choices, default=GuestState.ASKED)
    times_asked = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [
            models.CheckConstraint(condition=COMES_FOR_SOMEBODY, name="guest_comes_for_somebody"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None, answered_by=None)
                | (~Q(state="asked") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="guest_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"], name="guest_of_meeting")]

    def __str__(self) -> str:
        return f"{self.person} ({self.entity_words})"

    @property
    def is_inside(self) -> bool:
        return self.state == GuestState.ADMITTED and self.meeting.state == MeetingState.IN_SESSION


class Round(models.Model):
    """A vote on a list of needs. `result` is what was computed once, at the close."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    method = models.CharField(max_length=12, choices=Method.choices, default=Method.URGENCY)
    impact = models.BooleanField(_("ask about impact too"), default=False)
    electorate = models.CharField(max_length=12, choices=Electorate.choices, default=Electorate.PEOPLE)
    openness = models.CharField(max_length=12, choices=Openness.choices, default=Openness.OPEN)
    visibility = models.CharField(
        _("results"), max_length=12, choices=ResultVisibility.choices, default=ResultVisibility.ON_CLOSE
    )
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.DRAFT)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    void_reason = models.CharField(max_length=VOID_REASON_LIMIT, blank=True, editable=False)
    result = models.JSONField(null=True, editable=False)
    prepared_at = models.DateTimeField(default=clock.now, editable=False)
    submission = models.UUIDField(null=True, editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state="open"), name="one_open_round_per_meeting"),
            models.UniqueConstraint(fields=["meeting", "submission"], name="one_round_per_submission"),
        ]

    def __str__(self) -> str:
        return self.title


class BallotItem(models.Model):
    round = models.ForeignKey(Round, models.CASCADE, related_name="items")
    need = models.ForeignKey(Need, models.PROTECT, related_name="ballot_items")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("item of a vote")
        verbose_name_plural = _("items of a vote")
        constraints = [models.UniqueConstraint(fields=["round", "need"], name="one_item_per_need")]

    def __str__(self) -> str:
        return str(self.need)


class RollEntry(ComesFor):
    """Who may vote in a round, under which entity. Frozen at opening; late mandates and guests join, logged."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="roll_entries")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("rolls of votes")
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_roll_entry_per_person"),
            models.CheckConstraint(condition=COMES_FOR_SOMEBODY, name="roll_entry_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.entity_words})"


class Ballot(models.Model):
    """`seq` is the highest that any of its votes, or its abstention, came with."""

    entry = models.OneToOneField(RollEntry, models.CASCADE, related_name="ballot")
    abstained = models.BooleanField(default=False)
    seq = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class Vote(models.Model):
    """One item of one ballot. Neither value nor passed: cleared; the row stays because it keeps its `seq`."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    item = models.ForeignKey(BallotItem, models.CASCADE, related_name="votes")
    value = models.PositiveSmallIntegerField(null=True)
    impact = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(default=False)
    seq = models.PositiveBigIntegerField()
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("vote on an item")
        verbose_name_plural = _("votes on items")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "item"], name="one_vote_per_ballot_and_item"),
            models.CheckConstraint(condition=Q(passed=False) | Q(value=None), name="vote_passed_or_valued"),
            models.CheckConstraint(condition=Q(impact=None) | Q(impact__lte=4), name="vote_impact_to_four"),
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"


class Decision(models.Model):
    """An agreement adopted in the meeting, numbered in it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("decision"), max_length=1000)
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("agenda item")
    )
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    submission = models.UUIDField(null=True, editable=False)  # of its form: sent twice, made once

    class Meta:
        ordering = ["number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_in_meeting"),
            models.UniqueConstraint(fields=["meeting", "submission"], name="one_decision_per_submission"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Minutes(models.Model):
    """The minutes of a meeting. `sections` is what is being written; `record`, once closed, what was published: its
    canonical JSON has `fingerprint` as SHA-256."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    state = models.CharField(max_length=12, choices=MinutesState.choices, default=MinutesState.DRAFTING)
    sections = models.JSONField(default=dict)
    record = models.JSONField(null=True)
    fingerprint = models.CharField(_("integrity fingerprint"), max_length=64, blank=True)
    # Null until it closes: unique, so two drafts could not both have an empty one.
    check_code = models.CharField(_("check code"), max_length=20, unique=True, null=True)  # noqa: DJ001
    public = models.BooleanField(_("public version"), default=False)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__starts_at"]
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes_detail", args=[self.pk])

    @property
    def addenda(self) -> list[dict[str, Any]]:
        """When closed minutes were amended and why, and the check code they had before."""
        return [
            added | {"at": datetime.fromisoformat(added["at"]), "why": AddendumReason(added["why"]).label}
            for added in (self.record or {}).get("addenda", [])
        ]


class PublishedForGood(PagePermissionTester):
    """Nobody edits, moves, withdraws or deletes published minutes in the CMS: they render a closed record."""

    def can_edit(self) -> bool:
        return False

    can_unpublish = can_move = can_copy = can_edit

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False


class MinutesPage(Page):
    """The public version of published minutes, under the area's page. No body to edit: it renders the closed record."""

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="page")

    content_panels = []
    parent_page_types = ["pages.AreaPage"]
    subpage_types: list[str] = []
    is_creatable = False
    template = "meetings/minutes_page.html"

    class Meta:
        verbose_name = _("public minutes")

    def permissions_for_user(self, user):
        return PublishedForGood(user, self)

    def get_context(self, request, *args, **kwargs):
        from .records import public_record

        minutes = self.minutes
        return super().get_context(request, *args, **kwargs) | {
            "minutes": minutes,
            "meeting": minutes.meeting,
            "record": public_record(minutes.record),
            "area_page": self.get_parent(),
        }
