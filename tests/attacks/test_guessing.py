"""Guessing passwords, codes and who has access: it ends soon, and says nothing on the way."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from red_inclusion.core import caches, limits
from tests.cast import person
from tests.meetings.factories import MeetingFactory

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
RESET = "/accounts/password/reset/"
WRONG, RIGHT = "wrong", "correct horse"
ASKING = {
    "sign-in": (LOGIN, lambda address: {"login": address, "password": WRONG}),
    "code": (CODE, lambda address: {"email": address}),
    "new password": (RESET, lambda address: {"email": address}),
}


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def sign_in(address: str, password: str, *, ip: str = "192.0.2.1") -> Client:
    client = Client(REMOTE_ADDR=ip)
    client.post(LOGIN, {"login": address, "password": password})
    return client


def test_after_twenty_wrong_sign_ins_the_right_one_is_refused_too(cast):
    for number in range(20):
        sign_in(cast.bruno.email, WRONG, ip=f"192.0.2.{number + 1}")

    assert not is_signed_in(sign_in(cast.bruno.email, RIGHT, ip="198.51.100.7"))
    assert is_signed_in(sign_in(cast.alba.email, RIGHT, ip="198.51.100.7"))


def test_one_wrong_sign_in_shuts_nobody_out(cast):
    sign_in(cast.bruno.email, WRONG)

    assert is_signed_in(sign_in(cast.bruno.email, RIGHT))


def test_one_address_may_not_try_many_people(cast):
    people = [person(f"person{number}").email for number in range(20)]
    for address in people:
        sign_in(address, WRONG)

    assert not is_signed_in(sign_in(cast.bruno.email, RIGHT))


def test_a_room_behind_one_address_gets_its_codes(cast, mailoutbox):
    """Forty people on the same Wi-Fi open the mail in the same minute."""
    people = [person(f"person{number}").email for number in range(40)]

    answers = [Client().post(CODE, {"email": address}).status_code for address in people]

    assert set(answers) == {302}
    assert len(mailoutbox) == 40


def test_asking_for_codes_ends(cast, mailoutbox):
    answers = [Client().post(CODE, {"email": cast.bruno.email}).status_code for _ in range(20)]

    assert answers[:3] == [302, 302, 302]
    assert len(mailoutbox) == 3


def test_asking_for_new_passwords_ends(cast, mailoutbox):
    for _ in range(20):
        Client().post(RESET, {"email": cast.bruno.email})

    assert len(mailoutbox) == 5


def test_the_page_of_too_many_tries_is_ours(cast):
    answers = [Client(headers={"accept-language": "es"}).post(RESET, {"email": cast.bruno.email}) for _ in range(6)]

    assert (answers[-1].status_code, answers[-1]["Retry-After"]) == (429, "300")
    assert "Demasiados intentos en poco tiempo" in answers[-1].content.decode()


def test_guessing_a_code_of_sign_in_ends(cast, mailoutbox):
    client = Client()
    client.post(CODE, {"email": cast.bruno.email})
    for number in range(20):
        client.post(CONFIRM, {"code": f"AAA{number:03}"})
    code = re.search(r"^\s{4}(\S+)$", mailoutbox[0].body, re.MULTILINE)[1]

    client.post(CONFIRM, {"code": code})

    assert not is_signed_in(client)


def test_guessing_join_codes_ends_even_for_the_right_one(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    client = Client()
    client.force_login(cast.bruno)
    for number in range(20):
        client.post("/join/", {"code": f"ZZZZ{number:02}"})

    typed, scanned = client.post("/join/", {"code": meeting.join_code}), client.get(f"/join/{meeting.join_code}/")

    assert [typed.status_code, scanned.status_code] == [429, 429]
    assert typed["Retry-After"] == "600"


@pytest.mark.parametrize("path", ["/needs/?q=a", "/entities/?q=a", "/needs/similar/?area=EMP&title=transporte"])
def test_reading_the_network_out_by_searching_ends(cast, path, monkeypatch):
    monkeypatch.setattr(limits, "SEARCHES", 5)
    client, other = Client(), Client()
    client.force_login(cast.bruno)
    other.force_login(cast.alba)

    answers = [client.get(path).status_code for _ in range(limits.SEARCHES + 1)]

    assert answers == [200] * limits.SEARCHES + [429]
    assert [client.get("/needs/").status_code, other.get(path).status_code] == [200, 200]


def test_who_searches_behind_the_same_proxy_is_counted_apart(db, settings, monkeypatch):
    monkeypatch.setattr(limits, "SEARCHES", 2)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    one, other = (Client(headers={"x-forwarded-for": f"198.51.100.1, 203.0.113.{n}"}) for n in (1, 2))
    path = "/accounts/login/?q=a"

    answers = [client.get(path).status_code for client in (one, one, one, other)]

    assert answers == [200, 200, 429, 200]


def test_a_cache_that_is_away_keeps_nobody_from_searching(settings, monkeypatch):
    monkeypatch.setattr(caches._Client, "_away_until", 0.0)
    away = {"BACKEND": "red_inclusion.core.caches.CacheThatMayBeAway", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}

    assert [limits.count("searches:1", 60) for _ in range(3)] == [1, 1, 1]


def said(response, address: str) -> str:
    """Without what differs at each request: the token, and the address that she typed herself."""
    body = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", response.content.decode())
    return body.replace(address, "somebody")


def conversation(kind: str, address: str, mailoutbox, times: int) -> list[tuple[int, str, str, int]]:
    """Status, where to, page and mails, each time she asks."""
    path, data = ASKING[kind]
    client, told = Client(headers={"accept-language": "es"}), []
    for _ in range(times):
        before = len(mailoutbox)
        first = client.post(path, data(address))
        page = client.get(first["Location"]) if first.status_code == 302 else first
        told.append((first.status_code, first.get("Location", ""), said(page, address), len(mailoutbox) - before))
    return told


@pytest.mark.parametrize("kind", ASKING)
def test_known_and_unknown_people_are_told_the_same_however_often_they_ask(cast, mailoutbox, kind):
    known = conversation(kind, cast.bruno.email, mailoutbox, 8)
    cache.clear()  # what one address asked counts for all
    unknown = conversation(kind, "nobody@example.org", mailoutbox, 8)

    assert [turn[:3] for turn in known] == [turn[:3] for turn in unknown]
    assert sum(turn[3] for turn in unknown) == 0


def test_a_code_for_nobody_is_refused_like_a_wrong_one(cast, mailoutbox):
    pages = []
    for address in (cast.bruno.email, "nobody@example.org"):
        client = Client(headers={"accept-language": "es"})
        client.post(CODE, {"email": address})
        answers = [client.post(CONFIRM, {"code": "AAAAAA"}) for _ in range(6)]
        pages.append([(answer.status_code, answer.get("Location", ""), said(answer, address)) for answer in answers])

    assert pages[0] == pages[1]
