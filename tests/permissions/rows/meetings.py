"""Meetings: their pages, turns, agenda and attendance, and the door with the code."""

from meetings.enums import MeetingState
from tests.factories import MandateFactory
from tests.meetings.factories import AgendaItemFactory, GuestFactory, MeetingFactory
from tests.permissions.matrix import Row, anybody, everybody_signed_in
from tests.permissions.world import COORDINATION, GUEST, READERS, RUNNING, STRANGERS

OF_THE_AREA = READERS - {COORDINATION}
WHEN = {"title": "January", "day": "2027-01-20", "start": "17:00", "end": "19:00"}


def made(case, state: str):
    return MeetingFactory(area=case.area, state=state, created_by=case.author)


def meeting(state: str = MeetingState.IN_SESSION):
    return lambda case: {"pk": made(case, state).pk}


def entered(case) -> dict:
    return {"pk": case.let_in(made(case, MeetingState.IN_SESSION)).pk}


def asking(case) -> dict:
    return {"pk": GuestFactory(meeting=made(case, MeetingState.IN_SESSION)).pk}


def inside(case) -> dict:
    return {"pk": GuestFactory(meeting=made(case, MeetingState.IN_SESSION), inside=True).pk}


def waiting(case) -> dict:
    """Inside already, so the page where she waits leads on; nobody else waits there."""
    return entered(case)


def item(case) -> dict:
    return {"pk": AgendaItemFactory(meeting=made(case, MeetingState.IN_SESSION)).pk}


def code(case) -> dict:
    return {"code": made(case, MeetingState.IN_SESSION).join_code}


def asked(case) -> dict:
    return {"name": "Eva", "entity": "other", "entity_name": "Vecinas"}


def somebody_present(case) -> dict:
    return {"person": MandateFactory(seat__area=case.area).person.pk, "status": "present"}


def turn(state: str, **data) -> list[Row]:
    """A turn: the page that asks, and the form that does it."""
    asked = Row(kwargs=meeting(state), may=RUNNING)
    return [asked, Row("POST", kwargs=meeting(state), data=lambda case: data, may=RUNNING)]


def arrange(**data) -> Row:
    return Row("POST", kwargs=item, data=lambda case: data, may=RUNNING)


ROWS = {
    "meetings:meeting_list": everybody_signed_in(),
    "meetings:meeting_create": [
        Row(may=RUNNING, of_area=False),
        Row("POST", data=lambda case: WHEN | {"area": "EMP"}, may=RUNNING, of_area=False),
    ],
    "meetings:meeting_detail": Row(kwargs=meeting()),
    "meetings:meeting_print": Row(kwargs=meeting()),
    "meetings:qr": Row(kwargs=entered, may=READERS | {GUEST}, for_guests=True),
    "meetings:meeting_edit": turn(MeetingState.IN_SESSION, **WHEN),
    "meetings:meeting_convene": turn(MeetingState.DRAFT),
    "meetings:meeting_start": turn(MeetingState.CONVENED),
    "meetings:meeting_close": turn(MeetingState.IN_SESSION),
    "meetings:meeting_cancel": turn(MeetingState.CONVENED, reason="Strike"),
    "meetings:meeting_reply": Row(
        "POST", kwargs=meeting(MeetingState.CONVENED), data=lambda case: {"reply": "coming"}, may=OF_THE_AREA
    ),
    "meetings:stage_set": Row("POST", kwargs=meeting(), data=lambda case: {"stage": "groups"}, may=RUNNING),
    "meetings:check_in": Row("POST", kwargs=entered, may=OF_THE_AREA | {GUEST}, for_guests=True),
    "meetings:just_watch": Row("POST", kwargs=entered, may=OF_THE_AREA | {GUEST}, for_guests=True),
    "meetings:guest": Row(
        kwargs=waiting, may=frozenset({GUEST}), read=frozenset(), read_elsewhere=frozenset(), for_guests=True
    ),
    "meetings:guest_admit": Row("POST", kwargs=asking, may=RUNNING),
    "meetings:guests_admit": Row("POST", kwargs=meeting(), data=lambda case: {"waiting": ["1"]}, may=RUNNING),
    "meetings:guest_put_out": Row("POST", kwargs=inside, may=RUNNING),
    "meetings:guest_turn_away": Row("POST", kwargs=asking, may=RUNNING),
    "meetings:attendance": Row(kwargs=meeting(), may=RUNNING),
    "meetings:attendance_mark": Row("POST", kwargs=meeting(), data=somebody_present, may=RUNNING),
    "meetings:agenda_add": Row("POST", kwargs=meeting(), data=lambda case: {"title": "More"}, may=RUNNING),
    "meetings:agenda_restore": Row("POST", kwargs=meeting(), may=RUNNING),
    "meetings:agenda_edit": [Row(kwargs=item, may=RUNNING), arrange(title="Other")],
    "meetings:agenda_move": arrange(to="up"),
    "meetings:agenda_remove": arrange(),
    "meetings:agenda_current": arrange(),
    "meetings:join": [anybody(), anybody(method="POST", data=lambda case: {"code": "NOPE22"})],
    # The code of a meeting in session is all that a stranger needs to ask; to others it leads into their own rooms.
    "meetings:join_code": [
        Row(kwargs=code, may=READERS | STRANGERS, elsewhere=STRANGERS | {COORDINATION}),
        Row("POST", kwargs=code, data=asked, may=READERS | STRANGERS, elsewhere=STRANGERS | {COORDINATION}),
    ],
}
