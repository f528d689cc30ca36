import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.network.models import Invitation, Mandate
from red_inclusion.notifications.models import Mail
from tests.factories import EntityFactory, InvitationFactory, MandateFactory, SeatFactory

from .test_pages import signed_in

pytestmark = pytest.mark.django_db

LINK = "/invitation/the-link/"
YES = {"name": "Elena", "language": "es", "version": terms.VERSION, "accept": "on"}
FORM = {"name": "Elena", "email": "elena@example.org", "language": "en"}


@pytest.fixture
def invitation(cast):
    return InvitationFactory(seat=cast.seat, invited_by=cast.bruno, email="elena@example.org", token="the-link")


def person_of(client) -> str | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None


def test_a_member_of_one_area_is_asked_for_name_address_and_language_only(cast):
    page = signed_in(cast.bruno).get(f"/entities/{cast.entity.pk}/invite/")

    assert list(page.context["form"].fields) == ["name", "email", "language"]


def test_coordination_chooses_areas_and_kind_of_that_entity_alone(cast):
    SeatFactory(entity=cast.entity, area=cast.edu)
    SeatFactory(entity=cast.other_entity, area=cast.emp)

    form = signed_in(cast.coordination).get(f"/entities/{cast.entity.pk}/invite/").context["form"]

    assert [label for _seat, label in form.fields["seats"].choices] == ["Educación y Juventud", "Empleo y Formación"]
    assert [kind for kind, _label in form.fields["kind"].choices] == ["member", "observer"]


def test_the_link_is_shown_once_and_its_page_is_not_kept(cast):
    client = signed_in(cast.bruno)

    page = client.post(f"/entities/{cast.entity.pk}/invite/", FORM)

    link = re.search(r'href="(http://[^"]+/invitation/[\w-]+/)"', page.content.decode())[1]
    assert link in Mail.objects.get(kind="invitation").text
    assert "no-store" in page["Cache-Control"]
    assert link.split("/")[-2] not in client.get(f"/entities/{cast.entity.pk}/people/").content.decode()


def test_what_was_typed_stays_when_it_is_refused(cast, invitation):
    page = signed_in(cast.bruno).post(f"/entities/{cast.entity.pk}/invite/", FORM)

    form = page.context["form"]
    assert (form["name"].value(), list(form.errors)) == ("Elena", ["email"])
    assert Invitation.objects.count() == 1


def test_a_member_cannot_choose_what_the_form_does_not_ask(cast):
    data = FORM | {"kind": "titular", "seats": [SeatFactory(area=cast.edu).pk], "invited_by": cast.alba.pk}

    signed_in(cast.bruno).post(f"/entities/{cast.entity.pk}/invite/", data)

    made = Invitation.objects.get()
    assert (made.kind, made.invited_by, list(made.seats.all())) == ("member", cast.bruno, [cast.seat])


def test_a_kind_she_may_not_give_in_one_of_the_areas_is_told_beside_it(cast):
    cast.edu.formal = cast.emp.formal = True
    cast.edu.save(), cast.emp.save()
    elsewhere = SeatFactory(entity=cast.entity, area=cast.edu)
    MandateFactory(person=cast.alba, seat=elsewhere)
    client, address = signed_in(cast.alba), f"/entities/{cast.entity.pk}/invite/"
    data = FORM | {"kind": "titular", "seats": [cast.seat.pk, elsewhere.pk]}

    refused = client.post(address, data)
    taken = client.post(address, data | {"seats": [cast.seat.pk]})

    form = refused.context["form"]
    assert (refused.status_code, list(form.errors), form["name"].value()) == (200, ["kind"], "Elena")
    assert (taken.status_code, Invitation.objects.get().kind) == (200, "titular")


@pytest.mark.parametrize(("kind", "areas", "may"), [("member", 1, True), ("titular", 1, False), ("member", 2, False)])
def test_who_may_not_look_after_an_invitation_is_offered_no_button(cast, kind, areas, may):
    invitation = InvitationFactory(seat=cast.seat, invited_by=cast.coordination, kind=kind)
    if areas == 2:
        invitation.seats.add(SeatFactory(entity=cast.entity, area=cast.edu))
    client = signed_in(cast.bruno)

    page = client.get(f"/entities/{cast.entity.pk}/people/").content.decode()

    addresses = [f"/invitations/{invitation.pk}/{verb}/" for verb in ("send", "withdraw")]
    assert (invitation.email in page, [address in page for address in addresses]) == (True, [may] * 2)
    assert [client.post(address).status_code != 403 for address in addresses] == [may] * 2


