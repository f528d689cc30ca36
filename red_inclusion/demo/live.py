"""The meeting of today, in session, with an open vote on twelve needs."""

from datetime import timedelta

from meetings.actions import attendance, rounds
from meetings.actions import meeting as meetings
from meetings.enums import MeetingState, ResultVisibility, RoundState, Stage
from meetings.models import Meeting, Round
from needs.models import Need
from red_inclusion.core import clock

from . import facts
from .people import Network

CODE = "EMP"
TITLE = "Reunión de hoy: prioridades del área"
AGENDA = (
    "Llegada y presentación",
    "Necesidades que detectamos",
    "Prioridades: con qué urgencia hay que atender cada una",
    "Grupos de trabajo",
    "Puesta en común y cierre",
)


def open_meeting(network: Network) -> Meeting:
    """The area's meeting in session; a new one where there is none."""
    area, lead = network.areas[CODE], network.leads[CODE]
    found = area.meetings.filter(state=MeetingState.IN_SESSION, title=TITLE).first()
    if found:
        return _at_prioritise(found, lead)
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    meeting = meetings.create_meeting(
        area,
        actor=lead,
        title=TITLE,
        starts_at=now,
        ends_at=now + timedelta(hours=3),
        place="Vivero de Empresas para Mujeres",
        agenda=AGENDA,
    )
    meetings.start_meeting(meeting, actor=lead)
    for technician in network.technicians_of(CODE)[:8]:
        attendance.check_in(meeting, person=technician, actor=technician)
    return _at_prioritise(meeting, lead)


def open_round(meeting: Meeting, network: Network, needs: dict[str, Need]) -> Round:
    """The open vote on the twelve needs, results as they come; a new one where the last is no longer open."""
    found = meeting.rounds.filter(state=RoundState.OPEN).first()
    if found:
        return found
    lead = network.leads[CODE]
    chosen = [needs[row["id"]] for row in facts.needs(CODE)]
    round_ = rounds.create_round(
        meeting,
        actor=lead,
        title="¿Con qué urgencia hay que atenderlas?",
        needs=chosen,
        visibility=ResultVisibility.LIVE,
    )
    return rounds.open_round(round_, actor=lead)


def _at_prioritise(meeting: Meeting, lead) -> Meeting:
    if meeting.stage != Stage.PRIORITISE:
        meetings.set_stage(meeting, stage=Stage.PRIORITISE, actor=lead)
    return Meeting.objects.get(pk=meeting.pk)
