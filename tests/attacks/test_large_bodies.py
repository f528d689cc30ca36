"""What is sent costs the machine no more than the limit, and she who sent too much reads why it was refused."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.servers import Server, running_server

PIECE = b"x" * 64 * 1024
FORM = "multipart/form-data; boundary=part"
HEAD = b'--part\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
TAIL = b"\r\n--part--\r\n"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory) -> Iterator[Server]:
    """On a database that holds nobody: nothing here gets as far as to ask it."""
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


def body(size: int) -> Iterator[bytes]:
    yield HEAD
    for _ in range(size // len(PIECE)):
        yield PIECE
    yield TAIL


def send(server: Server, size: int, *, chunked: bool, kind: str = FORM) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    headers = {"Content-Type": kind, "Accept-Language": "es"}
    if not chunked:
        headers["Content-Length"] = str(len(HEAD) + size // len(PIECE) * len(PIECE) + len(TAIL))
    line.request("POST", "/accounts/login/", body(size), headers, encode_chunked=chunked)
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def memory_of(server: Server) -> int:
    """The most it ever held, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def on_disk(server: Server) -> int:
    """What the files it holds open and has deleted, as temporary ones are, take."""
    held = 0
    for each in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            if "(deleted)" in str(each.readlink()):
                held += each.stat().st_size
        except OSError:  # closed meanwhile
            continue
    return held


@pytest.mark.parametrize("chunked", [False, True], ids=["length told", "length untold"])
def test_two_hundred_megabytes_are_refused_in_words_and_kept_nowhere(server, chunked):
    send(server, 0, chunked=chunked)
    before, most = memory_of(server), 0

    def watched() -> Iterator[bytes]:
        nonlocal most
        for number, piece in enumerate(body(200 * MEGABYTE)):
            if number % 64 == 0:
                most = max(most, on_disk(server))
            yield piece

    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    told = {} if chunked else {"Content-Length": str(len(HEAD) + 200 * MEGABYTE + len(TAIL))}
    line.request(
        "POST",
        "/accounts/login/",
        watched(),
        {"Content-Type": FORM, "Accept-Language": "es"} | told,
        encode_chunked=chunked,
    )
    answer = line.getresponse()

    assert (answer.status, "Un archivo puede ocupar hasta 10 MB" in answer.read().decode()) == (413, True)
    assert most <= settings.BODY_LIMIT
    assert memory_of(server) - before < 3 * settings.BODY_LIMIT
    assert send(server, 0, chunked=chunked)[0] == 403  # it goes on; this one lacks its token


def test_what_is_just_within_the_limit_is_read(server):
    assert send(server, settings.BODY_LIMIT - MEGABYTE, chunked=True)[0] == 403


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; charset=utf-7"])
def test_a_form_that_cannot_be_read_gets_a_page_of_ours(server, kind):
    status, page = send(server, 64 * 1024, chunked=False, kind=kind)

    assert (status, "/static/css/main" in page) == (403, True)


def test_the_limit_holds_on_any_server():
    """Where another server stands in front of Django, the length that the request tells is what counts."""
    answer = Client().post(
        "/accounts/login/", b"x", "text/plain", headers={"content-length": str(settings.BODY_LIMIT + 1)}
    )

    assert answer.status_code == 413
