"""My sessions: which devices are signed in, and putting an end to them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from red_inclusion.accounts import actions
from red_inclusion.accounts.devices import BROWSERS, SYSTEMS, first_fit
from red_inclusion.accounts.models import Device
from red_inclusion.core import clock
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
LIST = "/accounts/sessions/"


def sign_in(person, agent=PHONE) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": person.email, "password": "correct horse"})
    return client


def is_in(client) -> bool:
    return client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        (PHONE, ("Chrome", "Android")),
        (IPHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        (FIREFOX, ("Firefox", "Linux")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_device_is_known_by_browser_and_system(agent, known):
    assert (first_fit(BROWSERS, agent), first_fit(SYSTEMS, agent)) == known


def test_each_device_that_signs_in_is_listed_once_and_no_address_is_kept(bruno):
    phone, laptop = sign_in(bruno), sign_in(bruno, FIREFOX)
    phone.get(LIST)

    context = laptop.get(LIST).context

    assert [[str(d) for d in context["this"]], [str(d) for d in context["others"]]] == [
        ["Firefox · Linux"],
        ["Chrome · Android"],
    ]
    assert {field.name for field in Device._meta.fields} == {
        "id", "person", "session_key", "browser", "system", "since", "last_seen",
    }  # fmt: skip


def test_ending_one_signs_that_one_out(bruno):
    phone, laptop = sign_in(bruno), sign_in(bruno, FIREFOX)
    [other] = laptop.get(LIST).context["others"]

    laptop.post(f"{LIST}{other.pk}/end/")

    assert (is_in(phone), is_in(laptop)) == (False, True)


def test_ending_all_others_keeps_this_one(bruno):
    phone, tablet, laptop = sign_in(bruno), sign_in(bruno, IPHONE), sign_in(bruno, FIREFOX)

    laptop.post(f"{LIST}end-others/")

    assert [is_in(each) for each in (phone, tablet, laptop)] == [False, False, True]
    assert Device.objects.count() == 1


def test_somebody_elses_device_is_not_there(bruno):
    stranger, phone = sign_in(PersonFactory()), sign_in(bruno)

    answer = stranger.post(f"{LIST}{bruno.devices.get().pk}/end/")

    assert (answer.status_code, is_in(phone)) == (404, True)


def test_signing_out_forgets_the_device(bruno):
    phone = sign_in(bruno)

    phone.post("/accounts/logout/")

    assert not Device.objects.exists()


def test_a_new_key_of_the_same_browser_is_the_same_device(bruno):
    phone = sign_in(bruno)
    first = bruno.devices.get()
    words = {"oldpassword": "correct horse", "password1": "a staple battery", "password2": "a staple battery"}
    phone.post("/accounts/password/change/", words)

    assert is_in(phone)
    assert [device.pk for device in bruno.devices.all()] == [first.pk]


def test_the_session_counts_its_90_days_from_the_last_day_of_use(bruno):
    phone = sign_in(bruno)
    Session.objects.update(expire_date=timezone.now() + timedelta(days=3))

    with clock.set_to(clock.now() + timedelta(days=1)):
        phone.get("/my-work/")
        seen = bruno.devices.get().last_seen

    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=89)
    assert seen == clock.today() + timedelta(days=1)


def test_a_page_costs_nothing_more_on_the_same_day(bruno):
    phone = sign_in(bruno)

    with CaptureQueriesContext(connection) as queries:
        phone.get("/accounts/profile/")

    assert [query["sql"] for query in queries if "accounts_device" in query["sql"]] == []


def test_what_ran_out_is_forgotten(bruno):
    phone, laptop = sign_in(bruno), sign_in(bruno, FIREFOX)
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=timezone.now())

    actions.forget_old_sessions()

    assert [str(device) for device in Device.objects.all()] == ["Firefox · Linux"]
    assert Session.objects.filter(session_key=laptop.session.session_key).exists()
