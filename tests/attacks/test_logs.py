"""What the server writes down names nobody: no address, no name, no code, no text, no vote."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from urllib.error import HTTPError

import pytest

from meetings.models import Vote
from tests.cast import Cast
from tests.meetings.factories import MeetingFactory, RoundFactory
from tests.needs.factories import NeedFactory
from tests.servers import running_server

TEXT = "Un texto que nadie debe leer en el registro"
GIVEN = "Bruno Apellido Largo"


class Browser:
    def __init__(self, origin: str):
        self.origin = origin
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._open(f"{self.origin}{path}")

    def post(self, path: str, page: str, **data) -> str:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(page))[1]
        body = urllib.parse.urlencode(data | {"csrfmiddlewaretoken": token}).encode()
        return self._open(urllib.request.Request(f"{self.origin}{path}", body))

    def _open(self, request) -> str:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.read().decode()
        except HTTPError as refusal:
            return refusal.read().decode()


@pytest.mark.django_db(transaction=True)
def test_signing_in_failing_and_voting_leave_nobody_in_the_log(cast: Cast, tmp_path):
    cast.bruno.name = GIVEN
    cast.bruno.set_password("correct horse")
    cast.bruno.save()
    round = open_round(cast)
    with running_server(tmp_path) as server:
        browser, stranger = Browser(server.origin), Browser(server.origin)
        sign_in = {"page": "/accounts/login/", "login": cast.bruno.email}
        browser.post("/accounts/login/", **sign_in, password="wrong-password-1")
        stranger.post("/accounts/login/code/", "/accounts/login/code/", email=cast.bruno.email)
        stranger.post("/accounts/password/reset/", "/accounts/password/reset/", email=cast.bruno.email)
        stranger.get(f"/nothing/?email={cast.bruno.email}")
        browser.post("/accounts/login/", **sign_in, password="correct horse")
        [item] = round.items.all()
        room = f"/meetings/{round.meeting_id}/room/"
        browser.post(f"/rounds/{round.pk}/ballot/", room, **{f"value-{item.pk}": "4", "seq": "1"})
        browser.post("/needs/new/", "/needs/new/?area=EMP", title=TEXT, statement=TEXT)
        browser.get(f"/needs/?q={urllib.parse.quote(TEXT)}")
        browser.get("/meetings/999999/room/")
        log = server.log

    assert "Not Found: /nothing/" in log  # what would leak, is written
    assert Vote.objects.filter(item__round=round).count() == 1
    mails = [path.read_text() for path in (tmp_path / "mail").glob("*")]
    codes = [code for mail in mails for code in re.findall(r"^\s{4}(\S+)$", mail, re.MULTILINE)]
    assert codes
    personal = [cast.bruno.email, GIVEN, "Bruno", TEXT, "wrong-password-1", "correct horse", *codes]
    assert [word for word in personal if word.lower() in log.lower()] == []


def open_round(cast: Cast):
    from meetings.actions.rounds import open_round
    from meetings.enums import AttendanceStatus
    from tests.meetings.factories import AttendanceFactory

    meeting = MeetingFactory(area=cast.emp, in_session=True)
    AttendanceFactory(meeting=meeting, person=cast.bruno, entity=cast.entity, status=AttendanceStatus.PRESENT)
    need = NeedFactory(area=cast.emp, entity=cast.entity, author=cast.alba, title=TEXT)
    round = RoundFactory(meeting=meeting, created_by=cast.alba, needs=[need])
    return open_round(round, actor=cast.alba)
