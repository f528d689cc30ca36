"""What a room page shows, read off its snapshot; static/meetings/js/scene.js says the same once the page is alive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from red_inclusion.core.disclosure import tells_agreement, tells_value

from .enums import MeetingState, RoundState, Stage
from .events import Item, RoomSnapshot, RoundPart
from .tallies import ItemTally

DONE = (RoundState.CLOSED, RoundState.PUBLISHED)
BEFORE = (MeetingState.DRAFT, MeetingState.CONVENED)
ENTITY, PEOPLE = "entity", "people"


def scene_of(snapshot: RoomSnapshot) -> frozenset[str]:
    """The names of the parts that belong to what the room is doing."""
    meeting, round_, me = snapshot.meeting, snapshot.round, snapshot.me
    in_session = meeting.state == MeetingState.IN_SESSION
    is_open = in_session and round_ is not None and round_.state == RoundState.OPEN
    done = round_ is not None and round_.state in DONE
    between = in_session and not is_open and not (done and meeting.stage == Stage.PRIORITISE)
    gathering = meeting.state in BEFORE or (between and meeting.stage == Stage.CHECK_IN)
    tally = bool(round_ and round_.tally)
    # In groups and sharing back the order of the needs is what people work from: the wall keeps it in sight.
    listed = is_open or (done and tally and (not between or meeting.stage in (Stage.GROUPS, Stage.PLENARY)))
    parts = {
        "present": in_session and me.present,
        "away": in_session and not me.present,
        "open": is_open,
        "ballot": is_open and me.entitled and me.present,
        "not-present": is_open and me.entitled and not me.present,
        "watcher": is_open and not me.entitled,
        "following": is_open and not me.entitled and tally,
        "live": is_open and tally,
        "hidden-tally": is_open and not tally,
        "abstained": is_open and me.ballot.abstained,
        "results": done and tally,
        "unseen": done and not tally,
        "void": round_ is not None and round_.state == RoundState.VOID,
        "between": between,
        "gathering": gathering,
        "corner": in_session and not gathering,
        "listed": listed,
        "counted": listed and not between,
        "called": between and not gathering and not listed,
        "guided": between and listed,
    }
    return frozenset({meeting.state, f"stage-{meeting.stage}"} | {name for name, holds in parts.items() if holds})


@dataclass
class Row:
    """One item of a round: as it stands on the ballot of one person, or in the result."""

    item: Item
    place: int
    value: int | None = None
    impact: int | None = None
    passed: bool = False
    recorded_at: datetime | None = None
    result: ItemTally | None = None
    mean: float | None = None
    rank: int | None = None
    error: str = ""

    @property
    def agreement(self) -> float | None:
        return self.result.agreement if self.result and tells_agreement(self.result.n) else None

    @property
    def told(self) -> ItemTally | None:
        """The result where its figures may be shown; how many there are may always."""
        result = self.result
        return result if result and tells_value(result.n, entities=result.by_entity.n) else None

    @property
    def choice(self) -> str:
        """The value of the radio button that stands for it."""
        if self.passed:
            return "pass"
        return "" if self.value is None else str(self.value)


def rows_of(round_: RoundPart | None, by: str = ENTITY) -> list[Row]:
    """In the order of the ballot."""
    if round_ is None:
        return []
    results = {tally.item: tally for tally in round_.tally or ()}
    return [_row(item, place, results.get(item.id), by) for place, item in enumerate(round_.items, 1)]


def _row(item: Item, place: int, result: ItemTally | None, by: str) -> Row:
    row = Row(item, place, result=result)
    counted = result if result is None or by == PEOPLE else result.by_entity
    if counted:
        row.rank = counted.rank
        row.mean = counted.mean if row.told else None
    return row


def ranked(rows: list[Row]) -> list[Row]:
    """First the first; what nobody valued stays at the end."""
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.place))


def ballot_rows(snapshot: RoomSnapshot, posted: Mapping[str, str], errors: Mapping[int | None, str]) -> list[Row]:
    """Her ballot; what she has just posted stands before what is stored, so that a refusal loses nothing."""
    votes = {vote.item: vote for vote in snapshot.me.ballot.votes}
    rows = rows_of(snapshot.round)
    for row in rows:
        vote = votes.get(row.item.id)
        if vote:
            row.value, row.impact, row.passed = vote.value, vote.impact, vote.passed
            row.recorded_at = vote.recorded_at
        _take_posted(row, posted)
        row.error = errors.get(row.item.id, "")
    return rows


def _take_posted(row: Row, posted: Mapping[str, str]) -> None:
    typed = posted.get(f"value-{row.item.id}", "")
    if typed == "pass" or typed in "01234" and typed:
        row.passed, row.value = typed == "pass", None if typed == "pass" else int(typed)
    impact = posted.get(f"impact-{row.item.id}", "")
    if impact and impact in "01234":
        row.impact = int(impact)
