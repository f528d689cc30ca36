"""The pages with which coordination arranges the network, as a browser without scripts sees them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from red_inclusion.accounts.models import Device
from red_inclusion.core import clock
from red_inclusion.network.enums import MandateKind
from red_inclusion.network.models import Area, AreaLead, Coordinator, Entity, Invitation, Mandate, Seat, SheetImport
from tests.factories import (
    AreaFactory,
    AreaLeadFactory,
    CoordinatorFactory,
    EntityFactory,
    InvitationFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)

from .sheets import network, workbook
from .test_imports import SMALL
from .test_pages import queries_of, signed_in

pytestmark = pytest.mark.django_db

SECTION = "/coordination/"


@pytest.fixture
def hers(cast):
    return signed_in(cast.coordination)


def names(client, address: str) -> list[str]:
    return [getattr(row, "former_name", "") or row.name for row in client.get(address).context["page_obj"]]


def undo(client, address: str):
    """The offer stands on the page of what was done."""
    assert "/coordination/undo/" in client.get(address).content.decode()
    return client.post("/coordination/undo/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Cruz Roja", "Juventud", "Servicios Sociales", "Sin nadie"]),
        ("?state=nobody", ["Sin nadie"]),
        ("?state=ended", ["Antigua"]),
        ("?state=all&q=antigua", ["Antigua"]),
        ("?kind=municipal_department&sort=-name", ["Servicios Sociales", "Juventud"]),
        ("?area=EDU", ["Juventud"]),
        ("?sort=people", ["Sin nadie", "Juventud", "Servicios Sociales", "Cruz Roja"]),
        ("?state=nonsense&area=NOPE&sort=;drop", ["Cruz Roja", "Juventud", "Servicios Sociales", "Sin nadie"]),
        ("?q=%00", ["Cruz Roja", "Juventud", "Servicios Sociales", "Sin nadie"]),
    ],
)
def test_entities_are_found(cast, hers, query, found):
    EntityFactory(name="Sin nadie")
    EntityFactory(name="Antigua", active_until=cast.entity.active_since)

    assert names(hers, f"/coordination/entities/{query}") == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?access=never", ["Alba", "Bruno", "Nueva", "Observer"]),
        ("?access=long", ["Carla"]),
        ("?access=nowhere", ["Nueva"]),
        ("?role=lead", ["Alba"]),
        ("?role=coordination", ["Coordination"]),
        ("?area=EDU", ["Carla"]),
        ("?q=CARLÁ", ["Carla"]),
        ("?q=nueva@example", ["Nueva"]),
        ("?sort=newest&q=nueva", ["Nueva"]),
    ],
)
def test_people_are_found_by_when_they_were_here_last(cast, hers, query, found):
    PersonFactory(name="Nueva", email="nueva@example.org")
    cast.carla.last_login = timezone.now() - timedelta(days=91)
    cast.carla.save(update_fields=["last_login"])

    assert names(hers, f"/coordination/people/{query}") == found


def test_who_was_away_so_long_that_it_is_forgotten_has_been_here(cast, hers):
    away = PersonFactory(name="Ausente", terms_accepted_at=clock.now() - timedelta(days=800))
    long_ago, never = (
        names(hers, "/coordination/people/?access=long"),
        names(hers, "/coordination/people/?access=never"),
    )

    overview = hers.get(SECTION).context

    assert (long_ago, away.name in never) == (["Ausente"], False)
    assert (overview["long_away"], overview["never_here"]) == (len(long_ago), len(never))


def test_who_was_never_here_comes_first_on_every_database(cast, hers):
    cast.alba.last_login = timezone.now()
    cast.alba.save(update_fields=["last_login"])

    assert names(hers, "/coordination/people/?sort=seen")[0] == "Bruno"


def test_an_area_whose_lead_lost_access_has_none(cast, hers):
    cast.alba.is_active = False
    cast.alba.save(update_fields=["is_active"])

    listed = hers.get("/coordination/areas/?state=lead").context["page_obj"]

    assert [area.code for area in listed] == ["EDU", "EMP"]
    assert [area.code for area in hers.get(SECTION).context["areas_without_lead"]] == ["EDU", "EMP"]
    assert [area.leads_now for area in listed] == [[], []]


def test_a_device_that_was_here_lately_counts(cast, hers):
    cast.carla.last_login = timezone.now() - timedelta(days=200)
    cast.carla.save(update_fields=["last_login"])
    Device.objects.create(person=cast.carla, session_key="x", last_seen=clock.today())

    assert names(hers, "/coordination/people/?access=long") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Nueva", "Vieja"]),
        ("?state=valid", ["Nueva"]),
        ("?state=expired", ["Vieja"]),
        ("?state=asked", []),
        ("?area=EDU", []),
        ("?q=cruz", ["Nueva", "Vieja"]),
        ("?sort=oldest", ["Vieja", "Nueva"]),
    ],
)
def test_invitations_are_found(cast, hers, query, found):
    with clock.set_to(clock.now() - timedelta(days=8)):
        InvitationFactory(seat=cast.seat, name="Vieja")
    InvitationFactory(seat=cast.seat, name="Nueva")

    assert names(hers, f"/coordination/invitations/{query}") == found


@pytest.mark.parametrize("words", ["José García", "jose", "garcia", "García", "JOSÉ cruz", "jose@example"])
def test_invitations_are_found_whatever_the_accents(cast, hers, words):
    InvitationFactory(seat=cast.seat, name="José García", email="jose@example.org")
    InvitationFactory(seat=cast.seat, name="Elena")

    rows = hers.get("/coordination/invitations/", {"q": words}).context["page_obj"]

    assert [row.name for row in rows] == ["José García"]


@pytest.mark.parametrize("words", ["educación", "EDUCACION", "juventud educ", "edu", "edú y"])
def test_areas_are_found_whatever_the_accents(cast, hers, words):
    assert names(hers, f"/coordination/areas/?q={words}") == [cast.edu.name]


@pytest.mark.parametrize("page", ["", "entities/", "areas/", "people/", "invitations/", "import/"])
def test_a_list_asks_as_much_for_one_row_as_for_fifty(cast, hers, page):
    counts = []
    for rows in (1, 2, 47):
        for _ in range(rows):
            seat = SeatFactory()
            MandateFactory(seat=seat)
            AreaLeadFactory(area=seat.area)
            InvitationFactory(seat=seat)
            SheetImport.objects.create(file_name="red.csv", uploaded_by=cast.alba)
        counts.append(queries_of(hers, SECTION + page))

    assert len(set(counts)) == 1


def test_an_area_asks_as_much_for_one_entity_as_for_many(cast, hers):
    counts = []
    for rows in (1, 2, 47):
        for _ in range(rows):
            MandateFactory(seat__area=cast.emp)
        counts.append(queries_of(hers, "/areas/EMP/people/"))

    assert len(set(counts)) == 1


def test_an_entity_is_admitted_with_its_areas(cast, hers):
    sent = {"name": "Cáritas", "kind": "third_sector", "website": "caritas.example", "areas": [cast.emp.pk]}

    hers.post("/coordination/entities/new/", sent)

    entity = Entity.objects.get(name="Cáritas")
    assert (entity.website, list(entity.areas.all())) == ("https://caritas.example", [cast.emp])


def test_what_was_typed_stays_where_it_is_refused(hers):
    page = hers.post(
        "/coordination/entities/new/", {"name": "Cruz Roja", "kind": "other", "about": "Lo mío"}
    ).content.decode()

    assert ("There is already an entity with this name." in page, "Lo mío" in page) == (True, True)


def test_who_edits_after_another_sees_what_it_says_now(cast, hers):
    page = f"/coordination/entities/{cast.entity.pk}/"
    seen = hers.get(page).context["seen"]
    sent = {"name": "Cruz Roja", "kind": "third_sector", "seen": seen}
    hers.post(page, sent | {"about": "Otra cosa"})

    response = hers.post(page, sent | {"about": "Lo mío"})

    assert response.context["is_stale"] is True
    assert ("Otra cosa" in response.content.decode(), "Lo mío" in response.content.decode()) == (True, True)


def test_an_entity_is_admitted_for_no_day_to_come(cast, hers):
    tomorrow = clock.today() + timedelta(days=1)
    said = {"name": "Cáritas", "kind": "third_sector", "since": tomorrow.isoformat()}

    page = hers.post("/coordination/entities/new/", said)

    assert list(page.context["form"].errors) == ["since"]
    assert not Entity.objects.filter(name="Cáritas").exists()


def test_an_entity_leaves_and_comes_back_by_undo(cast, hers):
    page = f"/coordination/entities/{cast.entity.pk}/"
    hers.post(f"{page}end/")
    gone = Mandate.objects.current().filter(seat__entity=cast.entity).count()

    undo(hers, page)

    assert (gone, Mandate.objects.current().filter(seat__entity=cast.entity).count()) == (0, 2)


def test_a_merge_is_taken_back_by_undo_and_the_old_address_leads_on(cast, hers):
    duplicate = EntityFactory(name="CR")
    hers.post(f"/coordination/entities/{duplicate.pk}/merge/", {"into": cast.entity.pk})
    led = hers.get(f"/entities/{duplicate.pk}/")["Location"]
    merged = names(hers, "/coordination/entities/?state=merged")

    undo(hers, f"/coordination/entities/{cast.entity.pk}/")

    assert (led, merged) == (cast.entity.get_absolute_url(), ["CR"])
    assert Entity.objects.get(name="CR").merged_into is None


def test_an_area_is_opened_and_corrected_and_its_public_page_follows(cast, hers):
    from red_inclusion.pages.models import AreaPage

    hers.post("/coordination/areas/new/", {"name": "Vivienda", "code": "viv", "accent": "plum", "formal": "on"})
    hers.post("/coordination/areas/VIV/", {"name": "Vivienda digna", "accent": "plum"})

    area = Area.objects.get(code="VIV")
    assert (area.name, area.formal, AreaPage.objects.get(area=area).title) == (
        "Vivienda digna",
        False,
        "Vivienda digna",
    )


def test_a_bad_code_is_told_beside_the_field(hers):
    page = hers.post("/coordination/areas/new/", {"name": "Vivienda", "code": "1", "accent": "plum"})

    assert list(page.context["form"].errors) == ["code"]


def test_who_was_titular_goes_on_as_a_member_of_an_area_made_simple(cast, hers):
    formal = AreaFactory(code="SAN", name="Salud", formal=True)
    MandateFactory(seat__area=formal, person=cast.bruno, kind=MandateKind.TITULAR)

    hers.post("/coordination/areas/SAN/", {"name": "Salud", "accent": "teal"})

    [mandate] = Mandate.objects.current().filter(seat__area=formal)
    assert (mandate.person, mandate.kind) == (cast.bruno, "member")


def test_a_lead_arranges_her_own_area_and_names_no_lead(cast):
    alba = signed_in(cast.alba)
    entity = EntityFactory()

    alba.post("/areas/EMP/seats/", {"entity": entity.pk})
    seat = Seat.objects.get(entity=entity)
    alba.post("/areas/EMP/mandates/", {"seat": seat.pk, "person": cast.carla.pk, "kind": "member"})
    named = alba.post("/areas/EMP/leads/", {"person": cast.carla.pk}).status_code

    assert Mandate.objects.current().filter(seat=seat, person=cast.carla).exists()
    assert (named, alba.get("/areas/EDU/people/").status_code) == (403, 404)
    page = alba.get("/areas/EMP/people/").content.decode()
    assert (AreaLead.objects.filter(person=cast.carla).exists(), "Name as lead" in page) == (False, False)


def test_what_a_lead_ends_she_takes_back(cast):
    alba = signed_in(cast.alba)
    alba.post(f"/seats/{cast.seat.pk}/end/")
    gone = Mandate.objects.current().filter(seat__entity=cast.entity).count()
    undo(alba, "/areas/EMP/people/")
    back = Mandate.objects.current().get(seat__entity=cast.entity, person=cast.bruno)
    alba.post(f"/mandates/{back.pk}/end/")

    undo(alba, "/areas/EMP/people/")

    assert gone == 0
    assert Mandate.objects.current().filter(seat__entity=cast.entity, person=cast.bruno).count() == 1


def test_a_mandate_of_another_area_is_not_given_through_this_one(cast):
    elsewhere = Seat.objects.get(area=cast.edu)

    page = signed_in(cast.alba).post(
        "/areas/EMP/mandates/", {"seat": elsewhere.pk, "person": cast.bruno.pk, "kind": "member"}
    )

    assert list(page.context["give"].errors) == ["seat"]


def test_nobody_is_put_twice_on_a_seat(cast, hers):
    sent = {"seat": cast.seat.pk, "person": cast.bruno.pk, "kind": "member"}

    page = hers.post("/areas/EMP/mandates/", sent).content.decode()

    assert "This person already represents the entity in this area." in page


def test_an_area_is_searched_by_entity_and_by_person(cast, hers):
    found = [seat.entity.name for seat in hers.get("/areas/EMP/people/?q=bruno").context["page_obj"]]
    also = [seat.entity.name for seat in hers.get("/areas/EMP/people/?q=sociales").context["page_obj"]]

    assert (found, also) == (["Cruz Roja"], ["Servicios Sociales"])


@pytest.mark.parametrize("words", ["Cáritas", "caritas", "José García", "garcia", "josé cáritas", "cáritas parroquial"])
def test_an_area_is_searched_whatever_the_accents(cast, hers, words):
    seat = SeatFactory(area=cast.emp, entity=EntityFactory(name="Cáritas Parroquial"))
    MandateFactory(seat=seat, person=PersonFactory(name="José García"))

    rows = hers.get("/areas/EMP/people/", {"q": words}).context["page_obj"]

    assert [row.entity.name for row in rows] == ["Cáritas Parroquial"]


def test_the_page_of_an_entity_leads_to_its_place_in_the_area(cast, hers):
    seat = SeatFactory(area=cast.emp, entity=EntityFactory(name="Cáritas"))
    page = BeautifulSoup(hers.get(f"/coordination/entities/{seat.entity_id}/").content, "html.parser")

    rows = hers.get(page.find("a", string=cast.emp.name)["href"]).context["page_obj"]

    assert [row.entity for row in rows] == [seat.entity]


def test_leads_and_coordination_are_named_and_end_with_undo(cast, hers):
    hers.post("/areas/EDU/leads/", {"person": cast.bruno.pk})
    lead = AreaLead.objects.get(person=cast.bruno)
    hers.post(f"/leads/{lead.pk}/end/")
    undo(hers, "/areas/EDU/people/")
    hers.post(f"/coordination/people/{cast.bruno.pk}/coordinate/")
    hers.post(f"/coordination/people/{cast.bruno.pk}/stop/")
    stopped = Coordinator.objects.current().filter(person=cast.bruno).exists()
    undo(hers, "/coordination/people/")

    assert AreaLead.objects.current().filter(person=cast.bruno).exists()
    assert (stopped, Coordinator.objects.current().filter(person=cast.bruno).exists()) == (False, True)


def test_who_stops_coordinating_herself_is_led_home(cast, hers):
    CoordinatorFactory(person=cast.alba)

    response = hers.post(f"/coordination/people/{cast.coordination.pk}/stop/")

    assert (response["Location"], hers.get(SECTION).status_code) == ("/my-work/", 403)


def test_an_invitation_withdrawn_here_comes_back_by_undo(cast, hers):
    invitation = InvitationFactory(seat=cast.seat)
    response = hers.post(f"/invitations/{invitation.pk}/withdraw/", {"from": "coordination"})
    gone = Invitation.objects.pending().count()

    undo(hers, response["Location"])

    assert (gone, list(Invitation.objects.pending())) == (0, [invitation])


def test_undo_is_offered_for_ten_minutes_and_to_nobody_else(cast, hers):
    page = f"/coordination/entities/{cast.entity.pk}/"
    hers.post(f"{page}end/")

    with clock.set_to(clock.now() + timedelta(minutes=11)):
        late = "/coordination/undo/" in hers.get(page).content.decode()
        hers.post("/coordination/undo/")
    other = "/coordination/undo/" in signed_in(cast.coordination).get(page).content.decode()

    assert (late, other, Entity.objects.active().filter(pk=cast.entity.pk).exists()) == (False, False, False)


def test_the_session_keeps_no_name(cast, hers):
    hers.post(f"/coordination/entities/{cast.entity.pk}/end/")

    assert "Cruz" not in str(dict(hers.session))


def send(client, name: str, content: bytes):
    return client.post("/coordination/import/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_sheet_is_uploaded_looked_at_brought_in_and_taken_back(cast, hers):
    looked = send(hers, "red.xlsx", workbook(**SMALL))
    upload, plan = looked.context["upload"], looked.context["plan"]
    page = looked.content.decode()
    hers.post(f"{upload.get_absolute_url()}apply/", {"seen": plan.mark})
    brought = Entity.objects.filter(name="Asociación").exists()

    hers.post(f"{upload.get_absolute_url()}undo/")

    assert ("A4" in page, "1 row has something to put right" in page) == (True, True)
    assert (brought, Entity.objects.filter(name="Asociación").exists()) == (True, False)


def test_looking_at_a_sheet_asks_as_much_for_one_row_as_for_many(cast, hers):
    counts = []
    for size in (1, 3, 50):
        upload = send(hers, "red.xlsx", workbook(**network(size, size))).context["upload"]
        counts.append(queries_of(hers, upload.get_absolute_url()))

    assert len(set(counts)) == 1


def test_a_bad_file_is_refused_beside_the_field(hers):
    response = send(hers, "red.pdf", b"%PDF-1.7")

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])
    assert not SheetImport.objects.exists()


def test_what_a_cell_says_is_never_markup(cast, hers):
    page = send(hers, "<b>red.csv", b"code;name\n<img src=x>;<script>alert(1)</script>").content.decode()

    assert ("<script>alert" in page, "<img src=x" in page, "<b>red" in page) == (False, False, False)


def test_a_sheet_that_changed_underneath_is_looked_at_again(cast, hers):
    upload = send(hers, "red.xlsx", workbook(**SMALL)).context["upload"]

    response = hers.post(f"{upload.get_absolute_url()}apply/", {"seen": "another"}, follow=True)

    assert "The network has changed since you looked at this page." in response.content.decode()
    assert not Entity.objects.filter(name="Asociación").exists()


@pytest.mark.parametrize("page", ["template.xlsx", "areas.csv", "entities.csv", "people.csv"])
def test_templates_are_files(hers, page):
    response = hers.get(f"/coordination/import/{page}")

    assert (response.status_code, response["Content-Disposition"][:10]) == (200, "attachment")


def test_there_is_no_other_template(hers):
    assert hers.get("/coordination/import/nothing.csv").status_code == 404


def test_the_overview_says_what_waits(cast, hers):
    AreaFactory(name="Sin responsable")
    EntityFactory()
    page = hers.get(SECTION).content.decode()

    assert "Sin responsable has nobody who leads it" in page
    assert "1 entity without anybody who represents it" in page


def test_simple_areas_name_nobody_by_a_formal_word(cast):
    from .test_pages import FORMAL_WORDS

    cast.alba.language = "es"
    cast.alba.save(update_fields=["language"])

    page = signed_in(cast.alba).get("/areas/EMP/people/").content.decode().lower()

    assert [word for word in FORMAL_WORDS if word in page] == []
