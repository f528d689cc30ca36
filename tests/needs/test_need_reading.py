"""What each person reads of which needs: visibility, the hidden entity, search, similar."""

import pytest
from django.contrib.auth.models import AnonymousUser

from needs.models import Need
from needs.querysets import search_words
from needs.similar import most_alike, similar_needs
from tests.factories import PersonFactory

from .factories import PriorityFactory


@pytest.fixture
def readers(cast):
    names = ("alba", "bruno", "observer", "carla", "coordination")
    people = {name: getattr(cast, name) for name in names}
    return people | {"outside the network": PersonFactory(), "not signed in": AnonymousUser()}


def test_who_reads_which_need(cast, make_need, readers):
    make_need(title="area", visibility="area")
    make_need(title="network")
    make_need(title="public", visibility="public")
    make_need(title="shared", visibility="area").also_areas.add(cast.edu)

    reads = {
        name: sorted(Need.objects.visible_to(person).values_list("title", flat=True))
        for name, person in readers.items()
    }

    everything = ["area", "network", "public", "shared"]
    assert reads == {
        "alba": everything,
        "bruno": everything,
        "observer": everything,
        "carla": ["network", "public", "shared"],
        "coordination": everything,
        "outside the network": [],
        "not signed in": [],
    }


def test_who_is_told_the_entity(cast, make_need, readers):
    make_need(title="named")
    make_need(title="of the network", raised_by_network=True)

    told = {
        name: [need.title for need in Need.objects.visible_to(person).order_by("pk") if need.shown_entity]
        for name, person in readers.items()
    }

    assert told == {
        "alba": ["named", "of the network"],
        "bruno": ["named"],
        "observer": ["named"],
        "carla": ["named"],
        "coordination": ["named", "of the network"],
        "outside the network": [],
        "not signed in": [],
    }


def test_a_row_read_without_its_reader_keeps_the_secret(make_need):
    make_need(raised_by_network=True)

    assert Need.objects.get().shown_entity is None


def test_asking_for_the_hidden_entity_tells_nothing(cast, make_need):
    named, hidden = make_need(), make_need(raised_by_network=True)

    found = {
        name: set(Need.objects.visible_to(getattr(cast, name)).detected_by(cast.entity))
        for name in ("alba", "bruno", "carla")
    }

    assert found == {"alba": {named, hidden}, "bruno": {named}, "carla": {named}}
    assert list(Need.objects.visible_to(cast.bruno).search(cast.entity.name)) == []


def test_public_leaves_out_the_archive(make_need):
    shown = make_need(visibility="public")
    make_need(visibility="public", state="discarded", state_before="detected")
    make_need()

    assert list(Need.objects.public()) == [shown]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("arbol", True),
        ("ÁRBOL", True),
        ("niños", True),
        ("ninos poligono", True),
        ("EMP-2026-014", True),
        ("emp-2026-014", True),
        ("familias monoparentales", True),
        ("pedanias", True),
        ('"polígono"', True),
        ('"polígono', True),
        ("«polígono»", True),
        ("polí\0gono", True),
        ("%", True),
        ("_", True),
        ("poligon_", False),
        ("100%", False),
        ("\\", True),
        ('"', True),
        ("   ", True),
        ("\0", True),
        ("' OR 1=1 --", False),
        ("arbol ausente", False),
        ("x" * 5000, False),
        ("a " * 500, True),
    ],
)
def test_search(cast, words, found):
    from needs.actions import log_need
    from red_inclusion.core import clock

    with clock.set_to(clock.now().replace(year=2026)):
        need = log_need(
            cast.emp,
            entity=cast.entity,
            actor=cast.bruno,
            title="El árbol del polígono",
            statement="Afecta a niños.",
            collectives=["familias monoparentales"],
            territory="Pedanías",
        )
    Need.objects.filter(pk=need.pk).update(folded=need.folded.replace("emp-2026-001", "emp-2026-014"))

    assert Need.objects.search(words).exists() == found


def test_search_words_keep_what_can_be_searched():
    assert search_words(' "Árbol"  % \0 (EMP-2026-014) ') == ["arbol", "emp-2026-014"]


def test_most_urgent_first_leaves_the_unjudged_last(make_need):
    unjudged, low, high = make_need(), make_need(), make_need()
    PriorityFactory(need=low, mean=1.5)
    PriorityFactory(need=high, mean=3.5)

    assert list(Need.objects.with_priority().most_urgent_first()) == [high, low, unjudged]


def test_most_alike_compares_telling_words():
    titles = {
        1: "Llegar a los cursos y al polígono sin coche",
        2: "Con quién dejar a los hijos durante la formación",
        3: "Transporte al polígono industrial",
        4: "Cursos de español para el trabajo",
    }

    assert {
        title: most_alike(title, titles)
        for title in ("Transporte al poligono", "los hijos en la formación", "para los que con", "", "Vivienda digna")
    } == {
        "Transporte al poligono": [3],
        "los hijos en la formación": [2],
        "para los que con": [],
        "": [],
        "Vivienda digna": [],
    }


def test_similar_needs_are_open_of_the_area_and_hers_to_read(cast, make_need):
    seen = make_need(title="Transporte al polígono")
    make_need(title="Transporte al polígono", state="discarded", state_before="detected")
    make_need(title="Transporte al polígono", area=cast.edu)
    hidden = make_need(title="Transporte al polígono", visibility="area")

    found = {
        name: set(similar_needs(getattr(cast, name), area_id=cast.emp.pk, title="El transporte hasta el polígono"))
        for name in ("bruno", "carla")
    }

    assert found == {"bruno": {seen, hidden}, "carla": {seen}}
    assert similar_needs(cast.carla, area_id=cast.emp.pk, title=seen.title, exclude=seen.pk) == []


def test_the_value_of_one_answer_is_not_told_but_still_orders(cast):
    alone = PriorityFactory(need__area=cast.emp, need__entity=cast.entity, n=1, mean=4.0).need
    few = PriorityFactory(need__area=cast.emp, need__entity=cast.entity, n=2, mean=3.0).need
    many = PriorityFactory(need__area=cast.emp, need__entity=cast.entity, n=3, mean=2.0).need

    rows = Need.objects.for_rows().most_urgent_first()

    assert [(row.pk, row.priority_mean, row.priority_agreement) for row in rows] == [
        (alone.pk, None, None),
        (few.pk, 3.0, None),
        (many.pk, 2.0, 0.71),
    ]
    fresh = [Need.objects.get(pk=need.pk) for need in (alone, few, many)]
    assert [(need.priority_mean, need.priority_agreement) for need in fresh] == [(None, None), (3.0, None), (2.0, 0.71)]