@pytest.mark.parametrize("address", [LINK, "/accounts/profile/", "/accounts/terms/", "/notifications/preferences/"])
def test_who_only_asks_for_the_head_gets_it(cast, invitation, address):
    client = Client() if address == LINK else signed_in(cast.bruno)

    assert client.head(address).status_code == 200


def test_opening_the_link_changes_nothing(cast, invitation, client):
    before = [*Invitation.objects.values_list()], User.objects.count(), Mandate.objects.count()

    page = client.get(LINK)

    assert page.status_code == 200
    assert before == ([*Invitation.objects.values_list()], User.objects.count(), Mandate.objects.count())
    assert page.context["form"].initial["name"] == "Elena"


def test_accepting_signs_her_in_and_lands_on_her_work(cast, invitation, client):
    answer = client.post(LINK, YES)

    assert (answer.status_code, answer["Location"], person_of(client)) == (302, "/my-work/", "elena@example.org")
    assert client.get("/my-work/").context["in_network"]


def test_without_the_terms_nobody_comes_in(cast, invitation, client):
    page = client.post(LINK, YES | {"accept": ""})

    assert list(page.context["form"].errors) == ["accept"]
    assert person_of(client) is None and not User.objects.filter(email="elena@example.org").exists()


def test_a_second_tap_by_herself_leads_to_her_work_and_by_others_to_the_door(cast, invitation, client):
    client.post(LINK, YES)

    assert client.post(LINK, YES)["Location"] == "/my-work/"
    stranger = Client().post(LINK, YES)
    assert (stranger.status_code, stranger.context["refusal"].code) == (410, "used")


def test_the_page_speaks_the_language_of_the_invitation(cast, invitation, client):
    Invitation.objects.update(language="es")

    assert "Normas de uso y confidencialidad" in client.get(LINK).content.decode()


def test_who_has_access_signs_in_first_with_her_second_step(cast, client):
    InvitationFactory(seat=cast.seat, invited_by=cast.bruno, email="carla@example.org", token="the-link")
    Authenticator.objects.create(user=cast.carla, type="totp", data={"secret": "AAAA"})

    page = client.get(LINK)
    refused = client.post(LINK, YES)
    door = client.post(f"/accounts/login/?next={LINK}", {"login": "carla@example.org", "password": "correct horse"})

    assert "/accounts/login/?next=/invitation/the-link/" in page.content.decode()
    assert (refused.status_code, refused.context["refusal"].code) == (410, "person_exists")
    assert "/2fa/authenticate/" in door["Location"]
    assert person_of(client) is None


def test_who_is_signed_in_accepts_with_one_tap(cast, client):
    InvitationFactory(seat=cast.seat, invited_by=cast.bruno, email="carla@example.org", token="the-link")
    carla = signed_in(cast.carla)

    form = carla.get(LINK).context["form"]
    answer = carla.post(LINK)

    assert (list(form.fields), answer["Location"]) == ([], "/my-work/")
    assert Mandate.objects.current().filter(person=cast.carla, seat=cast.seat).exists()


def test_somebody_else_signed_in_is_told_so_and_refused(cast, invitation):
    client = signed_in(cast.carla)

    assert "carla@example.org" in client.get(LINK).content.decode()
    assert client.post(LINK, YES).status_code == 403
    assert invitation.state == "pending" and not User.objects.filter(email="elena@example.org").exists()


def test_a_tampered_link_opens_nothing(cast, invitation, client):
    page = client.get("/invitation/the-lynk/")

    assert (page.status_code, "Elena" in page.content.decode()) == (404, False)


def test_a_link_that_ran_out_offers_to_ask_for_another(cast, invitation, client):
    Invitation.objects.update(expires_at=clock.now() - timedelta(minutes=1))

    page = client.get(LINK)
    client.post(f"{LINK}ask/")

    assert (page.status_code, page.context["expired"]) == (410, True)
    assert [mail.to for mail in Mail.objects.filter(kind="invitation_wanted")] == ["bruno@example.org"]


def test_a_colleague_is_taken_off_and_put_back_by_the_same_hand(cast):
    people = f"/entities/{cast.entity.pk}/people/"
    bruno, alba = signed_in(cast.bruno), signed_in(cast.alba)

    bruno.post(f"{people}{cast.observer.pk}/end/")
    shown = bruno.get(people).context["undo"], alba.get(people).context["undo"]
    alba.post(f"{people}undo/")
    still_out = not cast.observer.mandates.filter(until=None).exists()
    bruno.post(f"{people}undo/")

    assert shown == (cast.observer, None)
    assert still_out
    assert cast.observer.mandates.filter(until=None).count() == 1


