from collections.abc import Collection
from datetime import date, timedelta

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from red_inclusion.core import clock
from red_inclusion.core.folding import fold

from .enums import VOTING_KINDS

MOST_WORDS = 12
CHECKED_EVERY = timedelta(days=182)  # twice a year
ANSWER_WITHIN = timedelta(days=30)  # after that, whoever reads it is told


def current(prefix: str = "") -> Q:
    """What holds today: begun, and not ended. `until` is the first day without it: ending takes effect at once."""
    today = clock.today()
    begun = Q(**{f"{prefix}since__lte": today})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": today}))


def _counted(rows, group: str, what: str) -> Coalesce:
    """How many different `what` there are in the rows of each `group`."""
    counts = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counts), 0)


class PeriodQuerySet(models.QuerySet):
    def current(self) -> "PeriodQuerySet":
        return self.filter(current())


class SeatQuerySet(PeriodQuerySet):
    def that_hold(self) -> "SeatQuerySet":
        """Current seats of entities that are still in the network."""
        today = clock.today()
        return self.filter(current(), Q(entity__active_until__isnull=True) | Q(entity__active_until__gt=today))


class EntityQuerySet(models.QuerySet):
    def active(self) -> "EntityQuerySet":
        today = clock.today()
        begun = self.own().filter(active_since__lte=today)
        return begun.filter(Q(active_until__isnull=True) | Q(active_until__gt=today))

    def own(self) -> "EntityQuerySet":
        """Without the duplicates that were merged into another."""
        return self.filter(merged_into=None)

    def standing_for(self, entity_ids: "Collection[int] | models.QuerySet") -> "EntityQuerySet":
        """These entities and the duplicates merged into them: what was written for either is theirs."""
        return self.filter(Q(pk__in=entity_ids) | Q(merged_into__in=entity_ids))

    def in_state(self, state: str) -> "EntityQuerySet":
        """As coordination asks: «» in the network today, nobody, ended, merged, all."""
        if state == "merged":
            return self.filter(merged_into__isnull=False)
        if state == "ended":
            return self.own().filter(active_until__lte=clock.today())
        if state == "nobody":
            return self.active().with_people_count().filter(people_count=0)
        return self if state == "all" else self.active()

    def with_people_count(self) -> "EntityQuerySet":
        """`people_count`, as of today, each once."""
        from .models import Mandate

        people = Mandate.objects.current().filter(seat__entity=OuterRef("pk"))
        return self.annotate(people_count=_counted(people, "seat__entity", "person"))

    def search(self, words: str) -> "EntityQuerySet":
        """Every word, in any order, whatever the accents."""
        found = self
        for word in fold(words).split()[:MOST_WORDS]:
            found = found.filter(folded__contains=word)
        return found

    def in_area(self, area) -> "EntityQuerySet":
        from .models import Seat

        return self.filter(pk__in=Seat.objects.current().filter(area=area).values("entity_id"))

    def with_areas(self) -> "EntityQuerySet":
        """`area_count`, and `current_seats` with their areas."""
        from .models import Seat

        seats = Seat.objects.current().select_related("area").order_by("area__name")
        counted = Count("seats", filter=current("seats__"), distinct=True)
        return self.annotate(area_count=counted).prefetch_related(
            models.Prefetch("seats", queryset=seats, to_attr="current_seats")
        )


class AreaQuerySet(models.QuerySet):
    def with_counts(self) -> "AreaQuerySet":
        """`entity_count` and `people_count`, as of today."""
        from .models import Mandate, Seat

        seats = Seat.objects.current().filter(area=OuterRef("pk"))
        people = Mandate.objects.current().filter(seat__area=OuterRef("pk"))
        return self.annotate(
            entity_count=_counted(seats, "area", "entity"), people_count=_counted(people, "seat__area", "person")
        )

    def with_leads(self) -> "AreaQuerySet":
        """`leads_now` with their people, who may sign in."""
        from .models import AreaLead

        now = AreaLead.objects.current().filter(person__is_active=True).select_related("person")
        now = now.order_by("person__name")
        return self.prefetch_related(models.Prefetch("leads", queryset=now, to_attr="leads_now"))

    def without_lead(self) -> "AreaQuerySet":
        """Nobody who may sign in leads it."""
        from .models import AreaLead

        leads = AreaLead.objects.current().filter(area=OuterRef("pk"), person__is_active=True)
        return self.filter(~Exists(leads))

    def visible_to(self, user) -> "AreaQuerySet":
        """The areas whose inside she may read."""
        from .standing import standing_of

        standing = standing_of(user)
        if standing.coordinates:
            return self
        return self.filter(pk__in=standing.area_ids)


class MandateQuerySet(PeriodQuerySet):
    def current(self) -> "MandateQuerySet":
        """Mandates that hold today, on seats that hold today, of people who may sign in."""
        return self.filter(current() & current("seat__") & Q(person__is_active=True))

    def voting(self) -> "MandateQuerySet":
        return self.current().filter(kind__in=VOTING_KINDS)


def unchecked_before() -> date:
    """What was last checked before this day has had its asking, and time to answer it."""
    return clock.today() - CHECKED_EVERY - ANSWER_WITHIN


class ResourceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ResourceQuerySet":
        """Everybody who has a place in the network."""
        from .standing import standing_of

        return self if standing_of(user).in_network else self.none()

    def in_force(self) -> "ResourceQuerySet":
        """Not retired, and of an entity that is still in the network, or of a duplicate of one."""
        from .models import Entity

        return self.by_whose().filter(Exists(Entity.objects.active().filter(pk=OuterRef("whose"))), retired_on=None)

    def by_whose(self) -> "ResourceQuerySet":
        """`whose`: the entity that offers it today, where its own was merged into another."""
        return self.annotate(whose=Coalesce("entity__merged_into", "entity"))

    def offered_by(self, entity) -> "ResourceQuerySet":
        return self.by_whose().filter(whose=entity.pk)

    def unchecked(self) -> "ResourceQuerySet":
        return self.in_force().filter(checked_on__lt=unchecked_before())

    def awaited(self) -> "ResourceQuerySet":
        """Their entities were asked whether they hold, and have not answered."""
        return self.in_force().filter(asked_on__gt=F("checked_on"))

    def to_ask(self) -> "ResourceQuerySet":
        """Last checked half a year ago or more, and last asked about half a year ago or never."""
        day = clock.today() - CHECKED_EVERY
        return self.in_force().filter(Q(asked_on__isnull=True) | Q(asked_on__lte=day), checked_on__lte=day)

    def search(self, words: str) -> "ResourceQuerySet":
        """Every word, in any order, whatever the accents: of the resource or of its entity."""
        found = self
        for word in fold(words).split()[:MOST_WORDS]:
            found = found.filter(Q(folded__contains=word) | Q(entity__folded__contains=word))
        return found


class InvitationQuerySet(models.QuerySet):
    def pending(self) -> "InvitationQuerySet":
        """Neither accepted nor withdrawn; those that have run out are among them, to be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def visible_to(self, user) -> "InvitationQuerySet":
        """Coordination sees all, a lead those into her areas, a member those of her own entity into an area of hers,
        and of the duplicates merged into it."""
        from .standing import standing_of

        standing = standing_of(user)
        if standing.coordinates:
            return self
        seats = Q(seats__area__in=standing.led_area_ids) | Q(seats__in=standing.voting_seat_ids)
        for place in standing.voting_places:
            seats |= Q(entity__merged_into=place.entity_id, seats__area=place.area_id)
        return self.filter(pk__in=self.filter(seats).order_by().values("pk"))
