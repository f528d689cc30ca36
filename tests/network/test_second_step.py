"""Coordination behind a second step: the setting that production turns on."""

import pytest
from allauth.mfa.models import Authenticator

from .test_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.REQUIRE_MFA_FOR_COORDINATION = True


@pytest.mark.parametrize("address", ["/my-work/", "/needs/", "/cms/", "/"])
def test_coordination_is_led_to_where_she_adds_it(cast, address):
    answer = signed_in(cast.coordination).get(address)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.parametrize("address", ["/sw.js", "/offline/"])
def test_what_every_page_is_made_of_comes_all_the_same(cast, address):
    assert signed_in(cast.coordination).get(address).status_code == 200


def test_nothing_is_changed_before(cast):
    answer = signed_in(cast.coordination).post(f"/entities/{cast.entity.pk}/people/{cast.bruno.pk}/end/")

    assert answer["Location"] == "/accounts/2fa/"
    assert cast.bruno.mandates.filter(until=None).exists()


def test_a_fragment_leads_the_whole_page_there(cast):
    answer = signed_in(cast.coordination).get("/needs/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/2fa/")


def test_there_she_is_told_why_and_everything_works(cast):
    client = signed_in(cast.coordination)
    client.get("/my-work/")

    page = client.get("/accounts/2fa/")

    assert "Coordination needs a second step" in page.content.decode()
    assert client.get("/accounts/2fa/totp/activate/").status_code in (200, 302)


@pytest.mark.parametrize(("kind", "lets_in"), [("totp", True), ("webauthn", True), ("recovery_codes", False)])
def test_a_second_step_lets_her_go_on(cast, kind, lets_in):
    Authenticator.objects.create(user=cast.coordination, type=kind, data={"secret": "AAAA"})

    assert (signed_in(cast.coordination).get("/my-work/").status_code == 200) is lets_in


def test_technical_staff_needs_it_too(cast):
    cast.bruno.is_staff = True
    cast.bruno.save()

    assert signed_in(cast.bruno).get("/my-work/").status_code == 302


@pytest.mark.parametrize("who", ["alba", "bruno"])
def test_nobody_else_does(cast, who):
    assert signed_in(getattr(cast, who)).get("/my-work/").status_code == 200


def test_without_the_setting_nobody_does(cast, settings):
    settings.REQUIRE_MFA_FOR_COORDINATION = False

    assert signed_in(cast.coordination).get("/my-work/").status_code == 200
