"""The one thing that who leads a meeting does next; the console shows it with its one primary button."""

from .enums import MeetingState, RoundState, Stage
from .models import Meeting, Round
from .snapshots import current_round

BY_STATE = {
    MeetingState.DRAFT: "start",
    MeetingState.CONVENED: "start",
    MeetingState.CLOSED: "minutes",
    MeetingState.CANCELLED: "cancelled",
}
BY_STAGE = {
    Stage.CHECK_IN: "check_in",
    Stage.SHARE: "share",
    Stage.GROUPS: "groups",
    Stage.PLENARY: "plenary",
    Stage.WRAP_UP: "wrap_up",
}
BY_ROUND = {
    RoundState.DRAFT: "open",
    RoundState.CLOSED: "results",
    RoundState.PUBLISHED: "results",
}


def next_step(meeting: Meeting, newest: Round | None) -> str:
    """`newest` is the round in hand. While one is open nothing else comes first."""
    if meeting.state != MeetingState.IN_SESSION:
        return BY_STATE[MeetingState(meeting.state)]
    if newest and newest.state == RoundState.OPEN:
        return "count"
    if meeting.stage != Stage.PRIORITISE:
        return BY_STAGE[Stage(meeting.stage)]
    return BY_ROUND.get(RoundState(newest.state), "prepare") if newest else "prepare"


def round_in_hand(meeting: Meeting) -> Round | None:
    """What the desk is about: the open one; what was prepared after the last result; that result. None before the
    first is prepared. Of several prepared ones the first opens next."""
    rounds = list(meeting.rounds.all())
    opened = current_round(meeting)
    prepared = [round for round in rounds if round.state == RoundState.DRAFT]
    if not opened or (prepared and opened.state == RoundState.VOID):
        return prepared[0] if prepared else None
    since = opened.closed_at
    if prepared and since and any(round.prepared_at > since for round in prepared):
        return prepared[0]
    return opened


def stages_of(meeting: Meeting) -> list[dict]:
    """The rail: what is behind, where we are, what is ahead."""
    order = list(Stage)
    now = order.index(Stage(meeting.stage)) if meeting.state == MeetingState.IN_SESSION else _edge(meeting, order)
    return [
        {"code": stage.value, "label": stage.label, "done": place < now, "current": place == now}
        for place, stage in enumerate(order)
    ]


def _edge(meeting: Meeting, order: list[Stage]) -> int:
    return len(order) if meeting.state == MeetingState.CLOSED else -1
