"""Thousands of needs, for trying lists: the demo's own texts, numbered."""

from datetime import timedelta

from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.core.folding import fold

from . import facts
from .people import Network

BATCH = 500
PREFIX = "EJEMPLO"


def add_needs(count: int, network: Network) -> int:
    """Fill up to `count` needs in all; those there are count. Gives how many were added."""
    missing = max(0, count - Need.objects.count())
    first = Need.objects.filter(reference__startswith=PREFIX).count() + 1
    rows = [row for code in network.areas for row in facts.needs(code)]
    made = [_need(number, rows[number % len(rows)], network) for number in range(first, first + missing)]
    Need.objects.bulk_create(made, batch_size=BATCH)
    return missing


def _need(number: int, row: dict, network: Network) -> Need:
    reference, title = f"{PREFIX}-{number:05d}", f"{row['title']} ({number})"
    moment = clock.now() - timedelta(minutes=number)
    return Need(
        reference=reference,
        title=title[:120],
        statement=row["statement"],
        area=network.areas[row["area"]],
        entity=network.entities[row["entity"]],
        author=network.technicians[row["area"], row["entity"]],
        territory=row["territory"],
        people=row["people"] or "unknown",
        visibility="network",
        logged_at=moment,
        changed_at=moment,
        folded=fold(f"{reference} {title} {row['statement']} {row['territory']}"),
    )
