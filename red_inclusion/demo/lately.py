"""What is in the bell: a directory, an entity asked whether what it offers still holds, the meetings to come."""

from datetime import datetime, timedelta

from meetings.actions import meeting as meetings
from meetings.enums import MeetingState
from meetings.models import Meeting
from red_inclusion.core import clock
from red_inclusion.network import actions

from . import facts
from .people import Network

NEXT = "Próxima reunión: cómo van las propuestas"
NEXT_IN_DAYS = {"EMP": 16, "SAN": 11, "EDU": 13}
DAYS_SINCE_CONVENED, DAYS_SINCE_ASKED = 3, 1
AGENDA = ("Qué se ha hecho desde la última reunión", "Necesidades nuevas", "Próximos pasos")


def tell_lately(network: Network) -> None:
    for row in facts.resources():
        _add_resource(row, network)
    with clock.set_to(_morning(DAYS_SINCE_ASKED)):
        actions.ask_whether_resources_hold()
    for code in network.areas:
        _convene_next(code, network)


def _add_resource(row: dict, network: Network) -> None:
    entity = network.entities[row["entity"]]
    if entity.resources.filter(name=row["name"]).exists():
        return
    technician = next(person for (_area, name), person in network.technicians.items() if name == row["entity"])
    told = {name: value for name, value in row.items() if name not in ("entity", "checked_weeks")}
    with clock.set_to(facts.at(facts.weeks_ago(row["checked_weeks"]), 10)):
        actions.add_resource(entity, actor=technician, **told)


def _convene_next(code: str, network: Network) -> Meeting:
    """By coordination, so that who leads the area reads of it too."""
    area, coordination = network.areas[code], network.coordination
    to_come = area.meetings.filter(title=NEXT, state=MeetingState.CONVENED, starts_at__gt=clock.now())
    if found := to_come.first():
        return found
    starts = facts.at(facts.working_day_in(NEXT_IN_DAYS[code]), 10)
    with clock.set_to(_morning(DAYS_SINCE_CONVENED)):
        meeting = meetings.create_meeting(
            area,
            actor=coordination,
            title=NEXT,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place="Centro Municipal de Servicios Sociales",
            agenda=AGENDA,
        )
        return meetings.convene_meeting(meeting, actor=coordination)


def _morning(days_ago: int) -> datetime:
    return facts.at(clock.today() - timedelta(days=days_ago), 10)
