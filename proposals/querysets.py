from collections.abc import Collection
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from needs.querysets import search_words
from red_inclusion.core import clock
from red_inclusion.network.models import Entity
from red_inclusion.network.standing import standing_of

from .enums import ANSWERABLE_STATES, LIVE_STATES, RUNNING_STATES, TIMED_STATES, CommitmentState, ProposalState

NEWS_EXPECTED_EVERY = timedelta(days=60)


def is_live() -> Q:
    return Q(state__in=LIVE_STATES) | Q(state=ProposalState.ON_HOLD, state_before__in=LIVE_STATES)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProposalQuerySet":
        """The proposals of the areas whose inside she reads."""
        standing = standing_of(user)
        if standing.coordinates:
            return self
        return self.filter(area_id__in=standing.area_ids)

    def live(self) -> "ProposalQuerySet":
        """Agreed and not failed: what keeps its needs in action."""
        return self.filter(is_live())

    def overdue(self, today: date | None = None) -> "ProposalQuerySet":
        return self.filter(state__in=TIMED_STATES, deadline__lt=today or clock.today())

    def of_entity(self, entity_id: int) -> "ProposalQuerySet":
        """It leads them or takes part in them."""
        from .models import Commitment

        its = Commitment.objects.filter(entity__in=Entity.objects.standing_for([entity_id]).values("pk"))
        return self.filter(Exists(its.filter(proposal_id=OuterRef("pk"))))

    def without_news(self) -> "ProposalQuerySet":
        """Agreed or in progress, and for two months nobody has said how it goes."""
        from .models import StateChange, Update

        recent = {"proposal_id": OuterRef("pk"), "at__gte": clock.now() - NEWS_EXPECTED_EVERY}
        return self.filter(
            ~Exists(StateChange.objects.filter(**recent)),
            ~Exists(Update.objects.filter(**recent)),
            state__in=RUNNING_STATES,
        )

    def owed_by(self, entity_ids: Collection[int]) -> "ProposalQuerySet":
        """Where these entities owe something: an answer, a milestone that is late, or (they lead it) news."""
        from .models import Commitment, Milestone

        silent = self.without_news().filter(lead_entity_id__in=entity_ids).values("pk")
        return self.filter(
            Exists(Commitment.objects.owed_by(entity_ids).filter(proposal_id=OuterRef("pk")))
            | Exists(Milestone.objects.owed_by(entity_ids).filter(proposal_id=OuterRef("pk")))
            | Q(pk__in=silent)
        )

    def search(self, words: str) -> "ProposalQuerySet":
        """Every word, in any order, whatever the accents."""
        found = self
        for word in search_words(words):
            found = found.filter(folded__contains=word)
        return found

    def with_progress(self) -> "ProposalQuerySet":
        """`milestone_count` and `milestones_done`: progress is milestones ticked, never typed."""
        return self.annotate(
            milestone_count=Count("milestones"),
            milestones_done=Count("milestones", filter=Q(milestones__done_on__isnull=False)),
        )

    def for_rows(self) -> "ProposalQuerySet":
        """All that a row or a card shows, in one query."""
        return self.select_related("area", "lead_entity").with_progress()

    def newest_first(self) -> "ProposalQuerySet":
        return self.order_by("-created_at", "-pk")

    def by_deadline(self) -> "ProposalQuerySet":
        return self.order_by(F("deadline").asc(nulls_last=True), "pk")


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommitmentQuerySet":
        standing = standing_of(user)
        if standing.coordinates:
            return self
        return self.filter(proposal__area_id__in=standing.area_ids)

    def asked(self) -> "CommitmentQuerySet":
        """Waiting for the entity's answer."""
        return self.filter(state=CommitmentState.PENDING, proposal__state__in=ANSWERABLE_STATES)

    def owed_by(self, entity_ids: Collection[int]) -> "CommitmentQuerySet":
        return self.asked().filter(entity_id__in=entity_ids)


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MilestoneQuerySet":
        standing = standing_of(user)
        if standing.coordinates:
            return self
        return self.filter(proposal__area_id__in=standing.area_ids)

    def overdue(self, today: date | None = None) -> "MilestoneQuerySet":
        late = self.filter(done_on=None, due__lt=today or clock.today())
        return late.filter(proposal__state__in=RUNNING_STATES)

    def owed_by(self, entity_ids: Collection[int]) -> "MilestoneQuerySet":
        """Late, and theirs."""
        return self.overdue().filter(responsible_id__in=entity_ids)
