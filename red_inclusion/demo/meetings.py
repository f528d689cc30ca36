"""The meetings of the past, from the notice to the published minutes, through the same actions as on any other day."""

from dataclasses import dataclass
from datetime import date, timedelta

from meetings.actions import agenda as agenda_actions
from meetings.actions import attendance, ballots, rounds
from meetings.actions import meeting as meetings
from meetings.actions.decisions import add_decision
from meetings.actions.minutes import draft_minutes, edit_minutes, publish_minutes
from meetings.enums import Reply, Stage
from meetings.models import Meeting
from meetings.protocol import BallotAct, VoteCast, VotePass
from needs.models import Need
from red_inclusion.core import clock

from . import facts
from .ballots import urgency_of
from .people import Network


@dataclass(frozen=True)
class Script:
    """What one meeting of the past was."""

    code: str
    day: date
    title: str
    place: str
    agenda: tuple[str, ...]
    summary: str
    decisions: tuple[str, ...]
    hour: int = 17
    votes: bool = False
    excused: tuple[str, ...] = ()


DYNAMIC = (
    "Necesidades que detectamos en nuestro trabajo",
    "Prioridades: con qué urgencia hay que atender cada una",
    "Grupos de trabajo: de las carencias a propuestas concretas",
    "Puesta en común y próximos pasos",
)
SECOND_SUMMARY = (
    "Quienes trabajan en cada entidad pusieron sobre la mesa las necesidades que detectan, las priorizaron por la "
    "urgencia con que hay que atenderlas y, en grupos pequeños, empezaron a convertirlas en propuestas de actuación."
)
PAST = (
    Script(
        code="EMP",
        day=date(2022, 12, 14),
        hour=10,
        title="Primera reunión del área",
        place="Centro Municipal de Servicios Sociales",
        agenda=("Presentación de la red y de quienes la forman", "Necesidades que detectamos", "Próximos pasos"),
        summary=(
            "Primera reunión del área: cada entidad se presentó, contó con quién trabaja y adelantó las necesidades "
            "que detecta. Quedó claro que no conocemos bien los recursos de las demás."
        ),
        decisions=(
            "Cada entidad registrará en la red las necesidades que detecta antes de la reunión de enero.",
            "Compartiremos una guía con los recursos y servicios de todas las entidades.",
        ),
    ),
    Script(
        code="EMP",
        day=date(2023, 1, 20),
        title="Segunda reunión: prioridades y propuestas",
        place="Vivero de Empresas para Mujeres",
        agenda=DYNAMIC,
        summary=SECOND_SUMMARY,
        decisions=(
            "Los grupos de trabajo convertirán las necesidades más urgentes en propuestas de actuación.",
            "Servicios Sociales coordinará un punto de ayuda con los trámites digitales.",
        ),
        votes=True,
        excused=("CAVI",),
    ),
    Script(
        code="SAN",
        day=date(2023, 1, 23),
        title="Reunión del área: prioridades y propuestas",
        place="Centro de Salud",
        agenda=DYNAMIC,
        summary=SECOND_SUMMARY,
        decisions=("Empezaremos por las altas de hospital y por la atención a quienes viven solos.",),
        votes=True,
    ),
    Script(
        code="EDU",
        day=date(2023, 1, 26),
        title="Reunión del área: prioridades y propuestas",
        place="Casa de la Cultura",
        agenda=DYNAMIC,
        summary=SECOND_SUMMARY,
        decisions=("Prepararemos con el instituto una forma común de actuar ante las primeras faltas.",),
        votes=True,
    ),
)
LATELY = {"EMP": 7, "SAN": 8, "EDU": 5}


