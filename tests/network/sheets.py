"""Sheets as people fill them in, for the tests."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

AREAS = ("Código", "Nombre", "De qué trata", "Formal", "Toda la red")
ENTITIES = ("Nombre", "Tipo", "Nombre completo", "Qué hace", "Sitio web", "Áreas")
PEOPLE = ("Nombre y apellidos", "Correo electrónico", "Entidad", "Áreas", "Como", "Idioma")
HEADS = {
    "areas": ("code", "name", "about", "formal", "whole_network"),
    "entities": ("name", "kind", "long_name", "about", "website", "areas"),
    "people": ("name", "email", "entity", "areas", "kind", "language"),
}


def workbook(**sheets: Sequence[Sequence]) -> bytes:
    """`workbook(areas=[("EMP", "Empleo")], people=[…])`: each row below the heads of its sheet."""
    book = Workbook()
    book.remove(book.active)
    for kind, rows in sheets.items():
        sheet = book.create_sheet(kind.capitalize())
        sheet.append(HEADS[kind])
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def network(entities: int, people: int) -> dict[str, list[tuple]]:
    """Two areas, so many entities in them, so many people of these."""
    return {
        "areas": [("EMP", "Empleo y Formación"), ("SAN", "Sociosanitaria", "", "sí")],
        "entities": [
            (f"Asociación {n:02}", "third_sector", "", "Acompaña a familias.", "", "EMP, SAN" if n % 2 else "EMP")
            for n in range(1, entities + 1)
        ],
        "people": [
            (f"Técnica {n:02}", f"tecnica{n:02}@example.org", f"Asociación {1 + n % entities:02}")
            for n in range(1, people + 1)
        ],
    }
