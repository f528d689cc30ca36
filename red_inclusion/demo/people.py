"""Areas, entities and the people of the demo, each named by role and signing in with the same password."""

from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.network import actions
from red_inclusion.network.enums import Accent, MandateKind
from red_inclusion.network.models import Area, Entity, Seat

from . import facts

PASSWORD = "demo-inclusion"  # noqa: S105 (said on the demo's sign-in page)
DOMAIN = "demo.example"
LOOKS = {
    "EMP": (
        Accent.TEAL,
        "Que nadie se quede fuera de un curso o de un empleo por cómo vive, de dónde viene o qué cuida.",
    ),
    "SAN": (
        Accent.PLUM,
        "Cuidar a las personas entre lo sanitario y lo social, sin que nadie tenga que ir de puerta en puerta.",
    ),
    "EDU": (Accent.OCHRE, "Que niñas, niños y jóvenes sigan en la escuela y encuentren su sitio en el pueblo."),
}


@dataclass
class Network:
    coordination: User
    areas: dict[str, Area] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    leads: dict[str, User] = field(default_factory=dict)
    technicians: dict[tuple[str, str], User] = field(default_factory=dict)  # by area code and entity name

    def technicians_of(self, code: str) -> list[User]:
        return [person for (area, _entity), person in self.technicians.items() if area == code]


@cache
def shared_password() -> str:
    """One hash for everybody: each one costs a quarter of a second."""
    return make_password(PASSWORD)


def build_network() -> Network:
    """Build the network as it was on its first day, or find it."""
    with clock.set_to(facts.at(facts.STARTED, 9)):
        coordination = person("coordination", "Coordinación de la red")
        actions.name_coordinator(coordination, actor=SYSTEM)
        network = Network(coordination)
        network.areas = {area["code"]: _area(area, coordination) for area in facts.network()["areas"]}
        for row in facts.network()["entities"]:
            _entity(row, network)
        _name_leads(network)
        _add_onlookers(network)
    return network


def person(mailbox: str, name: str) -> User:
    email = f"{mailbox}@{DOMAIN}"
    found = User.objects.filter(email=email).first()
    if found:
        return found
    created = actions.create_person(email=email, name=name, actor=SYSTEM)
    created.password, created.terms_version, created.terms_accepted_at = shared_password(), terms.VERSION, clock.now()
    created.save(update_fields=["password", "terms_version", "terms_accepted_at"])
    return created


def _area(row: dict, actor: User) -> Area:
    accent, about = LOOKS[row["code"]]
    found = Area.objects.filter(code=row["code"]).first()
    return found or actions.open_area(code=row["code"], name=row["name"], about=about, accent=accent, actor=actor)


def _entity(row: dict, network: Network) -> None:
    entity = Entity.objects.filter(name=row["name"]).first() or actions.admit_entity(
        name=row["name"],
        long_name=row.get("long_name", ""),
        kind=row["kind"],
        since=facts.STARTED,
        actor=network.coordination,
    )
    network.entities[row["name"]] = entity
    for code in row["areas"]:
        seat = actions.add_seat(network.areas[code], entity=entity, actor=network.coordination, since=facts.STARTED)
        technician = person(f"{slugify(row['name'])}.{code.lower()}", f"Técnica de {row['name']}")
        give_mandate(seat, technician, network)
        network.technicians[code, row["name"]] = technician


def give_mandate(seat: Seat, holder: User, network: Network, kind: str = MandateKind.MEMBER) -> None:
    if not holder.mandates.filter(seat=seat, until=None).exists():
        actions.give_mandate(seat, person=holder, kind=kind, actor=network.coordination, since=facts.STARTED)


def _name_leads(network: Network) -> None:
    mailboxes = {"EMP": "lead", "SAN": "lead.san", "EDU": "lead.edu"}
    for code, area in network.areas.items():
        lead = person(mailboxes[code], f"Responsable de {area.name}")
        actions.name_lead(area, person=lead, actor=network.coordination, since=facts.STARTED)
        network.leads[code] = lead


def _add_onlookers(network: Network) -> None:
    observer = person("observer", "Observadora de la Fundación ONCE")
    give_mandate(_seat(network, "EMP", "Fundación ONCE"), observer, network, MandateKind.OBSERVER)
    outsider = person("outsider", "Educador de Juventud")
    give_mandate(_seat(network, "EDU", "Juventud"), outsider, network)


def _seat(network: Network, code: str, entity: str) -> Seat:
    return Seat.objects.get(area=network.areas[code], entity=network.entities[entity], until=None)
