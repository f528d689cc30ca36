"""The directory and the page of an entity, as a browser gets them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from needs.actions import log_need
from proposals.actions.proposals import create_proposal
from proposals.actions.states import propose
from red_inclusion.core import clock
from red_inclusion.network.actions import add_resource
from red_inclusion.network.models import Resource
from tests.factories import EntityFactory, MandateFactory, PersonFactory, ResourceFactory, SeatFactory

pytestmark = pytest.mark.django_db

TEXTS = {"name": "Ropero", "for_whom": "Familias", "how_to_get": "Con cita", "contact": "ropero@example.org"}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def directory(cast):
    """Three in force, one of them unchecked for long, and one retired."""
    add_resource(cast.entity, actor=cast.coordination, collectives=["personas mayores"], territory="Pedanías", **TEXTS)
    old = clock.today() - timedelta(days=300)
    ResourceFactory(entity=cast.other_entity, name="Aula de estudio", for_whom="Jóvenes", checked_on=old)
    ResourceFactory(entity=cast.social_services, name="Zona de atención")
    ResourceFactory(entity=cast.entity, name="Comedor", retired_on=clock.today())


def shown(client, query: str) -> list[str]:
    return [resource.name for resource in client.get(f"/resources/{query}").context["page_obj"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Aula de estudio", "Ropero", "Zona de atención"]),
        ("?q=pedanias", ["Ropero"]),
        ("?q=MAYORES ropero", ["Ropero"]),
        ("?q=cruz+familias", ["Ropero"]),
        ("?q=atencion", ["Zona de atención"]),
        ("?q=nada", []),
        ('?q="', []),
        ("?q=%00", ["Aula de estudio", "Ropero", "Zona de atención"]),
        ("?collective=personas-mayores", ["Ropero"]),
        ("?area=EDU", ["Aula de estudio"]),
        ("?area=EMP&sort=entity", ["Ropero", "Zona de atención"]),
        ("?state=unchecked", ["Aula de estudio"]),
        ("?state=retired", ["Comedor"]),
        ("?sort=checked", ["Ropero", "Zona de atención", "Aula de estudio"]),
        ("?sort=newest", ["Zona de atención", "Aula de estudio", "Ropero"]),
        ("?entity=x&area=NOPE&state=%00&sort=;drop&collective=gone", ["Aula de estudio", "Ropero", "Zona de atención"]),
        ("?page=99", ["Aula de estudio", "Ropero", "Zona de atención"]),
    ],
)
def test_resources_are_searched_filtered_and_sorted(cast, directory, query, names):
    assert shown(signed_in(cast.carla), query) == names


def test_only_those_of_one_entity(cast, directory):
    assert shown(signed_in(cast.carla), f"?entity={cast.entity.pk}") == ["Ropero"]


def test_paging_keeps_the_filters(cast):
    ResourceFactory.create_batch(25)

    page = signed_in(cast.bruno).get("/resources/?q=resource&sort=newest")

    assert len(page.context["page_obj"]) == 20
    assert escape("?q=resource&sort=newest&page=2") in page.content.decode()


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_directory_asks_as_much_for_one_row_as_for_fifty(cast):
    client, counts = signed_in(cast.bruno), []
    for rows in (1, 2, 47):
        ResourceFactory.create_batch(rows)
        counts.append(queries_of(client, "/resources/"))

    assert len(set(counts)) == 1


def test_who_has_no_place_yet_is_told_what_to_do(db):
    assert signed_in(PersonFactory()).get("/resources/").templates[0].name == "network/no_place.html"


@pytest.mark.parametrize(("who", "offered"), [("bruno", True), ("observer", False)])
def test_the_empty_directory_offers_the_first_step_to_who_may(cast, who, offered):
    page = signed_in(getattr(cast, who)).get("/resources/").content.decode()

    assert ("Add the first resource" in page) == offered


def test_four_lines_are_enough(cast):
    client = signed_in(cast.bruno)

    form = client.get("/resources/new/").context["form"]
    page = client.post("/resources/new/", TEXTS | {"submission": uuid4()}, follow=True)

    assert [name for name, field in form.fields.items() if field.required] == list(TEXTS)
    resource = Resource.objects.get()
    assert page.redirect_chain == [(resource.get_absolute_url(), 302)]
    assert (resource.entity, resource.name, resource.contact) == (cast.entity, "Ropero", "ropero@example.org")


def test_who_speaks_for_several_entities_says_for_which(cast):
    MandateFactory(person=cast.bruno, seat__entity=cast.other_entity, seat__area=cast.emp)
    client = signed_in(cast.bruno)

    missing = client.post("/resources/new/", TEXTS)
    foreign = client.post("/resources/new/", TEXTS | {"entity": cast.social_services.pk})
    client.post("/resources/new/", TEXTS | {"entity": cast.other_entity.pk})

    assert [list(page.context["form"].errors) for page in (missing, foreign)] == [["entity"]] * 2
    assert Resource.objects.get().entity == cast.other_entity


def test_what_is_missing_is_said_beside_its_field(cast):
    page = signed_in(cast.bruno).post("/resources/new/", TEXTS | {"how_to_get": " ", "name": "x" * 121})

    form = page.context["form"]
    assert (sorted(form.errors), form["contact"].value()) == (["how_to_get", "name"], "ropero@example.org")


def test_who_saves_over_a_colleague_reads_what_it_says_now(cast):
    resource = ResourceFactory(entity=cast.entity, **TEXTS)
    client, address = signed_in(cast.bruno), f"/resources/{resource.pk}/edit/"
    seen = client.get(address).context["seen"]
    Resource.objects.update(contact="otro@example.org")

    page = client.post(address, TEXTS | {"contact": "mio@example.org", "seen": seen})

    assert (page.context["is_stale"], page.context["form"]["contact"].value()) == (True, "mio@example.org")
    assert "otro@example.org" in page.content.decode()
    client.post(address, TEXTS | {"contact": "mio@example.org", "seen": page.context["seen"]})
    assert Resource.objects.get().contact == "mio@example.org"


def test_who_saves_what_was_retired_meanwhile_loses_nothing(cast):
    resource = ResourceFactory(entity=cast.entity, **TEXTS)
    client, address = signed_in(cast.bruno), f"/resources/{resource.pk}/edit/"
    seen = client.get(address).context["seen"]
    Resource.objects.update(retired_on=clock.today())

    page = client.post(address, TEXTS | {"contact": "mio@example.org", "seen": seen})

    form = page.context["form"]
    assert (page.status_code, form["contact"].value()) == (200, "mio@example.org")
    assert form.non_field_errors() == ["It was retired meanwhile. Bring it back first."]
    assert client.get(address).status_code == 409


def test_retired_its_page_says_so_and_undoes_it(cast):
    resource = ResourceFactory(entity=cast.entity)
    client = signed_in(cast.bruno)

    page = client.post(f"/resources/{resource.pk}/retire/", follow=True).content.decode()
    client.post(f"/resources/{resource.pk}/restore/")

    assert (f"/resources/{resource.pk}/restore/" in page, Resource.objects.get().in_force) == (True, True)


def test_only_its_people_are_offered_to_tend_it(cast):
    resource = ResourceFactory(entity=cast.entity)
    addresses = [f"{resource.get_absolute_url()}{verb}/" for verb in ("edit", "confirm", "retire")]

    pages = [signed_in(who).get(resource.get_absolute_url()).content.decode() for who in (cast.bruno, cast.carla)]

    assert [[address in page for address in addresses] for page in pages] == [[True] * 3, [False] * 3]


def test_what_an_entity_says_is_never_markup(cast):
    script = "<script>alert(1)</script> javascript:alert(1) https://example.org/?a=<b>"
    texts = dict.fromkeys((*TEXTS, "about"), script) | {"territory": "<i>", "name": "<b>"}
    resource = ResourceFactory(entity=cast.entity, **texts)

    page = signed_in(cast.bruno).get(resource.get_absolute_url()).content.decode()

    assert [bad for bad in ("<script>alert", "<b>", "<i>", 'href="javascript') if bad in page] == []


# The page of an entity


@pytest.fixture
def busy(cast):
    """Cruz Roja detects two needs, one raised by the network, and is asked for its part in a proposal."""
    need = log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="No bus", statement="No bus at dawn.")
    log_need(
        cast.emp,
        entity=cast.entity,
        actor=cast.coordination,
        title="Hidden",
        statement="Whose it is, is not told.",
        raised_by_network=True,
    )
    proposal = create_proposal(
        cast.emp,
        actor=cast.alba,
        title="A bus",
        lead_entity=cast.entity,
        needs=[need],
        deadline=clock.today() + timedelta(days=30),
    )
    propose(proposal, actor=cast.alba)


def sections(client, entity) -> list[list[str]]:
    return [
        [str(getattr(row, "proposal", row)) for row in section.rows]
        for section in client.get(entity.get_absolute_url()).context["sections"]
    ]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("bruno", [["No bus"], ["A bus"]]),
        ("alba", [["Hidden", "No bus"], ["A bus"]]),
        ("carla", [["No bus"], []]),
        ("coordination", [["Hidden", "No bus"], ["A bus"]]),
    ],
)
def test_an_entity_shows_what_its_reader_may_see(cast, busy, who, told):
    assert [sorted(rows) for rows in sections(signed_in(getattr(cast, who)), cast.entity)] == told


def test_an_entity_shows_what_it_offers(cast):
    ResourceFactory(entity=cast.entity, name="Ropero")
    ResourceFactory(entity=cast.entity, name="Retirado", retired_on=clock.today())
    ResourceFactory(entity=cast.other_entity, name="Ajeno")

    context = signed_in(cast.carla).get(cast.entity.get_absolute_url()).context

    assert ([resource.name for resource in context["resources"]], context["resource_count"]) == (["Ropero"], 1)


def test_people_stand_under_their_area_and_lead_only_into_areas_she_reads(cast):
    SeatFactory(entity=cast.entity, area=cast.edu)

    areas = signed_in(cast.bruno).get(cast.entity.get_absolute_url()).context["areas"]

    told = [(place.area.code, [mandate.person.name for mandate in place.people], place.reads) for place in areas]
    assert told == [("EDU", [], False), ("EMP", ["Bruno", "Observer"], True)]


def test_an_entity_asks_as_much_for_one_of_each_as_for_fifty(cast):
    entity, client, counts = EntityFactory(), signed_in(cast.coordination), []
    SeatFactory(entity=entity, area=cast.emp)
    for rows in (1, 2, 47):
        ResourceFactory.create_batch(rows, entity=entity)
        needs = [_need_and_proposal(cast, entity, number) for number in range(min(rows, 6))]
        counts.append(queries_of(client, entity.get_absolute_url()))

    assert (len(needs), len(set(counts))) == (6, 1)


def _need_and_proposal(cast, entity, number: int):
    need = log_need(cast.emp, entity=entity, actor=cast.alba, title=f"Need {number}", statement="It lacks.")
    propose(
        create_proposal(
            cast.emp,
            actor=cast.alba,
            title=f"Action {number}",
            lead_entity=entity,
            needs=[need],
            deadline=clock.today() + timedelta(days=30),
        ),
        actor=cast.alba,
    )
    return need
