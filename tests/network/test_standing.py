import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from red_inclusion.core.actors import SYSTEM
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.middleware import StandingMiddleware
from red_inclusion.network.models import Area, AreaLead
from red_inclusion.network.standing import Place, Standing, read_once, standing_of
from tests.factories import AreaLeadFactory, MandateFactory

pytestmark = pytest.mark.django_db


def test_lead_with_a_mandate_has_both(cast):
    seat = cast.alba.mandates.get().seat

    assert standing_of(cast.alba) == Standing(
        led_area_ids=frozenset({cast.emp.pk}),
        places=(Place(cast.emp.pk, cast.social_services.pk, seat.pk, MandateKind.MEMBER),),
    )


def test_nobody_has_no_standing(cast):
    assert standing_of(cast.dani) == Standing()


def test_the_system_coordinates():
    assert standing_of(SYSTEM) == Standing(coordinates=True)


def test_person_who_may_not_sign_in_has_no_standing(cast):
    cast.bruno.is_active = False

    assert standing_of(cast.bruno) == Standing()


@pytest.mark.parametrize(
    ("who", "reads", "runs", "takes_part"),
    [
        ("alba", True, True, True),
        ("bruno", True, False, True),
        ("observer", True, False, False),
        ("carla", False, False, False),
        ("coordination", True, True, False),
        ("dani", False, False, False),
    ],
)
def test_what_each_is_in_employment(cast, who, reads, runs, takes_part):
    standing = standing_of(getattr(cast, who))
    emp = cast.emp.pk

    assert (standing.reads(emp), standing.runs(emp), standing.takes_part(emp)) == (reads, runs, takes_part)


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("alba", ["EMP"]),
        ("bruno", ["EMP"]),
        ("carla", ["EDU"]),
        ("coordination", ["EDU", "EMP"]),
        ("dani", []),
    ],
)
def test_areas_each_may_read(cast, who, codes):
    visible = Area.objects.visible_to(getattr(cast, who))

    assert sorted(visible.values_list("code", flat=True)) == codes


@pytest.mark.parametrize(
    ("kind", "has_titular", "answers"),
    [
        (MandateKind.TITULAR, True, True),
        (MandateKind.SUBSTITUTE, True, True),
        (MandateKind.MEMBER, True, False),
        (MandateKind.MEMBER, False, True),
        (MandateKind.OBSERVER, False, False),
    ],
)
def test_who_answers_for_an_entity(cast, kind, has_titular, answers):
    standing = Standing(places=(Place(cast.emp.pk, cast.entity.pk, cast.seat.pk, kind),))

    said = standing.answers_for(cast.entity.pk, cast.emp.pk, seat_has_titular=has_titular)

    assert said is answers


def test_an_ended_seat_ends_its_mandates(cast):
    cast.seat.until = cast.seat.since
    cast.seat.save(update_fields=["until"])

    assert standing_of(cast.bruno) == Standing()


@pytest.mark.parametrize("mandates", [1, 3])
def test_standing_takes_four_queries_however_many_mandates(cast, mandates):
    for _ in range(mandates):
        MandateFactory(person=cast.bruno)
        AreaLeadFactory(person=cast.bruno)

    with CaptureQueriesContext(connection) as queries:
        standing_of(cast.bruno)

    assert len(queries) == 4


def readings_of_standing(captured) -> int:
    return sum(AreaLead._meta.db_table in query["sql"] for query in captured.captured_queries)


def test_a_page_reads_it_once(client, cast):
    client.force_login(cast.bruno)
    client.get("/my-work/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/my-work/")

    assert readings_of_standing(captured) == 1


def test_what_a_page_read_is_not_kept_for_the_next(cast):
    with read_once():
        assert standing_of(cast.bruno).places
        cast.bruno.mandates.get().delete()
        assert standing_of(cast.bruno).places

    assert not standing_of(cast.bruno).places


def test_a_request_that_writes_reads_it_anew(rf, cast):
    def write(request):
        assert standing_of(cast.bruno).places
        cast.bruno.mandates.get().delete()
        return standing_of(cast.bruno)

    assert not StandingMiddleware(write)(rf.post("/")).places
