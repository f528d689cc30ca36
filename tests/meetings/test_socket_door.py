"""Who gets into a room's socket, and from where."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from meetings.actions.attendance import mark_attendance
from meetings.actions.meeting import start_meeting
from meetings.enums import AttendanceStatus
from meetings.models import Attendance
from red_inclusion.core.origins import is_allowed
from tests.factories import MandateFactory

from .browsers import ORIGIN, Browser, entered, sign_in
from .factories import AttendanceFactory, MeetingFactory
from .voting import voting as voting

pytestmark = pytest.mark.django_db(transaction=True)

BAD_ORIGINS = [
    None,
    "",
    "null",
    "http://[",
    "http://127.0.0.1:99999",
    "http://127.0.0.1",
    "http://127.0.0.1:8001",
    "https://127.0.0.1:8000",
    "HTTP://127.0.0.1:8000",
    "http://127.0.0.1:8000/",
    "http://127.0.0.1:8000/path",
    "http://user@127.0.0.1:8000",
    "http://127.0.0.1:8000 ",
    "http://127.0.0.1:8000, http://127.0.0.1:8000",
    "http://localhost",
    "http://evil.example",
    "http://127.0.0.1:8000.evil.example",
    "file://",
    "127.0.0.1:8000",
    "http://\xe9vil.example",
    "\x00",
]


def test_the_origin_of_these_tests_is_the_one_that_the_bad_ones_imitate():
    assert ORIGIN == "http://127.0.0.1:8000"


@pytest.mark.parametrize("origin", BAD_ORIGINS)
async def test_a_bad_origin_is_turned_away_at_the_handshake(voting, origin):
    headers = [] if origin is None else [(b"origin", origin.encode("latin-1"))]
    browser = Browser(voting.meeting.pk, session=await sign_in(voting.cast.bruno), headers=headers)

    assert await browser.connect() is False


async def test_two_origins_are_none(voting):
    headers = [(b"origin", ORIGIN.encode()), (b"origin", ORIGIN.encode())]
    browser = Browser(voting.meeting.pk, session=await sign_in(voting.cast.bruno), headers=headers)

    assert await browser.connect() is False


def test_every_allowed_origin_is_allowed(settings):
    settings.ALLOWED_ORIGINS = ["https://red.example", "http://localhost:8000"]

    asked = ["https://red.example", "http://localhost:8000", "https://red.example:443", "http://red.example"]

    assert [is_allowed([(b"origin", origin.encode())]) for origin in asked] == [True, True, False, False]


@pytest.mark.parametrize("path", ["/ws/", "/ws/meetings/x/room/", "/ws/meetings/1/", "/", "/ws/meetings/1/room/more/"])
async def test_an_unknown_path_is_turned_away(voting, path):
    browser = Browser(0, path=path, session=await sign_in(voting.cast.bruno))

    assert await browser.connect() is False


WHO = ("alba", "bruno", "observer", "carla", "coordination")
VIEWS = {
    "phone": {"alba", "bruno", "observer", "coordination"},
    "projector": {"alba", "bruno", "observer", "coordination"},
    "console": {"alba", "coordination"},
    "mirror": set(),
    "": set(),
}


@pytest.mark.parametrize("view", VIEWS)
async def test_who_may_open_which_view(voting, view):
    let_in, refused = set(), {}
    for name in WHO:
        session = await sign_in(getattr(voting.cast, name))
        browser = Browser(
            voting.meeting.pk, None, session=session, path=f"/ws/meetings/{voting.meeting.pk}/room/?view={view}"
        )
        assert await browser.connect()
        first = await browser.receive_any()
        if first["type"] == "room.snapshot":
            let_in.add(name)
            await browser.leave()
        else:
            refused[name] = (first["code"], await browser.hung_up())

    # `view=` without a value is no view at all: the default.
    expected = VIEWS[view] if view else VIEWS["phone"]
    assert (let_in, refused) == (expected, dict.fromkeys(set(WHO) - expected, ("not_a_member", 4403)))


async def test_without_a_view_it_is_a_phone(voting):
    browser = Browser(voting.meeting.pk, None, session=await sign_in(voting.cast.bruno))

    assert await browser.connect()
    assert (await browser.receive("room.snapshot"))["me"]["entitled"] is True
    await browser.leave()


@pytest.mark.parametrize("meeting", ["there", "not there", "too large", "too long"])
@pytest.mark.parametrize("cookie", ["", "x" * 32, "not a key; sessionid", "é"])
async def test_who_is_not_signed_in_learns_nothing_of_the_meeting(voting, meeting, cookie):
    pk = {"there": voting.meeting.pk, "not there": 10**6, "too large": 10**30, "too long": "9" * 5000}[meeting]
    browser = Browser(pk, session=cookie)

    assert await browser.connect()
    error = await browser.receive("error")
    assert (error["code"], error["id"], await browser.hung_up()) == ("not_signed_in", None, 4401)


@pytest.mark.parametrize("pk", [10**6, 10**30, "9" * 5000], ids=["none", "too large", "too long"])
async def test_a_meeting_that_is_not_there(voting, pk):
    browser = Browser(pk, session=await sign_in(voting.cast.bruno))

    assert await browser.connect()
    assert ((await browser.receive("error"))["code"], await browser.hung_up()) == ("no_such_meeting", 4404)


async def test_an_old_session_is_none(voting):
    session = await sign_in(voting.cast.bruno)
    await Session.objects.filter(pk=session).aupdate(expire_date=timezone.now())
    browser = Browser(voting.meeting.pk, session=session)

    assert await browser.connect()
    assert await browser.hung_up() == 4401


async def test_a_changed_password_ends_the_sessions_of_before(voting):
    bruno = voting.cast.bruno
    session = await sign_in(bruno)
    bruno.set_password("another one")
    await bruno.asave()
    browser = Browser(voting.meeting.pk, session=session)

    assert await browser.connect()
    assert await browser.hung_up() == 4401


async def test_errors_are_in_the_language_of_the_page(voting):
    told = []
    for header in ((b"accept-language", b"es"), (b"accept-language", b"en"), (b"accept-language", b"tlh")):
        browser = Browser(voting.meeting.pk, headers=[(b"origin", ORIGIN.encode()), header])
        assert await browser.connect()
        told.append((await browser.receive("error"))["message"])

    assert told[1] == "Sign in to enter the room."
    assert told[0] == told[2] != told[1]


# Coming in


async def status_of(meeting, person) -> str | None:
    return await Attendance.objects.filter(meeting=meeting, person=person).values_list("status", flat=True).afirst()


@pytest.mark.parametrize(
    ("person", "view", "status"),
    [
        ("bruno", "phone", "present"),
        ("observer", "phone", "present"),
        ("alba", "phone", "present"),
        ("alba", "console", None),
        ("bruno", "projector", None),
        ("coordination", "phone", None),
    ],
)
async def test_who_comes_in_with_a_phone_is_checked_in(cast, person, view, status):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)

    async with entered(meeting, getattr(cast, person), view=view) as browser:
        assert await status_of(meeting, getattr(cast, person)) == status
        assert browser.snapshot["presence"]["people"] == (1 if status else 0)
        assert browser.snapshot["me"]["present"] is bool(status)


@pytest.mark.parametrize("state", ["draft", "convened", "closed"])
async def test_nobody_is_checked_in_outside_the_session(cast, state):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, state=state)

    async with entered(meeting, cast.bruno) as browser:
        assert (await status_of(meeting, cast.bruno), browser.snapshot["meeting"]["state"]) == (None, state)


async def test_who_waits_in_the_room_is_checked_in_when_the_meeting_starts(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, convened=True)

    async with entered(meeting, cast.bruno) as phone, entered(meeting, cast.coordination, view="projector") as wall:
        await sync_to_async(start_meeting)(meeting, actor=cast.alba)
        presence = await wall.receive("presence.changed")
        fresh = await phone.receive("room.snapshot")

    assert (presence["presence"], fresh["me"]["present"]) == ({"people": 1, "entities": 1}, True)


async def test_who_only_watches_or_left_is_not_checked_in_again(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)
    await sync_to_async(AttendanceFactory)(meeting=meeting, person=cast.bruno, status="", left_at=meeting.starts_at)

    async with entered(meeting, cast.bruno) as browser:
        assert (await status_of(meeting, cast.bruno), browser.snapshot["me"]["present"]) == ("", False)


@pytest.mark.parametrize("status", ["absent", "excused", ""])
async def test_whom_the_lead_marks_as_not_here_stays_so(cast, status):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)

    async with entered(meeting, cast.bruno) as browser:
        await sync_to_async(mark_attendance)(meeting, person=cast.bruno, status=status, actor=cast.alba)
        told = await browser.receive("room.snapshot")
        await browser.send({"type": "room.resync"})
        asked = await browser.receive("room.snapshot")
    async with entered(meeting, cast.bruno) as again:
        snapshots = [browser.snapshot, told, asked, again.snapshot]

    assert [snapshot["me"]["present"] for snapshot in snapshots] == [True, False, False, False]
    assert await status_of(meeting, cast.bruno) == status


async def test_who_excused_herself_and_comes_all_the_same_is_here(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)
    await sync_to_async(AttendanceFactory)(meeting=meeting, person=cast.bruno, status=AttendanceStatus.EXCUSED)

    async with entered(meeting, cast.bruno):
        assert await status_of(meeting, cast.bruno) == "present"


async def test_who_represents_two_entities_is_asked_by_the_page(cast):
    meeting = await sync_to_async(MeetingFactory)(area=cast.emp, in_session=True)
    await sync_to_async(MandateFactory)(person=cast.bruno, seat__area=cast.emp)

    async with entered(meeting, cast.bruno) as browser:
        assert (await status_of(meeting, cast.bruno), len(browser.snapshot["me"]["seats"])) == (None, 2)
