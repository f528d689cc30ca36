"""What a file would bring, cell by cell, against the network as it is now. It reads, and writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.folding import fold
from red_inclusion.core.marks import mark_of
from red_inclusion.network.enums import InvitationState, MandateKind
from red_inclusion.network.models import Area, Entity, Invitation, Mandate, Seat, kind_in

from .columns import AREAS, COLUMNS, ENTITIES, ORDER, PEOPLE, TITLES, Column
from .reading import FORMULA, Row, Table

NEW, THERE, WRONG = "new", "there", "wrong"


@dataclass(frozen=True)
class CellError:
    cell: str  # «C7»
    column: Any
    text: str
    message: str


@dataclass
class Line:
    """One row of a sheet: what it says, what is wrong with it, and what it would bring."""

    kind: str
    title: str  # of its sheet
    number: int
    letters: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    outcome: str = NEW
    seats: list[tuple[str, str]] = field(default_factory=list)  # (entity key, area code) it needs or gives
    note: str = ""

    @property
    def name(self) -> str:
        return str(self.values.get("name") or "")

    @property
    def key(self) -> str:
        return self.values["code"] if self.kind == AREAS else fold(self.values["name"])

    def refuse(self, column: str, message: str, text: str = "") -> None:
        label = next(each.label for each in COLUMNS[self.kind] if each.name == column)
        cell = f"{self.letters[column]}{self.number}" if column in self.letters else str(self.number)
        self.errors.append(CellError(cell, label, text, message))
        self.outcome = WRONG


@dataclass
class Plan:
    lines: list[Line]

    def of(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == NEW]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == WRONG]

    @property
    def there(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == THERE]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Sheet by sheet, for the page."""
        return [
            {"kind": kind, "title": TITLES[kind], "lines": lines, "new": sum(line.outcome == NEW for line in lines)}
            for kind in ORDER
            if (lines := self.of(kind))
        ]

    @property
    def mark(self) -> str:
        """Another one as soon as any row would come out otherwise."""
        return mark_of(
            {str(place): [line.outcome, bool(line.note), line.seats] for place, line in enumerate(self.lines)}
        )


class Known:
    """What the network holds already, in a handful of queries, however long the sheets are."""

    def __init__(self, emails: Iterable[str]):
        emails = set(emails)
        self.areas = {area.code: area for area in Area.objects.all()}
        self.area_codes = {fold(area.name): code for code, area in self.areas.items()}
        self.entities = entities_by_key()
        self.active = set(Entity.objects.active().values_list("pk", flat=True))
        seats = Seat.objects.that_hold().values_list("entity_id", "area__code")
        self.seats = set(seats)
        users = User.objects.filter(is_guest=False).values_list("email", "is_active")
        self.people = {email.lower(): active for email, active in users if email.lower() in emails}
        mandates = Mandate.objects.current().values_list("person__email", "seat__entity_id", "seat__area__code", "kind")
        self.on_seats = set()
        self.titulars = set()
        for email, entity, area, kind in mandates:
            self.on_seats.add((email.lower(), entity, area))
            if kind == MandateKind.TITULAR:
                self.titulars.add((entity, area))
        pending = Invitation.objects.pending().select_related("entity")
        self.invited = {
            (each.email.lower(), each.entity.stands_for) for each in pending if each.state == InvitationState.PENDING
        }
        self.today = clock.today()


def entities_by_key() -> dict[str, Entity]:
    """Each by its name; a duplicate's former name leads to the one it was merged into, unless another bears it."""
    entities = Entity.objects.select_related("merged_into")
    former = {fold(each.former_name): each.merged_into for each in entities if each.merged_into}
    return former | {fold(each.name): each for each in entities if not each.merged_into}


def check_tables(tables: list[Table], *, language: str) -> Plan:
    """`language` is that of the invitations whose row names none."""
    lines = [_line(table, row) for kind in ORDER for table in tables if table["kind"] == kind for row in table["rows"]]
    known = Known(line.values["email"].lower() for line in lines if line.values.get("email"))
    checker = _Checker(known, language)
    for line in lines:
        checker.check(line)
    return Plan(lines)


def _line(table: Table, row: Row) -> Line:
    line = Line(table["kind"], table["title"], row["number"], table["letters"])
    for column in COLUMNS[table["kind"]]:
        _clean(line, column, row["cells"].get(column.name, ""))
    return line


def _clean(line: Line, column: Column, text: str) -> None:
    if text == FORMULA:
        line.refuse(column.name, _("This cell holds a formula. Copy it, and paste it as values."))
        return
    try:
        line.values[column.name] = column.clean(text)
    except ValidationError as error:
        line.refuse(column.name, " ".join(error.messages), text)


