"""A need without surprises: detected, seen by the network, every optional field empty."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from needs.models import Confirmation, Need, Priority
from red_inclusion.core.folding import fold
from tests.factories import AreaFactory, EntityFactory, PersonFactory

DECEMBER = datetime(2025, 12, 2, 9, 0, tzinfo=UTC)
JANUARY = datetime(2026, 1, 20, 16, 0, tzinfo=UTC)


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    reference = factory.Sequence(lambda n: f"T-2025-{n:03}")
    title = factory.Sequence(lambda n: f"Need {n}")
    statement = "What happens."
    area = factory.SubFactory(AreaFactory)
    entity = factory.SubFactory(EntityFactory)
    author = factory.SubFactory(PersonFactory)
    logged_at = DECEMBER
    changed_at = DECEMBER
    folded = factory.LazyAttribute(
        lambda need: "\n".join(fold(piece) for piece in (need.title, need.statement, need.reference))
    )


class ConfirmationFactory(DjangoModelFactory):
    class Meta:
        model = Confirmation

    need = factory.SubFactory(NeedFactory)
    entity = factory.SubFactory(EntityFactory)
    author = factory.SubFactory(PersonFactory)
    at = JANUARY


class PriorityFactory(DjangoModelFactory):
    """Second of twelve in round 1."""

    class Meta:
        model = Priority

    need = factory.SubFactory(NeedFactory)
    round_id = 1
    meeting_id = 1
    decided_at = JANUARY
    rank = 2
    out_of = 12
    mean = 3.25
    distribution = factory.LazyFunction(lambda: [0, 1, 1, 4, 6])
    agreement = 0.71
    n = 12
