"""Reading a file that somebody uploads, and judging each of its cells."""

import struct
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from red_inclusion.accounts.models import User
from red_inclusion.core.errors import DomainError
from red_inclusion.network.enums import EntityKind, MandateKind
from red_inclusion.network.models import Area, Entity, Invitation
from red_inclusion.network.sheets import template
from red_inclusion.network.sheets.checking import NEW, THERE, WRONG, check_tables
from red_inclusion.network.sheets.columns import COLUMNS
from red_inclusion.network.sheets.reading import FORMULA, MOST_BYTES, read_tables
from tests.factories import AreaFactory, EntityFactory, InvitationFactory, MandateFactory, PersonFactory

from .sheets import network, workbook


def refusal_of(name: str, content: bytes) -> str:
    with pytest.raises(DomainError) as refusal:
        read_tables(name, content)
    assert refusal.value.field == "file"
    return refusal.value.code


def csv_of(text: str, encoding: str = "utf-8") -> list[dict]:
    return read_tables("red.csv", text.encode(encoding))


def test_three_sheets_are_known_by_their_heads_in_any_language_and_any_order():
    book = Workbook()
    book.active.append(["Red de 2026"])
    book.active.append([])
    book.active.append(["", "CORREO ELECTRÓNICO *", "Entidad", "Nombre y apellidos"])
    book.active.append(["", "ana@example.org", "Cáritas", "Ana"])
    book.create_sheet("Notas").append(["Cualquier cosa"])
    book.create_sheet("x").append(["name", "code"])
    book["x"].append(["Empleo", "EMP"])
    written = BytesIO()
    book.save(written)

    tables = read_tables("red.xlsx", written.getvalue())

    assert [(table["kind"], table["rows"]) for table in tables] == [
        ("people", [{"number": 4, "cells": {"email": "ana@example.org", "entity": "Cáritas", "name": "Ana"}}]),
        ("areas", [{"number": 2, "cells": {"name": "Empleo", "code": "EMP"}}]),
    ]
    assert tables[0]["letters"] == {"email": "B", "entity": "C", "name": "D"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("code;name\nEMP;Educación", "utf-8"),
        ("code,name\nEMP,Educación", "utf-8-sig"),
        ("code\tname\r\nEMP\tEducación\r\n", "cp1252"),
        ('code;name\n"EMP";"Educación"', "utf-16"),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(text, encoding):
    [table] = csv_of(text, encoding)

    assert table["rows"] == [{"number": 2, "cells": {"code": "EMP", "name": "Educación"}}]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("red.xlsx", b"PK\x03\x04 not a package", "unreadable"),
        ("red.xls", b"\xd0\xcf\x11\xe0", "not_a_sheet"),
        ("red.pdf", b"%PDF-1.7", "not_a_sheet"),
        ("red.csv", b"PK\x03\x04", "not_a_sheet"),
        ("red.xlsx", b"code;name\nEMP;Empleo", "not_a_sheet"),
        ("red.csv", b"code;name\nE\0MP;Empleo", "not_text"),
        ("red.csv", b'code;name\n"EMP;Empleo', "unreadable"),
        ("red.csv", b"", "no_table"),
        ("red.csv", b"a;b\n1;2", "no_table"),
        ("red.csv", b"code;name\n;", "no_table"),
        ("red.csv", b"x" * (MOST_BYTES + 1), "too_big"),
        ("red.csv", b"code;name\n" + b"EMP;x\n" * 501, "too_many_rows"),
        ("red.csv", b"code;name\nEMP;x\n" + b"\n" * 6000 + b"SAN;y\n", "too_many_rows"),
        ("red.xlsx", workbook(areas=[("EMP", "x"), *[()] * 6000, ("SAN", "y")]), "too_many_rows"),
        ("red.xlsx", workbook(areas=[("EMP", "x")] * 501), "too_many_rows"),
    ],
)
def test_what_is_no_sheet_is_refused_beside_the_field(name, content, code):
    assert refusal_of(name, content) == code


@pytest.mark.parametrize("empty", [0, 400, 4000])
def test_empty_rows_between_take_nothing_from_those_below(empty):
    rows = [("EMP", "Empleo"), *[()] * empty, *[("SAN", "Salud")] * 499]

    [of_workbook] = read_tables("red.xlsx", workbook(areas=rows))
    [of_text] = csv_of("code;name\nEMP;Empleo\n" + "\n" * empty + "SAN;Salud\n" * 499)

    assert of_workbook["rows"] == of_text["rows"]
    assert (len(of_text["rows"]), of_text["rows"][-1]["number"]) == (500, 501 + empty)


def test_a_sheet_of_others_may_be_as_long_as_it_likes():
    book = load_workbook(BytesIO(workbook(areas=[("EMP", "Empleo")])))
    notes = book.create_sheet("Notas")
    for _ in range(6000):
        notes.append(["Cualquier cosa"])
    written = BytesIO()
    book.save(written)

    assert [len(table["rows"]) for table in read_tables("red.xlsx", written.getvalue())] == [1]


