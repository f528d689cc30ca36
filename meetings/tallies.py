"""The sums of a round: pure, exact, without the database.

Votes come in as counts per item and entity. Means are compared as fractions, so that a tie is a tie; what goes out is
rounded to six decimals. Nobody is ranked on an item without votes, and such items stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from typing import Annotated

from msgspec import Meta

SCALE = range(5)
DIGITS = 6

UnitInterval = Annotated[float, Meta(ge=0, le=1)]
Distribution = Annotated[list[int], Meta(min_length=len(SCALE), max_length=len(SCALE))]


@dataclass(frozen=True, slots=True)
class Count:
    """`people` voters of one entity gave `value` to `item`; None stands for «No la conozco lo suficiente».

    An entity outside the network is known by its name: it has a voice like any other."""

    item: int
    entity: int | str
    value: int | None
    people: int = 1


@dataclass(frozen=True, slots=True)
class EntityTally:
    n: int
    mean: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class ItemTally:
    """`rank` counts every person alike, `by_entity.rank` every entity; the latter is shown first."""

    item: int
    n: int
    passed: int
    mean: float | None
    median: float | None
    distribution: Distribution
    agreement: UnitInterval | None
    rank: int | None
    by_entity: EntityTally


@dataclass(slots=True)
class _Votes:
    """The votes of one item, per entity: how many chose each value."""

    by_entity: dict[int | str, list[int]]
    passed: int = 0

    @property
    def distribution(self) -> list[int]:
        return [sum(column) for column in zip(*self.by_entity.values(), strict=True)] or [0] * len(SCALE)


def tally(items: Sequence[int], counts: Iterable[Count]) -> list[ItemTally]:
    """The result of every one of `items`, in their order."""
    votes = _gather(items, counts)
    people = {item: tally_by_person(votes[item].distribution) for item in items}
    entities = {item: tally_by_entity(votes[item].by_entity) for item in items}
    person_ranks, entity_ranks = ranks(people), ranks(entities)
    return [
        ItemTally(
            item=item,
            n=sum(votes[item].distribution),
            passed=votes[item].passed,
            mean=_rounded(people[item]),
            median=median(votes[item].distribution),
            distribution=votes[item].distribution,
            agreement=agreement(votes[item].distribution),
            rank=person_ranks[item],
            by_entity=EntityTally(len(votes[item].by_entity), _rounded(entities[item]), entity_ranks[item]),
        )
        for item in items
    ]


def _gather(items: Sequence[int], counts: Iterable[Count]) -> dict[int, _Votes]:
    votes = {item: _Votes(defaultdict(lambda: [0] * len(SCALE))) for item in items}
    for count in counts:
        if count.value is None:
            votes[count.item].passed += count.people
        else:
            votes[count.item].by_entity[count.entity][count.value] += count.people
    return votes


def tally_by_person(distribution: Sequence[int]) -> Fraction | None:
    """The mean in which each person counts the same."""
    n = sum(distribution)
    return Fraction(sum(value * times for value, times in enumerate(distribution)), n) if n else None


def tally_by_entity(by_entity: Mapping[int | str, Sequence[int]]) -> Fraction | None:
    """The mean of the entities' means: a large department weighs as much as a small association."""
    means = [mean for votes in by_entity.values() if (mean := tally_by_person(votes)) is not None]
    return sum(means, Fraction(0)) / len(means) if means else None


def ranks(means: Mapping[int, Fraction | None]) -> dict[int, int | None]:
    """1 for the highest mean; equal means share the better rank and the next one is skipped (1, 2, 2, 4)."""
    ordered = sorted((mean for mean in means.values() if mean is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for place, mean in enumerate(ordered, start=1):
        first.setdefault(mean, place)
    return {item: None if mean is None else first[mean] for item, mean in means.items()}


def median(distribution: Sequence[int]) -> float | None:
    values = [value for value, times in enumerate(distribution) for _ in range(times)]
    if not values:
        return None
    middle = len(values) // 2
    return float(values[middle]) if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def agreement(distribution: Sequence[int]) -> float | None:
    """The consensus of Tastle and Wierman (2007), "Consensus and dissention: a measure of ordinal dispersion",
    International Journal of Approximate Reasoning 45(3): 1 + Σ pᵢ·log₂(1 − |i − mean| ÷ width).

    1 when all gave the same value, 0 when half chose each end of the scale.
    """
    n = sum(distribution)
    if not n:
        return None
    mean = sum(value * times for value, times in enumerate(distribution)) / n
    width = len(distribution) - 1
    spread = sum(times / n * log2(1 - abs(value - mean) / width) for value, times in enumerate(distribution) if times)
    return round(min(1.0, max(0.0, 1 + spread)), DIGITS)


def _rounded(mean: Fraction | None) -> float | None:
    return None if mean is None else round(float(mean), DIGITS)
