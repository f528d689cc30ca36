import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from red_inclusion.network.enums import EntityKind, MandateKind
from tests.factories import AreaFactory, EntityFactory, MandateFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db

FORMAL_WORDS = ("vocalía", "titular", "suplente", "papeleta", "quórum", "reparo")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def shown(client, address: str) -> list[str]:
    return [entity.name for entity in client.get(address).context["page_obj"]]


def test_a_member_enters_her_areas_and_sees_the_names_of_the_others(cast):
    context = signed_in(cast.bruno).get("/areas/").context

    assert ([area.code for area in context["areas"]], [area.code for area in context["others"]]) == (["EMP"], ["EDU"])


def test_coordination_enters_every_area(cast):
    context = signed_in(cast.coordination).get("/areas/").context

    assert ([area.code for area in context["areas"]], list(context["others"])) == (["EDU", "EMP"], [])


def test_areas_count_entities_and_people_once(cast):
    MandateFactory(person=cast.alba, seat=cast.seat)

    [emp] = signed_in(cast.bruno).get("/areas/").context["areas"]

    assert (emp.entity_count, emp.people_count) == (2, 3)


@pytest.mark.parametrize("address", ["/areas/", "/entities/"])
def test_who_has_no_place_yet_is_told_what_to_do(db, address):
    response = signed_in(PersonFactory()).get(address)

    assert response.templates[0].name == "network/no_place.html"
    assert "network coordination" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Cruz Roja", "Juventud", "Servicios Sociales"]),
        ("?q=CRUZ", ["Cruz Roja"]),
        ("?q=roja cruz", ["Cruz Roja"]),
        ("?q=sociales juventud", []),
        ("?kind=third_sector", ["Cruz Roja"]),
        ("?area=EMP", ["Cruz Roja", "Servicios Sociales"]),
        ("?area=EMP&kind=municipal_department", ["Servicios Sociales"]),
        ("?sort=-name", ["Servicios Sociales", "Juventud", "Cruz Roja"]),
        ("?kind=nonsense&area=NOPE&sort=;drop", ["Cruz Roja", "Juventud", "Servicios Sociales"]),
        ('?q="', []),
        ("?q=%20%20", ["Cruz Roja", "Juventud", "Servicios Sociales"]),
        ("?q=%00", ["Cruz Roja", "Juventud", "Servicios Sociales"]),
        ("?page=99", ["Cruz Roja", "Juventud", "Servicios Sociales"]),
    ],
)
def test_entities_are_searched_filtered_and_sorted(cast, query, names):
    assert shown(signed_in(cast.bruno), f"/entities/{query}") == names


def test_search_does_not_mind_accents(cast):
    EntityFactory(name="Cáritas")

    assert shown(signed_in(cast.bruno), "/entities/?q=caritas") == ["Cáritas"]


def test_entities_that_left_are_not_listed(cast):
    EntityFactory(name="Antigua", active_until=cast.entity.active_since)

    assert "Antigua" not in shown(signed_in(cast.bruno), "/entities/")


def test_paging_keeps_the_filters(cast):
    for number in range(35):
        EntityFactory(name=f"Asociación {number:02}")

    page = signed_in(cast.bruno).get("/entities/?q=asociacion&sort=-name")

    assert len(page.context["page_obj"]) == 30
    assert escape("?q=asociacion&sort=-name&page=2") in page.content.decode()


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ["/areas/", "/entities/"])
def test_lists_ask_as_much_for_one_row_as_for_fifty(cast, address):
    client = signed_in(cast.coordination)
    counts = []
    for rows in (0, 2, 47):
        for _ in range(rows):
            SeatFactory(area=AreaFactory())
        counts.append(queries_of(client, address))

    assert len(set(counts)) == 1


def test_an_entity_asks_as_much_for_one_person_as_for_many(cast):
    client = signed_in(cast.bruno)
    counts = []
    for people in (0, 2, 47):
        for _ in range(people):
            MandateFactory(seat=cast.seat)
        counts.append(queries_of(client, cast.entity.get_absolute_url()))

    assert len(set(counts)) == 1


def test_simple_areas_name_nobody_by_a_formal_word(cast):
    cast.bruno.language = "es"
    cast.bruno.save(update_fields=["language"])
    MandateFactory(seat__entity=cast.entity, seat__area=AreaFactory(formal=False), kind=MandateKind.MEMBER)

    pages = [
        signed_in(cast.bruno).get(address) for address in ("/areas/", "/entities/", f"/entities/{cast.entity.pk}/")
    ]

    said = " ".join(page.content.decode().lower() for page in pages)
    assert [word for word in FORMAL_WORDS if word in said] == []
    assert "observador/a" in said


def test_formal_areas_name_the_titular(cast):
    cast.bruno.language = "es"
    cast.bruno.save(update_fields=["language"])
    MandateFactory(seat__entity=cast.entity, seat__area=AreaFactory(formal=True), kind=MandateKind.TITULAR)

    page = signed_in(cast.bruno).get(cast.entity.get_absolute_url()).content.decode()

    assert "titular" in page


def test_an_entity_shows_who_represents_it_today(cast):
    ended = MandateFactory(seat=cast.seat)
    ended.until = ended.since
    ended.save(update_fields=["until"])

    people = signed_in(cast.carla).get(cast.entity.get_absolute_url()).context["people"]

    assert [mandate.person for mandate in people] == [cast.bruno, cast.observer]


def test_an_entity_that_is_not_there_is_not_found(cast):
    assert signed_in(cast.bruno).get("/entities/999999/").status_code == 404


def test_what_an_entity_says_of_itself_is_never_markup(cast):
    entity = EntityFactory(name="<b>Negrita</b>", kind=EntityKind.OTHER, about="<script>alert(1)</script>")

    page = signed_in(cast.bruno).get(entity.get_absolute_url()).content.decode()

    assert ("<b>Negrita" in page, "<script>alert" in page) == (False, False)