def test_where_the_inviter_can_send_none_coordination_is_asked(cast, invitation, client):
    Invitation.objects.update(expires_at=clock.now())
    Mandate.objects.filter(person=cast.bruno).update(until=clock.today())

    offer = client.get(LINK).content.decode()
    asked = client.post(f"{LINK}ask/").content.decode()

    assert ("Ask network coordination for a new one" in offer, "Ask Bruno" in offer) == (True, False)
    assert ("Network coordination has a message" in asked, "Bruno has" in asked) == (True, False)


def test_people_of_an_entity_shows_who_was_invited_to_its_duplicate(cast):
    duplicate = EntityFactory(merged_into=cast.entity, former_name="Cruz Roja Local")
    InvitationFactory(seat=SeatFactory(entity=duplicate, area=cast.emp), name="Elena")

    page = signed_in(cast.bruno).get(f"/entities/{cast.entity.pk}/people/")

    assert [invitation.name for invitation in page.context["invitations"]] == ["Elena"]


def test_who_was_invited_to_a_duplicate_is_not_invited_again(cast):
    duplicate = EntityFactory(merged_into=cast.entity, former_name="Cruz Roja Local")
    there = InvitationFactory(seat=SeatFactory(entity=duplicate, area=cast.emp), email=FORM["email"])
    bruno, page = signed_in(cast.bruno), f"/entities/{cast.entity.pk}/invite/"

    refused = bruno.post(page, FORM)
    with clock.set_to(there.expires_at + timedelta(hours=1)):
        bruno.post(page, FORM)

    there.refresh_from_db()
    assert "invited already" in refused.context["form"].errors["email"][0]
    assert (there.withdrawn_at is None, Invitation.objects.pending().get().entity) == (False, cast.entity)


def test_pages_of_a_duplicate_are_those_of_the_entity_it_stands_for(cast):
    duplicate = EntityFactory(merged_into=cast.entity, former_name="Cruz Roja Local")
    hers = signed_in(cast.bruno)

    pages = ("people", "invite")
    led = [hers.get(f"/entities/{duplicate.pk}/{page}/") for page in pages]
    sent = hers.post(f"/entities/{duplicate.pk}/invite/", FORM)

    assert [page["Location"] for page in led] == [f"/entities/{cast.entity.pk}/{page}/" for page in pages]
    assert (sent.status_code, Invitation.objects.get().entity) == (200, cast.entity)


def test_who_has_no_mandate_left_is_told_whom_to_ask(cast):
    bruno, observer = signed_in(cast.bruno), signed_in(cast.observer)
    bruno.post(f"/entities/{cast.entity.pk}/people/{cast.observer.pk}/end/")

    page = observer.get("/my-work/")

    assert not page.context["in_network"]
    assert "Coordination" in page.content.decode()


def test_nobody_ends_a_mandate_of_another_entity_from_this_page(cast):
    answer = signed_in(cast.coordination).post(f"/entities/{cast.entity.pk}/people/{cast.carla.pk}/end/")

    assert answer.status_code == 404
    assert cast.carla.mandates.filter(until=None).exists()


def test_who_answers_for_one_entity_goes_straight_to_its_people(cast):
    assert signed_in(cast.bruno).get("/people/")["Location"] == f"/entities/{cast.entity.pk}/people/"
    assert signed_in(cast.observer).get("/people/")["Location"] == "/entities/"
    assert [e.name for e in signed_in(cast.coordination).get("/people/").context["entities"]] == [
        "Cruz Roja",
        "Juventud",
        "Servicios Sociales",
    ]


def test_the_list_of_people_costs_the_same_for_one_and_fifty(cast):
    client, entity = signed_in(cast.coordination), EntityFactory()
    seat = SeatFactory(entity=entity, area=cast.emp)
    counts = []

    for more in (1, 2, 47):
        for _ in range(more):
            MandateFactory(seat=seat)
            InvitationFactory(seat=seat, invited_by=cast.alba)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(f"/entities/{entity.pk}/people/")
        counts.append(len(queries))

    assert (len(page.context["colleagues"]), len(page.context["invitations"])) == (50, 50)
    assert len(set(counts)) == 1