def package(**members: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def with_member(name: str, change) -> bytes:
    """A good workbook, of which one part is another."""
    written = BytesIO()
    with ZipFile(BytesIO(workbook(areas=[("EMP", "Empleo")]))) as good, ZipFile(written, "w", ZIP_DEFLATED) as bad:
        for member in good.namelist():
            content = good.read(member)
            bad.writestr(member, change(content) if member == name else content)
    return written.getvalue()


def damaged(content: bytes, chance: Random) -> bytes:
    """A few bytes of it are others, as after a broken download."""
    copy = bytearray(content)
    for _ in range(chance.choice([1, 3, 8])):
        copy[chance.randrange(4, len(copy))] = chance.randrange(256)
    return bytes(copy)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_package_is_read_or_refused(seed):
    chance, content, said = Random(seed), template.workbook(), set()

    for _ in range(40):
        with pytest.raises(DomainError) as refusal:  # the template has no row yet
            read_tables("red.xlsx", damaged(content, chance))
        said.add(refusal.value.code)

    assert {"unreadable"} <= said <= {"unreadable", "no_table", "unpacks_to_too_much"}


def test_a_package_with_a_password_is_unreadable():
    content = bytearray(workbook(areas=[("EMP", "Empleo")]))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 1)

    assert refusal_of("red.xlsx", bytes(content)) == "unreadable"


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert refusal_of("red.xlsx", package(xl__bomb=b"\0" * (31 * 1024 * 1024))) == "unpacks_to_too_much"


def test_a_bomb_that_lies_about_its_size_is_unreadable():
    content = bytearray(with_member("xl/worksheets/sheet1.xml", lambda xml: b"<x/>" + b" " * 20_000_000))
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", 10)

    assert refusal_of("red.xlsx", bytes(content)) == "unreadable"


def test_entities_of_xml_are_not_expanded():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'

    assert refusal_of("red.xlsx", with_member("xl/worksheets/sheet1.xml", lambda xml: laughs)) == "unreadable"


def test_a_sheet_that_claims_a_million_rows_costs_no_more_than_it_holds():
    content = with_member("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="1048576"'))

    assert refusal_of("red.xlsx", content) in {"no_table", "unreadable"}


def test_formulas_are_not_run_and_cells_that_only_begin_like_one_are_text():
    book = Workbook()
    book.active.append(["code", "name"])
    book.active.append(["EMP", "=1+1"])
    written = BytesIO()
    book.save(written)
    [table] = read_tables("red.xlsx", written.getvalue())
    [of_text] = csv_of("code;name\nEMP;=1+1")

    assert (table["rows"][0]["cells"]["name"], of_text["rows"][0]["cells"]["name"]) == (FORMULA, "=1+1")


def test_no_cell_can_say_that_it_is_a_formula_nor_hold_what_no_database_keeps():
    [of_text] = csv_of(f"code;name\nEMP;{FORMULA}")
    [of_workbook] = read_tables("red.xlsx", workbook(areas=[("EMP", FORMULA)]))

    assert [table["rows"][0]["cells"]["name"] for table in (of_text, of_workbook)] == ["formula", "formula"]
    assert "\0" not in FORMULA


@pytest.mark.parametrize(
    ("kind", "model"), [("areas", Area), ("entities", Entity), ("people", Invitation), ("people", User)]
)
def test_no_cell_is_longer_than_what_keeps_it(kind, model):
    texts = {column.name: column.field() for column in COLUMNS[kind]}
    limits = {name: getattr(field, "limit", field.max_length) for name, field in texts.items() if is_text(field)}
    kept = {field.name: field.max_length for field in model._meta.fields if field.max_length and field.name in limits}

    assert kept and {name: limits[name] for name in kept} == kept


def is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField)


def test_the_template_is_read_back_in_every_language():
    from django.utils import translation

    for language in ("es", "en"):
        with translation.override(language):
            book = load_workbook(BytesIO(template.workbook()))
            heads = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book.worksheets}
            assert len(heads) == 4
            sheet = book.worksheets[0]
            sheet.append(["EMP", "Empleo"])
            written = BytesIO()
            book.save(written)
            texts = [template.text(kind) for kind in ("areas", "entities", "people")]
        assert [table["kind"] for table in read_tables("red.xlsx", written.getvalue())] == [
            "areas",
            "entities",
            "people",
        ]
        assert all(text.startswith("\ufeff") for text in texts)


def judged(**sheets) -> list[tuple]:
    plan = check_tables(read_tables("red.xlsx", workbook(**sheets)), language="es")
    return [(line.name, line.outcome, [error.cell for error in line.errors]) for line in plan.lines]