def recent(code: str) -> Script:
    """The follow-up meeting in which the proposals now under way were agreed."""
    return Script(
        code=code,
        day=facts.weeks_ago(LATELY[code]),
        title="Reunión de seguimiento",
        place="Centro Municipal de Servicios Sociales",
        agenda=("Qué se ha hecho desde la última reunión", "Propuestas de actuación", "Próximos pasos"),
        summary="Repasamos lo hecho y acordamos las propuestas de actuación que empiezan este trimestre.",
        decisions=("Se ponen en marcha las propuestas de actuación presentadas, con las entidades que las asumen.",),
        hour=10,
    )


def hold(script: Script, network: Network, needs: dict[str, Need]) -> tuple[Meeting, bool]:
    """The meeting of `script`, in session if it is new; and whether it is. The caller adds what came of it, then
    calls `finish`."""
    area, lead = network.areas[script.code], network.leads[script.code]
    starts = facts.at(script.day, script.hour)
    found = area.meetings.filter(title=script.title).first()
    if found:
        return found, False
    with clock.set_to(starts - timedelta(days=10)):
        meeting = meetings.create_meeting(
            area,
            actor=lead,
            title=script.title,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            place=script.place,
            agenda=script.agenda,
        )
        meetings.convene_meeting(meeting, actor=lead)
    _come_in(meeting, script, network)
    if script.votes:
        with clock.set_to(starts + timedelta(minutes=45)):
            _vote(meeting, script, network, needs)
    with clock.set_to(starts + timedelta(minutes=110)):
        for text in script.decisions:
            add_decision(meeting, text=text, actor=lead)
    return Meeting.objects.get(pk=meeting.pk), True


def finish(meeting: Meeting, script: Script, network: Network) -> None:
    lead = network.leads[script.code]
    with clock.set_to(meeting.ends_at):
        meetings.set_stage(meeting, stage=Stage.WRAP_UP, actor=lead)
        for item in meeting.agenda.all():
            agenda_actions.finish_item(item, actor=lead)
        meetings.close_meeting(meeting, actor=lead)
    with clock.set_to(meeting.ends_at + timedelta(days=3)):
        minutes = draft_minutes(meeting, actor=lead)
        edit_minutes(minutes, actor=lead, summary=script.summary, remarks="", agenda={})
        publish_minutes(minutes, actor=lead, public=True)


def _come_in(meeting: Meeting, script: Script, network: Network) -> None:
    technicians = {name: person for (code, name), person in network.technicians.items() if code == script.code}
    with clock.set_to(meeting.starts_at - timedelta(days=2)):
        for name in script.excused:
            attendance.reply_to_notice(
                meeting, person=technicians[name], reply=Reply.NOT_COMING, actor=technicians[name]
            )
    with clock.set_to(meeting.starts_at):
        meetings.start_meeting(meeting, actor=network.leads[script.code])
        for name, technician in technicians.items():
            if name not in script.excused:
                attendance.check_in(meeting, person=technician, actor=technician)


def _vote(meeting: Meeting, script: Script, network: Network, needs: dict[str, Need]) -> None:
    lead = network.leads[script.code]
    rows = facts.needs(script.code)
    meetings.set_stage(meeting, stage=Stage.PRIORITISE, actor=lead)
    round_ = rounds.create_round(
        meeting, actor=lead, title="Necesidades por urgencia", needs=[needs[row["id"]] for row in rows]
    )
    rounds.open_round(round_, actor=lead)
    for number, person in enumerate(network.technicians_of(script.code)):
        if meeting.attendances.filter(person=person, status="present").exists():
            _fill_ballot(round_, rows, person, number)
    rounds.close_round(round_, actor=lead)
    meetings.set_stage(meeting, stage=Stage.GROUPS, actor=lead)


def _fill_ballot(round_, rows: list[dict], person, number: int) -> None:
    items = zip(round_.items.order_by("order"), rows, strict=True)
    ballots.cast_ballot(round_, actor=person, acts=[_act(round_, item, urgency_of(row, number)) for item, row in items])


def _act(round_, item, value: int | None) -> BallotAct:
    if value is None:
        return VotePass(round=round_.pk, item=item.pk)
    return VoteCast(round=round_.pk, item=item.pk, value=value)
