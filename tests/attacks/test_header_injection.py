"""A line break that somebody writes ends no header: not of an answer, nor of a mail."""

import socket
from email import message_from_bytes, policy
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client

from red_inclusion.network import actions
from red_inclusion.notifications.actions import send_queued_mail
from red_inclusion.pages.models import SiteSettings
from tests.pages.factories import document, standard_page
from tests.servers import Server, running_server

BREAKS = ("\r\nX-Injected: yes", "\nX-Injected: yes", "\rX-Injected: yes")
IDS = ("CRLF", "LF", "CR")
ASKED = (
    "/language/setlang/?next=/{}",
    "/accounts/login/?next=/{}",
    "/areas{}",
    "/join/{}/",
    "/documents/1/{}.pdf",
    "/media/{}.png",
    "/?language={}",
)


def heads_in(answer: bytes) -> dict[str, str]:
    return dict(message_from_bytes(answer.partition(b"\r\n")[2].partition(b"\r\n\r\n")[0], policy=policy.HTTP).items())


def test_a_header_that_got_in_would_be_seen():
    assert "X-Injected" in heads_in(b"HTTP/1.1 302 Found\r\nLocation: /\r\nX-Injected: yes\r\n\r\n")


@pytest.mark.django_db(transaction=True)
def test_no_address_writes_a_header_of_the_answer(tmp_path):
    with running_server(tmp_path) as server:
        answers = {
            (path, name): ask(server, path.format(quote(words, safe="")))
            for path in ASKED
            for name, words in zip(IDS, BREAKS, strict=True)
        }

    assert {
        case: heads for case, heads in answers.items() if "Server" not in heads and "Content-Type" not in heads
    } == {}
    assert {case: heads for case, heads in answers.items() if "X-Injected" in heads} == {}


def ask(server: Server, path: str) -> dict[str, str]:
    """As written: a library would clean the address first."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := line.recv(65536):
            answer += part
    return heads_in(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("words", BREAKS, ids=IDS)
def test_no_name_of_a_file_writes_a_header_of_its_answer(words):
    shown = document(name=f"bases{words}.txt")
    standard_page(content=[("documents", {"title": "", "documents": [shown]})])

    answer = Client().get(shown.url)

    assert (answer.status_code, "X-Injected" in answer, "\n" in answer["Content-Disposition"]) == (200, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("words", BREAKS, ids=IDS)
def test_no_name_writes_a_header_of_a_mail(cast, words):
    """As if the names had got past the forms, which clean them."""
    SiteSettings.objects.update(network_name=f"Red{words}")
    cast.entity.name = f"Cruz Roja{words}"
    cast.entity.save()
    cast.bruno.name = f"Bruno{words}"
    cast.bruno.save()
    actions.invite_person(
        cast.entity, seats=[cast.seat], actor=cast.bruno, email="elena@example.org", name=f"Elena{words}", language="es"
    )

    send_queued_mail()

    sent = [message_from_bytes(letter.message().as_bytes()) for letter in mail.outbox]
    assert [letter["To"] for letter in sent if "X-Injected" in letter] == []
    assert any("Cruz Roja X-Injected: yes" in letter.subject for letter in mail.outbox)
