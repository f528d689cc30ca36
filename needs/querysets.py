from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from red_inclusion.core.disclosure import COINCIDING_FROM, VALUED_FROM
from red_inclusion.core.folding import fold
from red_inclusion.network.models import Entity
from red_inclusion.network.standing import Standing, standing_of

from .enums import OPEN_STATES, SHARED, NeedState, Visibility

PRIORITY_FIELDS = {
    "rank": F("rank"),
    "out_of": F("out_of"),
    "mean": Case(When(~Q(distribution=[]), n__gte=VALUED_FROM, then=F("mean"))),
    "agreement": Case(When(n__gte=COINCIDING_FROM, then=F("agreement"))),
    "decided_at": F("decided_at"),
    "weight": F("mean"),
}
MOST_WORDS = 12


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "NeedQuerySet":
        """Her areas' needs, and those that other areas share with the network. Nothing to who is not in the network.

        Each row knows whether this reader may be told its entity (`sees_entity`, `shown_entity`).
        """
        standing = standing_of(user)
        told = self.annotate(sees_entity=_sees_entity(standing))
        if standing.coordinates:
            return told
        if not standing.in_network:
            return told.none()
        from .models import Need

        also = Need.also_areas.through.objects.filter(need_id=OuterRef("pk"), area_id__in=standing.area_ids)
        shared = Q(visibility__in=SHARED)
        return told.filter(shared | Q(area_id__in=standing.area_ids) | Q(Exists(also)))

    def open(self) -> "NeedQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def public(self) -> "NeedQuerySet":
        return self.filter(visibility=Visibility.PUBLIC).exclude(state=NeedState.DISCARDED)

    def detected_by(self, entity: Entity) -> "NeedQuerySet":
        """After `visible_to`: where the reader may not know the entity, asking for it must not tell her."""
        return self.filter(entity__in=Entity.objects.standing_for([entity.pk]).values("pk"), sees_entity=True)

    def search(self, words: str) -> "NeedQuerySet":
        """Every word, in any order, whatever the accents: title, statement, reference, collectives, territory."""
        found = self
        for word in search_words(words):
            found = found.filter(folded__contains=word)
        return found

    def with_priority(self) -> "NeedQuerySet":
        """`priority_rank`, `…_out_of`, `…_mean` (0–4), `…_agreement`, `…_decided_at` of the newest that stands.

        `…_weight`, its mean to order by, is there also where it may not be shown.
        """
        from .models import Priority

        newest = Priority.objects.standing().filter(need_id=OuterRef("pk")).order_by("-decided_at", "-pk")
        return self.annotate(
            **{
                f"priority_{name}": Subquery(newest.annotate(told=told).values("told")[:1])
                for name, told in PRIORITY_FIELDS.items()
            }
        )

    def with_confirmations(self) -> "NeedQuerySet":
        from .models import Confirmation

        counted = Confirmation.objects.filter(need_id=OuterRef("pk")).order_by().values("need_id")
        entities = Count(Coalesce("entity__merged_into", "entity"), distinct=True)
        return self.annotate(confirmation_count=Coalesce(Subquery(counted.annotate(n=entities).values("n")), 0))

    def for_rows(self) -> "NeedQuerySet":
        """All that a row or a card shows, in one query."""
        return self.select_related("area", "entity").with_priority().with_confirmations()

    def most_urgent_first(self) -> "NeedQuerySet":
        """After `with_priority`; what no round has judged comes last."""
        return self.order_by(F("priority_weight").desc(nulls_last=True), "priority_rank", "-logged_at", "-pk")


class PriorityQuerySet(models.QuerySet):
    def standing(self) -> "PriorityQuerySet":
        """Those that rank their need: not void, and somebody voted on it."""
        return self.filter(void=False, rank__isnull=False)


def search_words(words: str) -> list[str]:
    """Folded, and only those that hold a letter or a figure: quotes and blanks search for nothing."""
    pieces = (word.strip("\"'«»“”‘’.,;:()") for word in fold(words).split())
    return [piece for piece in pieces if any(character.isalnum() for character in piece)][:MOST_WORDS]


def _sees_entity(standing: Standing) -> Case | Value:
    if standing.coordinates:
        return Value(True, output_field=BooleanField())
    told = Q(raised_by_network=False) | Q(area_id__in=standing.led_area_ids)
    return Case(When(told, then=Value(True)), default=Value(False), output_field=BooleanField())
