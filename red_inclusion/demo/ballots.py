"""Votes of the demo: near the suggested urgency, gathered as tightly as the data says, the same at every run."""

import random

SPREAD = {"high": 0.45, "medium": 0.9, "low": 1.5}
KNOWS_IT_NOT = {"high": 0.0, "medium": 0.08, "low": 0.15}


def urgency_of(need: dict, voter: int) -> int | None:
    """0 to 4, or None where this voter does not know the need well enough. `voter` numbers the voters from 0."""
    chance = random.Random(f"{need['id']}/{voter}")
    if chance.random() < KNOWS_IT_NOT[need["agreement"]]:
        return None
    value = round(chance.gauss(need["urgency"], SPREAD[need["agreement"]]))
    return min(4, max(0, value))
