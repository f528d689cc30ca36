"""Whom to tell: the people behind an area or an entity, each once, in one query."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from red_inclusion.accounts.models import User

from .enums import VOTING_KINDS, MandateKind
from .models import AreaLead, Coordinator, Entity, Mandate


def people_of(area_id: int) -> list[User]:
    """Everybody with a mandate in the area, and who leads it."""
    mandates = Mandate.objects.current().filter(seat__area_id=area_id).values("person")
    leads = AreaLead.objects.current().filter(area_id=area_id).values("person")
    return list(User.objects.filter(Q(pk__in=mandates) | Q(pk__in=leads), is_active=True))


def leads_of(area_id: int) -> list[User]:
    leads = AreaLead.objects.current().filter(area_id=area_id, person__is_active=True)
    return [lead.person for lead in leads.select_related("person")]


def who_speak_for(entity_ids: Iterable[int], area_id: int) -> dict[int, list[User]]:
    """The people of each entity in the area, observers apart."""
    return {entity: [m.person for m in mandates] for entity, mandates in _by_entity(entity_ids, area_id).items()}


def who_answer_for(entity_ids: Iterable[int], area_id: int) -> dict[int, list[User]]:
    """As `Standing.answers_for` judges: titular and substitute; the members only where there is no titular."""
    return {
        entity: [mandate.person for mandate in mandates if _answers(mandate, mandates)]
        for entity, mandates in _by_entity(entity_ids, area_id).items()
    }


def who_tend(entity_id: int) -> list[User]:
    """Whoever speaks for the entity in any area; coordination where nobody does."""
    speakers = Mandate.objects.voting().filter(seat__entity=entity_id)
    return list(User.objects.filter(is_active=True, pk__in=speakers.values("person"))) or coordination()


def coordination() -> list[User]:
    return list(User.objects.filter(is_active=True, pk__in=Coordinator.objects.current().values("person")))


def _by_entity(entity_ids: Iterable[int], area_id: int) -> dict[int, list[Mandate]]:
    asked = set(entity_ids)
    merged = Entity.objects.filter(pk__in=asked, merged_into__isnull=False)
    stands_for = {entity: entity for entity in asked} | dict(merged.values_list("pk", "merged_into_id"))
    rows = Mandate.objects.current().filter(seat__area_id=area_id, seat__entity_id__in=set(stands_for.values()))
    found = defaultdict(list)
    for mandate in rows.filter(kind__in=VOTING_KINDS).select_related("person", "seat"):
        found[mandate.seat.entity_id].append(mandate)
    return {entity: found[now] for entity, now in stands_for.items() if now in found}


def _answers(mandate: Mandate, of_entity: list[Mandate]) -> bool:
    if mandate.kind == MandateKind.MEMBER:
        return all(other.kind != MandateKind.TITULAR for other in of_entity)
    return True