class _Checker:
    def __init__(self, known: Known, language: str):
        self.known = known
        self.language = language
        self.seen: dict[tuple, Line] = {}
        self.titulars: dict[tuple[str, str], Line] = {}

    def check(self, line: Line) -> None:
        """Whatever can be said of a row is said at once, even if its first cell is wrong already."""
        {AREAS: self._area, ENTITIES: self._entity, PEOPLE: self._person}[line.kind](line)

    def _area(self, line: Line) -> None:
        code, name = line.values.get("code"), line.values.get("name")
        if not code or not name:
            return
        if _is_bad_code(code):
            line.refuse("code", _("Write two to eight capital letters or figures, a letter first: EMP."), code)
            return
        if self._is_repeated(line, (AREAS, code), "code", code):
            return
        known = self.known.areas.get(code)
        same_name = self.known.area_codes.get(fold(name))
        if same_name not in (None, code):
            message = _("There is already an area with this name; its code is %(code)s.")
            line.refuse("name", message % {"code": same_name}, name)
        elif self._is_repeated(line, (AREAS, "name", fold(name)), "name", name):
            return
        elif known and not line.errors:
            line.outcome = THERE

    def _entity(self, line: Line) -> None:
        name = line.values.get("name")
        if not name or self._is_repeated(line, (ENTITIES, fold(name)), "name", name):
            return
        codes = self._codes(line)
        known = self.known.entities.get(fold(name))
        if known and known.pk not in self.known.active:
            line.refuse("name", _("This entity left the network. Bring it back on its page, then upload again."), name)
        if line.errors:
            return
        line.seats = [(line.key, code) for code in codes if not known or (known.pk, code) not in self.known.seats]
        if known:
            line.outcome = NEW if line.seats else THERE
            line.note = _("is in the network already") if line.seats else ""

    def _person(self, line: Line) -> None:
        email, entity = line.values.get("email"), line.values.get("entity")
        if email:
            line.values["email"] = email = email.lower()
        codes = self._codes(line)
        row = self.seen.get((ENTITIES, fold(entity))) if entity else None
        known = self.known.entities.get(fold(entity)) if entity else None
        if not entity or not email or self._is_repeated(line, (PEOPLE, email, fold(entity)), "email", email):
            return
        if row is not None and row.outcome == WRONG:
            message = _("Put right row %(number)s of the entities first.")
            line.refuse("entity", message % {"number": row.number}, entity)
        elif row is None and (known is None or known.pk not in self.known.active):
            line.refuse("entity", _("No entity of the network or of this file is called so."), entity)
        if self.known.people.get(email) is False:
            line.refuse("email", _("The account of this address is closed. Write another one."), email)
        if line.errors:
            return
        self._place(line, row, known, codes)

    def _place(self, line: Line, row: Line | None, known: Entity | None, codes: list[str]) -> None:
        """In which areas she will speak for the entity: those of her row, else all that it is in."""
        email = line.values["email"]
        entity = fold(known.name if known else line.values["entity"])
        its = {code for code in self._all_codes() if known and (known.pk, code) in self.known.seats}
        its |= {code for _entity, code in (row.seats if row else [])}
        its |= self._new_whole_network()
        if known is None:
            its |= {code for code, area in self.known.areas.items() if area.whole_network}
        missing = [code for code in codes if code not in its]
        if missing:
            message = _("The entity is not in %(areas)s. Add the area in the row of the entity, or leave it out here.")
            line.refuse("areas", message % {"areas": ", ".join(missing)}, ", ".join(codes))
            return
        wanted = codes or sorted(its)
        if not wanted:
            line.refuse(
                "entity", _("This entity is in no area. Write its areas in its own row."), line.values["entity"]
            )
            return
        pk = known.pk if known else None
        open_ = [code for code in wanted if (email, pk, code) not in self.known.on_seats]
        if not open_ or (email, pk) in self.known.invited:
            line.outcome = THERE
            line.note = _("invited already") if open_ else ""
            return
        line.seats = [(entity, code) for code in open_]
        self._titular(line, pk)

    def _titular(self, line: Line, pk: int | None) -> None:
        if line.values.get("kind") != MandateKind.TITULAR:
            return
        for entity, code in line.seats:
            if kind_in(self._area_of(code), MandateKind.TITULAR) != MandateKind.TITULAR:
                continue
            twin = self.titulars.setdefault((entity, code), line)
            if (pk, code) in self.known.titulars or twin is not line:
                message = _(
                    "The entity has another titular in %(area)s. Write «substitute», or end that mandate first."
                )
                line.refuse("kind", message % {"area": code}, str(MandateKind.TITULAR.label))
                return

    def _is_repeated(self, line: Line, key: tuple, column: str, text: str) -> bool:
        twin = self.seen.setdefault(key, line)
        if twin is line:
            return False
        line.refuse(column, _("It is the same as in row %(number)s.") % {"number": twin.number}, text)
        return True

    def _codes(self, line: Line) -> list[str]:
        """Areas of the network or of this file, by code or by name, each once."""
        known = self._all_codes()
        by_name = self.known.area_codes | {
            key[2]: each.key for key, each in self.seen.items() if key[:2] == (AREAS, "name")
        }
        found, unknown = [], []
        for word in line.values.get("areas") or []:
            code = word.upper() if word.upper() in known else by_name.get(fold(word))
            (found if code in known else unknown).append(code if code in known else word)
        if unknown:
            message = _("No area of the network or of this file is called so: %(areas)s.")
            line.refuse("areas", message % {"areas": ", ".join(unknown)}, ", ".join(line.values["areas"]))
        return list(dict.fromkeys(found))

    def _all_codes(self) -> set[str]:
        rows = {
            key[1] for key, line in self.seen.items() if key[0] == AREAS and len(key) == 2 and line.outcome != WRONG
        }
        return set(self.known.areas) | rows

    def _area_of(self, code: str) -> Area:
        if code in self.known.areas:
            return self.known.areas[code]
        return Area(code=code, formal=bool(self.seen[AREAS, code].values.get("formal")))

    def _new_whole_network(self) -> set[str]:
        """Areas of this file that every entity of the network gets a place in when they are opened."""
        rows = [line for key, line in self.seen.items() if key[0] == AREAS and len(key) == 2 and line.outcome == NEW]
        return {line.key for line in rows if line.values.get("whole_network")}


def _is_bad_code(code: str) -> bool:
    try:
        Area._meta.get_field("code").run_validators(code)
    except ValidationError:
        return True
    return False