@pytest.mark.django_db
class TestJudging:
    def test_a_good_network_is_new(self):
        plan = check_tables(read_tables("red.xlsx", workbook(**network(20, 60))), language="es")

        assert (len(plan.new), plan.wrong, plan.there) == (82, [], [])

    def test_it_asks_as_much_for_one_row_as_for_hundreds(self):
        counts = []
        for size in (1, 3, 120):
            tables = read_tables("red.xlsx", workbook(**network(size, size)))
            with CaptureQueriesContext(connection) as queries:
                check_tables(tables, language="es")
            counts.append(len(queries))

        assert len(set(counts)) == 1

    def test_each_wrong_cell_is_named(self):
        assert judged(
            areas=[("EMP", "Empleo"), ("1", "Salud"), ("EMP", "Otra"), ("", "Sin código")],
            entities=[
                ("Cáritas", "nada de esto"),
                ("", "school"),
                ("Cruz Roja", "third_sector", "", "", "javascript:alert(1)", "EMP"),
                ("Escuela", "School", "", "", "", "NADA"),
                ("x" * 81, "other"),
            ],
        ) == [
            ("Empleo", NEW, []),
            ("Salud", WRONG, ["A3"]),
            ("Otra", WRONG, ["A4"]),
            ("Sin código", WRONG, ["A5"]),
            ("Cáritas", WRONG, ["B2"]),
            ("", WRONG, ["A3"]),
            ("Cruz Roja", WRONG, ["E4"]),
            ("Escuela", WRONG, ["F5"]),
            ("", WRONG, ["A6"]),
        ]

    def test_people_of_a_wrong_row_and_of_nobody_are_named(self):
        assert judged(
            areas=[("EMP", "Empleo"), ("SAN", "Salud", "", "yes")],
            entities=[("Buena", "other", "", "", "", "EMP"), ("Mala", "", "", "", "", "EMP"), ("Suelta", "other")],
            people=[
                ("Ana", "ana@example.org", "BUENA"),
                ("Eva", "eva@example", "Buena"),
                ("Iris", "iris@example.org", "Mala"),
                ("Olga", "olga@example.org", "Ninguna"),
                ("Ursa", "ursa@example.org", "Buena", "SAN"),
                ("Ana otra vez", "ANA@example.org", "Buena"),
                ("Rita", "rita@example.org", "Suelta"),
                ("Sara", "sara@example.org", "Buena", "", "jefa"),
            ],
        )[5:] == [
            ("Ana", NEW, []),
            ("Eva", WRONG, ["B3"]),
            ("Iris", WRONG, ["C4"]),
            ("Olga", WRONG, ["C5"]),
            ("Ursa", WRONG, ["D6"]),
            ("Ana otra vez", WRONG, ["B7"]),
            ("Rita", WRONG, ["C8"]),
            ("Sara", WRONG, ["E9"]),
        ]

    def test_what_is_there_stays_and_what_lacks_a_place_gets_one(self, cast):
        InvitationFactory(seat=cast.seat, invited_by=cast.alba, email="elena@example.org")
        EntityFactory(name="Ida", active_until=cast.entity.active_since)
        PersonFactory(email="cerrada@example.org", is_active=False)

        assert judged(
            areas=[("emp", "Empleo y Formación"), ("NUE", "Empleo y Formacion")],
            entities=[
                ("cruz roja", "third_sector", "", "", "", "EMP"),
                ("Juventud", "municipal_department", "", "", "", "EMP, EDU"),
                ("Ida", "other"),
            ],
            people=[
                ("Bruno", "BRUNO@example.org", "Cruz Roja"),
                ("Elena", "elena@example.org", "Cruz Roja"),
                ("Carla", "carla@example.org", "Cruz Roja"),
                ("Nadie", "cerrada@example.org", "Cruz Roja"),
            ],
        ) == [
            ("Empleo y Formación", THERE, []),
            ("Empleo y Formacion", WRONG, ["B3"]),
            ("cruz roja", THERE, []),
            ("Juventud", NEW, []),
            ("Ida", WRONG, ["A4"]),
            ("Bruno", THERE, []),
            ("Elena", THERE, []),
            ("Carla", NEW, []),
            ("Nadie", WRONG, ["B5"]),
        ]

    def test_one_titular_for_each_place(self, cast):
        formal = AreaFactory(code="SAN", formal=True)
        MandateFactory(seat__entity=cast.entity, seat__area=formal, kind=MandateKind.TITULAR)

        assert judged(
            entities=[("Nueva", EntityKind.OTHER, "", "", "", "SAN")],
            people=[
                ("Ana", "ana@example.org", "Cruz Roja", "SAN", "titular"),
                ("Eva", "eva@example.org", "Nueva", "SAN", "Titular"),
                ("Iris", "iris@example.org", "Nueva", "SAN", "titular"),
                ("Olga", "olga@example.org", "Cruz Roja", "EMP", "titular"),
            ],
        )[1:] == [("Ana", WRONG, ["E2"]), ("Eva", NEW, []), ("Iris", WRONG, ["E4"]), ("Olga", NEW, [])]
