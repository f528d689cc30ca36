"""No address reaches a file outside of what is served. Asked of the real server, byte by byte."""

import http.client

import pytest

from tests.servers import running_server

SECRET = "canary-of-the-data-folder"
PREFIXES = ("/static/", "/static/css/", "/media/", "/documents/", "/documents/1/", "/join/", "/areas/", "/")
CLIMBS = (
    "../{}",
    "../../{}",
    "../../../../../../../../..{}",
    "..%2f..%2f{}",
    "%2e%2e/%2e%2e/{}",
    "%2e%2e%2f%2e%2e%2f{}",
    "..%252f..%252f{}",
    "..\\..\\{}",
    "..%5c..%5c{}",
    "....//....//{}",
    "..;/..;/{}",
    "%c0%ae%c0%ae/{}",
    "./%00/../{}",
    "{}%00.css",
    "/{}",
    "file://{}",
)
TARGETS = ("secret_key", "db.sqlite3", "manage.py", "red_inclusion/settings/base.py", "/etc/passwd")
MARKS = (SECRET.encode(), b"root:x:", b"SQLite format 3", b"DJANGO_SETTINGS_MODULE", b"INSTALLED_APPS")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("prefixes", "targets"),
    [(PREFIXES[:3:2], TARGETS[:1]), pytest.param(PREFIXES, TARGETS, marks=pytest.mark.long)],
    ids=["where files are served", "everywhere"],
)
def test_no_climb_reaches_a_file(tmp_path, prefixes, targets):
    (tmp_path / "secret_key").write_text(SECRET)
    with running_server(tmp_path) as server:
        seen = {path: ask(server.port, path) for path in addresses(prefixes, targets)}

        assert ask(server.port, "/static/img/favicon.svg")[0] == 200
        assert "Traceback" not in server.log

    assert {path: status for path, (status, _) in seen.items() if status not in (301, 302, 400, 404)} == {}
    assert [path for path, (_, body) in seen.items() if any(mark in body for mark in MARKS)] == []


def addresses(prefixes, targets) -> list[str]:
    return [prefix + climb.format(target) for prefix in prefixes for climb in CLIMBS for target in targets]


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest("GET", path)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
