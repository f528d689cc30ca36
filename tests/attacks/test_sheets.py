"""What people write is never computed by who opens an exported table, nor read by who may not read it on the page."""

import csv

import pytest
from django.test import Client

from needs.enums import Visibility
from needs.models import Need
from proposals.models import Proposal
from red_inclusion.core.folding import fold
from tests.core.test_sheets import FORMULAS
from tests.needs.factories import ConfirmationFactory, NeedFactory, PriorityFactory
from tests.proposals.factories import ProposalFactory

pytestmark = pytest.mark.django_db


def table(person, address: str) -> list[dict[str, str]]:
    client = Client()
    person.language = "es"
    person.save(update_fields=["language"])
    client.force_login(person)
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert response["Content-Disposition"].startswith("attachment")
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(keepends=True), delimiter=";"))


def test_no_cell_of_any_export_is_a_formula(cast):
    for attack in FORMULAS:
        clean = attack.replace("\x00", "")
        NeedFactory(area=cast.emp, title=clean, statement=clean, territory=clean, outcome=clean)
        ProposalFactory(area=cast.emp, title=clean, action=clean, problem=clean, success=clean)

    rows = [*table(cast.alba, "/needs/export.csv?state=all"), *table(cast.alba, "/proposals/export.csv")]

    cells = [cell for row in rows for cell in row.values()]
    assert sum("1" in cell for cell in cells) > len(FORMULAS)  # the attacks are there, as words
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "|", "%", "＝"))] == []


def test_she_gets_what_she_sees_and_nothing_else(cast):
    mine = NeedFactory(area=cast.emp, title="Nuestra", visibility=Visibility.AREA)
    shared = NeedFactory(area=cast.edu, title="Compartida", visibility=Visibility.NETWORK)
    NeedFactory(area=cast.edu, title="Ajena", visibility=Visibility.AREA)
    ProposalFactory(area=cast.emp, title="De aquí", needs=[mine])
    ProposalFactory(area=cast.edu, title="De allí", needs=[shared])

    needs, proposals = table(cast.bruno, "/needs/export.csv"), table(cast.bruno, "/proposals/export.csv")

    assert {row["Título"] for row in needs} == {"Nuestra", "Compartida"}
    assert [row["Qué haremos"] for row in proposals] == ["De aquí"]


def test_who_detected_a_need_that_the_network_raised_is_not_told(cast):
    NeedFactory(area=cast.emp, entity=cast.other_entity, raised_by_network=True)

    [row] = table(cast.bruno, "/needs/export.csv")
    [of_lead] = table(cast.alba, "/needs/export.csv")

    assert "Juventud" not in row.values()
    assert "Juventud" in of_lead.values()


def test_the_filters_of_the_page_hold_for_the_table_and_its_link_keeps_them(cast):
    NeedFactory(area=cast.emp, title="Falta transporte", folded=fold("Falta transporte"))
    NeedFactory(area=cast.emp, title="Falta vivienda", folded=fold("Falta vivienda"))
    ProposalFactory(area=cast.emp, title="Autobús", folded="autobus")
    ProposalFactory(area=cast.emp, title="Piso", folded="piso")
    client = Client()
    client.force_login(cast.bruno)

    assert [row["Título"] for row in table(cast.bruno, "/needs/export.csv?q=transporte")] == ["Falta transporte"]
    assert [row["Qué haremos"] for row in table(cast.bruno, "/proposals/export.csv?q=piso")] == ["Piso"]
    assert "/needs/export.csv?q=transporte" in client.get("/needs/?q=transporte&page=1").content.decode()
    assert "/proposals/export.csv?q=piso" in client.get("/proposals/?q=piso").content.decode()


@pytest.mark.parametrize("address", ["/needs/export.csv", "/proposals/export.csv"])
def test_the_same_queries_for_one_three_and_fifty_rows(cast, address, django_assert_max_num_queries):
    counted = []
    for more in (1, 2, 47):
        for _ in range(more):
            need = NeedFactory(area=cast.emp, entity=cast.entity)
            PriorityFactory(need=need)
            ConfirmationFactory(need=need)
            ProposalFactory(area=cast.emp, lead_entity=cast.entity, needs=[need])
        with django_assert_max_num_queries(100) as captured:
            rows = table(cast.bruno, address)
        counted.append(len(captured))

    assert len(rows) == 50 == Need.objects.count() == Proposal.objects.count()
    assert counted[0] == counted[1] == counted[2]
