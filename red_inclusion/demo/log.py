"""The needs, logged and confirmed through the actions, each in its week before the meetings."""

from datetime import date, timedelta

from needs import actions
from needs.models import Need
from red_inclusion.core import clock

from . import facts
from .people import Network

FIRST_DAY = date(2022, 11, 14)
BY_THE_FIRST_MEETING = 7


def log_needs(network: Network) -> dict[str, Need]:
    """Every invented need, by its id in the data; half of each area's before its first meeting, half after."""
    return {
        row["id"]: _find(row, network) or _log(row, place, network)
        for code in network.areas
        for place, row in enumerate(facts.needs(code))
    }


def _find(row: dict, network: Network) -> Need | None:
    return Need.objects.filter(area=network.areas[row["area"]], title=row["title"]).first()


def _log(row: dict, place: int, network: Network) -> Need:
    later = timedelta(weeks=4) if place >= BY_THE_FIRST_MEETING else timedelta()
    day = FIRST_DAY + timedelta(days=place % BY_THE_FIRST_MEETING * 2) + later
    with clock.set_to(facts.at(day, 10, 5 * place)):
        need = actions.log_need(
            network.areas[row["area"]],
            entity=network.entities[row["entity"]],
            actor=network.technicians[row["area"], row["entity"]],
            title=row["title"],
            statement=row["statement"],
            collectives=row["collectives"],
            people=row["people"] or "unknown",
            territory=row["territory"],
            visibility="network",
        )
    if row["visibility"] != need.visibility:
        with clock.set_to(facts.at(day, 13)):
            actions.set_visibility(need, visibility=row["visibility"], actor=network.leads[row["area"]])
    for hours, name in enumerate(row["confirmed_by"]):
        with clock.set_to(facts.at(day + timedelta(days=1), 9 + hours)):
            confirmer = network.technicians[row["area"], name]
            actions.confirm_need(need, entity=network.entities[name], actor=confirmer)
    return need
