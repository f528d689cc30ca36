"""What the hub asks the database. Runs in worker threads that keep their connection; never in the event loop."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

from meetings import events
from meetings.actions.attendance import check_in
from meetings.actions.rounds import close_due_rounds
from meetings.enums import MeetingState
from meetings.models import Meeting, Round
from meetings.results import roll_of
from meetings.snapshots import NOBODY, PHONE, PROJECTOR, Me, RoomState, Trace, load_people, load_room, load_traces
from meetings.visitors import Visitors, visitors_of
from red_inclusion.accounts.models import User
from red_inclusion.accounts.sessions import people_signed_in
from red_inclusion.core.errors import DomainError

logger = logging.getLogger(__name__)

# The door also writes (it checks people in), so a crowd at one door does not keep the other rooms waiting.
reader = ThreadPoolExecutor(1, "room-reader")
door = ThreadPoolExecutor(1, "room-door")


async def ask(pool: ThreadPoolExecutor, question: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, _on_a_sound_connection, question, arguments)


def _on_a_sound_connection(question: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """A connection that failed is given up: the next question opens another."""
    try:
        return question(*arguments)
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


@dataclass(frozen=True, slots=True)
class Knock:
    session: str
    view: str


@dataclass(frozen=True, slots=True)
class Welcome:
    person: int
    me: Me
    trace: Trace


Verdict = Welcome | events.Code


def let_in(meeting_id: int, knocks: Sequence[Knock], known: RoomState | None) -> tuple[RoomState | None, list[Verdict]]:
    """Judge all who stand at the door together."""
    people = people_signed_in({knock.session for knock in knocks})
    state = load_room(meeting_id, known) if people else None
    if state is None:
        return None, [_no_room(knock, people) for knock in knocks]
    visitors = visitors_of(meeting_id=meeting_id, area_id=state.area_id, people=set(people.values()))
    allowed = {
        knock: people[knock.session]
        for knock in knocks
        if knock.session in people and visitors.may_see(people[knock.session], knock.view)
    }
    arriving = {person for knock, person in allowed.items() if knock.view == PHONE and visitors.arrives(person)}
    if arriving and state.meeting.state == MeetingState.IN_SESSION:
        _check_in(meeting_id, arriving)
        state = load_room(meeting_id, state) or state
    pictures = load_people(state, set(allowed.values()))
    return state, [_verdict(knock, people, allowed, pictures) for knock in knocks]


def _no_room(knock: Knock, people: dict[str, int]) -> Verdict:
    return "no_such_meeting" if knock.session in people else "not_signed_in"


def _verdict(knock: Knock, people, allowed: dict[Knock, int], pictures: dict[int, tuple[Me, Trace]]) -> Verdict:
    if knock.session not in people:
        return "not_signed_in"
    if knock not in allowed:
        return "not_a_member"
    me, trace = pictures[allowed[knock]]
    return Welcome(allowed[knock], NOBODY if knock.view == PROJECTOR else me, trace)


def _check_in(meeting_id: int, people: Collection[int]) -> None:
    meeting = Meeting.objects.get(pk=meeting_id)
    for person in User.objects.filter(pk__in=people).order_by("pk"):
        try:
            check_in(meeting, person=person, actor=person)
        except DomainError as refusal:
            # She represents two entities and has to say which, or the meeting has just ended: the page asks or tells.
            logger.info("person %s was not checked in to meeting %s: %s", person.pk, meeting_id, refusal.code)


@dataclass(frozen=True, slots=True)
class Occupant:
    """One socket as the hub knows it: still signed in, still of the area?"""

    session: str
    person: int
    view: str


def review(state: RoomState, occupants: Sequence[Occupant]) -> tuple[dict[Occupant, events.Code], dict[int, Trace]]:
    """Who has to go, and the traces of who stays. A fixed number of queries."""
    signed_in = people_signed_in({occupant.session for occupant in occupants})
    visitors = visitors_of(meeting_id=state.meeting.id, area_id=state.area_id, people=set(signed_in.values()))
    turned_out = {occupant: code for occupant in occupants if (code := _no_longer(occupant, signed_in, visitors))}
    return turned_out, load_traces(state, {occupant.person for occupant in occupants if occupant not in turned_out})


def _no_longer(occupant: Occupant, signed_in: dict[str, int], visitors: Visitors) -> events.Code | None:
    if signed_in.get(occupant.session) != occupant.person:
        return "not_signed_in"
    return None if visitors.may_see(occupant.person, occupant.view) else "not_a_member"


def load_roll(state: RoomState) -> str | None:
    """`roll.changed`, for consoles: who is entitled, is here, has voted."""
    if state.round is None:
        return None
    rows = [
        events.RollRow(entry.pk, entry.person.name, entry.entity_words, entry.here, entry.voted)
        for entry in roll_of(Round.objects.get(pk=state.round.id))
    ]
    return events.encode(events.RollChanged(state.revisions.tally, state.round.id, rows))


def newest_revisions(meetings: Sequence[int]) -> dict[int, int]:
    return dict(Meeting.objects.filter(pk__in=meetings).values_list("pk", "revision"))


close_due = close_due_rounds
