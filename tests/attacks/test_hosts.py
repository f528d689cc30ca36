"""A forged host reaches neither a page nor a mail."""

import http.client

import pytest
from django.test import Client

from tests.servers import running_server

pytestmark = pytest.mark.django_db
EVIL = "evil.example"
ASKING = (("/accounts/login/code/", "email"), ("/accounts/password/reset/", "email"))
FORGED = ({"X-Forwarded-Host": EVIL}, {"X-Host": EVIL}, {"Forwarded": f"host={EVIL}"}, {"X-Forwarded-Server": EVIL})


@pytest.mark.parametrize(("address", "field"), ASKING)
@pytest.mark.parametrize("headers", FORGED)
def test_a_forwarded_host_is_not_believed(cast, mailoutbox, address, field, headers):
    Client().post(address, {field: cast.bruno.email}, headers=headers)

    [mail] = mailoutbox
    assert EVIL not in mail.message().as_string()


@pytest.mark.parametrize(("address", "field"), ASKING)
@pytest.mark.parametrize("host", [EVIL, f"testserver@{EVIL}", f"testserver:80@{EVIL}", "testserver\t", ""])
def test_a_foreign_host_gets_nothing_and_sends_no_mail(cast, mailoutbox, address, field, host):
    response = Client().post(address, {field: cast.bruno.email}, headers={"host": host})

    assert (response.status_code, mailoutbox) == (400, [])
    assert EVIL not in response.content.decode()


@pytest.mark.parametrize("headers", FORGED)
def test_no_page_says_a_forged_host(cast, headers):
    client = Client()
    client.force_login(cast.alba)

    pages = [client.get(path, headers=headers).content.decode() for path in ("/", "/my-work/", "/meetings/", "/needs/")]

    assert [page for page in pages if EVIL in page] == []


@pytest.mark.parametrize("field", ["login", "email"])
@pytest.mark.parametrize("tail", ["\r\nBcc: spy@evil.example", "\nBcc: spy@evil.example", "%0aBcc:spy@evil.example"])
def test_an_address_with_a_second_header_in_it_sends_nothing(cast, mailoutbox, field, tail):
    for address in ("/accounts/login/code/", "/accounts/password/reset/"):
        Client().post(address, {field: cast.bruno.email + tail})

    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_nobody_tells_the_server_under_which_path_it_stands(tmp_path):
    """Daphne would: every link of the answer, and of a mail that is written in it, would begin with those words."""
    said = []
    with running_server(tmp_path) as server:
        for path in ("/needs/", "/"):
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            line.request("GET", path, headers={"Daphne-Root-Path": f".{EVIL}"})
            answer = line.getresponse()
            said += [answer.status, answer.getheader("Location", ""), answer.read().decode()]

    assert (said[0], said[3], [each for each in said if EVIL in str(each)]) == (302, 200, [])
