"""The three faces of a room: phone, console, projector. They only read; what changes it is posted elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from meetings import policies, presence, qr, scenes, steps
from meetings.enums import AgendaState, MeetingState, ResultVisibility, RoundState, Stage
from meetings.events import Item, RoomSnapshot
from meetings.models import Meeting, Minutes, Round
from meetings.results import roll_of
from meetings.snapshots import load_snapshot
from needs.enums import NeedState
from needs.models import Need
from red_inclusion.accounts.guests import guests_welcome, is_guest

from .decisions import removed_decision
from .fetching import enterable_meeting, led_meeting, readable_meeting, shut_out

BLANK = scenes.Row(Item(id=0, need=0, title="", entity=""), place=0)
DASHES = ["–"] * 5
DURATIONS = (5, 10, 15, 20, 30)
WAITED, VOTED, AWAY = range(3)

# From so many needs on, or with such titles, the wall writes smaller so that all stay in sight.
DENSE, LONG = 8, 60


@guests_welcome
@require_safe
def room(request, pk: int):
    if shut_out(request, meeting=pk):
        return redirect("meetings:guest", pk)
    return phone_page(request, enterable_meeting(request, pk))


def phone_page(
    request,
    meeting: Meeting,
    *,
    errors: Mapping[int | None, str] | None = None,
    posted: Mapping[str, str] | None = None,
    status: int = 200,
):
    """Also answers a ballot sent by form that was refused: `errors` by item, those of the whole under None."""
    snapshot = load_snapshot(meeting, request.user, "phone")
    context = _common(request, meeting, snapshot)
    scene = context["scene"]
    guest = meeting.guests.select_related("entity").get(person=request.user) if is_guest(request.user) else None
    context |= {
        "guest": guest,
        "ballot": scenes.ballot_rows(snapshot, posted or {}, errors or {}) if "ballot" in scene else [],
        "results": context["results"] if scene & {"results", "following"} else [],
        "ballot_live": bool(snapshot.round) and snapshot.round.visibility == ResultVisibility.LIVE,
        "form_error": (errors or {}).get(None, ""),
        "may_attend": bool(guest) or policies.can_attend(request.standing, meeting),
        "may_log": policies.can_take_part(request.standing, meeting),
    }
    return render(request, "meetings/room/phone.html", context, status=status)


@require_safe
def console(request, pk: int):
    meeting = led_meeting(request, pk)
    snapshot = load_snapshot(meeting, request.user, "console")
    newest = steps.round_in_hand(meeting)
    step = steps.next_step(meeting, newest)
    context = _common(request, meeting, snapshot) | _door(request, meeting)
    context |= {
        "asking": presence.asking(meeting),
        "turned_away": presence.turned_away(meeting),
        "inside": presence.guests_inside(meeting),
        "step": step,
        "step_template": f"meetings/room/steps/{step}.html",
        "rail": steps.stages_of(meeting),
        "newest": newest,
        "newest_items": newest.items.select_related("need") if step == "open" else [],
        "durations": DURATIONS,
        "detected": Need.objects.filter(area=meeting.area_id, state=NeedState.DETECTED).count(),
        "agenda": meeting.agenda.all(),
        "decisions": meeting.decisions.all(),
        "removed_decision": removed_decision(request, meeting),
        "minutes": Minutes.objects.filter(meeting=meeting).first(),
        "minutes_url": _url("meetings:minutes_create", meeting.pk),
        "proposal_url": _url("proposals:proposal_create"),
        "attendance_url": _url("meetings:attendance", meeting.pk),
        "prepared": _prepared(meeting),
        "may_open": step in ("open", "results", "prepare"),
        "top": next(iter(context["results"]), None),
        **_people(meeting, newest, step),
    }
    # Asked in the address, so that whatever redraws the desk asks it again.
    context["closing"] = step == "count" and context["missing"] and request.GET.get("closing") == str(newest.pk)
    return render(request, "meetings/room/console.html", context)


def _prepared(meeting: Meeting) -> list[Round]:
    """In the order they open in."""
    if meeting.state in (MeetingState.CLOSED, MeetingState.CANCELLED):
        return []
    return list(meeting.rounds.filter(state=RoundState.DRAFT).annotate(listed=Count("items")))


@require_safe
def projector(request, pk: int):
    meeting = readable_meeting(request, pk)
    snapshot = load_snapshot(meeting, request.user, "projector")
    context = _common(request, meeting, snapshot) | _door(request, meeting)
    # Without a result there are no figures to show, only false zeros.
    counted = context["scene"] & {"live", "results"}
    figures = "figures" if request.GET.get("figures") and counted else "bars"
    ranks = "results" in context["scene"]
    rows = scenes.rows_of(snapshot.round, context["by"])
    context |= {
        "scene": context["scene"] | {figures},
        "figures": figures,
        "heading": _heading(snapshot, context["scene"]),
        "rows": scenes.ranked(rows) if ranks else rows,
        "ranks": ranks,
        "dense": len(rows) > DENSE,
        "long": len(rows) > DENSE and any(len(row.item.title) > LONG for row in rows),
        "dashes": DASHES,
    }
    return render(request, "meetings/room/projector.html", context)


def _common(request, meeting: Meeting, snapshot: RoomSnapshot) -> dict[str, Any]:
    by = scenes.PEOPLE if request.GET.get("by") == scenes.PEOPLE else scenes.ENTITY
    visible = snapshot.round and snapshot.round.tally
    return {
        "meeting": meeting,
        "room": snapshot,
        "scene": scenes.scene_of(snapshot),
        "by": by,
        "results": scenes.ranked(scenes.rows_of(snapshot.round, by)) if visible else [],
        "blank": BLANK,
        "ends_at": meeting.ends_at if meeting.state == MeetingState.IN_SESSION else None,
        "stages": Stage.choices,
        "states": MeetingState.choices,
        "time_zone": settings.TIME_ZONE,
        "socket_path": f"/ws/meetings/{meeting.pk}/room/",
    }


def _door(request, meeting: Meeting) -> dict[str, Any]:
    """The code to scan, and the address to type beside it: on the same host."""
    url = qr.join_url(request, meeting)
    host = url.split("://")[-1].partition("/")[0]
    return {"qr": qr.qr_svg(url), "join_address": host + reverse("meetings:join").rstrip("/")}


def _people(meeting: Meeting, newest: Round | None, step: str) -> dict[str, Any]:
    """Who is here; while they vote, who has voted."""
    if step != "count":
        return {"people": presence.roster(meeting)}
    roll = [_voter(entry) for entry in roll_of(newest)]
    missing = sum(_turn(voter) == WAITED for voter in roll)
    return {"roll": sorted(roll, key=_turn), "missing": missing, "here": sum(voter["present"] for voter in roll)}


def _turn(voter: dict[str, Any]) -> int:
    """Those who are waited for come first, then who has voted, then who is not here."""
    if voter["voted"]:
        return VOTED
    return WAITED if voter["present"] else AWAY


def _voter(entry) -> dict[str, Any]:
    words = {"name": str(entry.person), "entity": entry.entity_words}
    return {"id": entry.pk, **words, "present": entry.here, "voted": entry.voted}


def _heading(snapshot: RoomSnapshot, scene: frozenset[str]) -> str:
    """What the wall says in large letters."""
    if "open" in scene or ("results" in scene and "between" not in scene):
        return snapshot.round.title
    if snapshot.meeting.state != MeetingState.IN_SESSION or snapshot.meeting.stage == Stage.CHECK_IN:
        return snapshot.meeting.title
    current = [item.title for item in snapshot.agenda if item.state == AgendaState.CURRENT]
    return current[0] if current else str(Stage(snapshot.meeting.stage).label).capitalize()


def _url(name: str, *args) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
