from datetime import timedelta

import pytest
from django.utils.translation import override

from meetings.actions.meeting import (
    cancel_meeting,
    close_meeting,
    convene_meeting,
    create_meeting,
    edit_meeting,
    set_stage,
    start_meeting,
)
from meetings.enums import AgendaState, MeetingState, RoundState, Stage
from meetings.models import Attendance, Meeting
from meetings.presence import roster
from meetings.signals import meeting_changed
from red_inclusion.core import clock, realtime
from red_inclusion.core.errors import DomainError
from red_inclusion.core.models import AuditEvent

from .factories import EVENING, AgendaItemFactory, MeetingFactory, RoundFactory

ACTS = {
    "edit": lambda meeting, actor: edit_meeting(meeting, actor=actor, place="Upstairs"),
    "convene": lambda meeting, actor: convene_meeting(meeting, actor=actor),
    "start": lambda meeting, actor: start_meeting(meeting, actor=actor),
    "stage": lambda meeting, actor: set_stage(meeting, stage=Stage.GROUPS, actor=actor),
    "close": lambda meeting, actor: close_meeting(meeting, actor=actor),
    "cancel": lambda meeting, actor: cancel_meeting(meeting, actor=actor, reason="Strike"),
}

# What each act makes of each state; None: it stays what it was; a code: refused.
OUTCOMES = {
    "edit": (None, None, None, "meeting_over", "meeting_over"),
    "convene": ("convened", "not_draft", "not_draft", "not_draft", "not_draft"),
    "start": ("in_session", "in_session", "cannot_start", "cannot_start", "cannot_start"),
    "stage": ("not_in_session", "not_in_session", None, "not_in_session", "not_in_session"),
    "close": ("not_in_session", "not_in_session", "closed", "not_in_session", "not_in_session"),
    "cancel": ("cancelled", "cancelled", "cannot_cancel", "cannot_cancel", "cannot_cancel"),
}
STATES = ("draft", "convened", "in_session", "closed", "cancelled")


def draft_of(cast, **fields) -> Meeting:
    fields = {"title": "January", "starts_at": EVENING, "ends_at": EVENING + timedelta(hours=2)} | fields
    return create_meeting(cast.emp, **({"actor": cast.alba} | fields))


def outcome_of(act, meeting, actor) -> str:
    try:
        ACTS[act](meeting, actor)
    except DomainError as refusal:
        return refusal.code
    meeting.refresh_from_db()
    return meeting.state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_each_act_leads_where_the_table_says(cast, act, state):
    meeting = MeetingFactory(area=cast.emp, state=state)

    outcome = outcome_of(act, meeting, cast.alba)

    assert outcome == (OUTCOMES[act][STATES.index(state)] or state)


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [
        ("convene", "convened", "has already been convened"),
        ("convene", "in_session", "has already started"),
        ("convene", "closed", "is over"),
        ("start", "in_session", "has already started"),
        ("start", "cancelled", "was cancelled"),
        ("cancel", "closed", "is over"),
        ("cancel", "cancelled", "was cancelled"),
    ],
)
def test_a_refusal_says_how_the_meeting_stands(cast, act, state, words):
    with override("en"), pytest.raises(DomainError, match=words):
        ACTS[act](MeetingFactory(area=cast.emp, state=state), cast.alba)


@pytest.mark.parametrize("act", ACTS)
def test_only_the_lead_and_coordination_run_a_meeting(cast, act):
    possible = next(state for state in STATES if OUTCOMES[act][STATES.index(state)] in (None, *STATES))
    people = {"alba": cast.alba, "coordination": cast.coordination, "bruno": cast.bruno, "carla": cast.carla}
    people |= {"observer": cast.observer, "dani": cast.dani}

    refused = {
        name
        for name, person in people.items()
        if outcome_of(act, MeetingFactory(area=cast.emp, state=possible), person) == "not_allowed"
    }

    assert refused == {"bruno", "carla", "observer", "dani"}


def test_create_meeting_writes_a_draft_with_its_agenda(cast):
    meeting = draft_of(cast, place="Vivero", agenda=["Welcome", "Priorities"])

    assert (meeting.state, meeting.area, meeting.place, meeting.created_by) == ("draft", cast.emp, "Vivero", cast.alba)
    assert list(meeting.agenda.values_list("order", "title", "state")) == [
        (1, "Welcome", "pending"),
        (2, "Priorities", "pending"),
    ]
    assert AuditEvent.objects.get().action == "meeting.created"


def test_create_meeting_is_refused_outside_her_area(cast):
    with pytest.raises(DomainError) as refusal:
        draft_of(cast, actor=cast.carla)

    assert (refusal.value.code, Meeting.objects.count()) == ("not_allowed", 0)


def test_the_same_draft_twice_is_one_meeting(cast):
    first, second = draft_of(cast), draft_of(cast)

    assert (second, Meeting.objects.count()) == (first, 1)


def test_the_same_draft_with_another_agenda_is_another(cast):
    drafts = [draft_of(cast, agenda=agenda) for agenda in (["Needs"], ["Needs"], ["Needs", "Groups"])]

    assert (drafts[0] == drafts[1], Meeting.objects.count()) == (True, 2)


def test_two_meetings_at_one_hour_with_other_titles_are_two(cast):
    draft_of(cast)
    draft_of(cast, title="Another")

    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("hours", [0, -1])
def test_a_meeting_that_ends_before_it_starts_is_refused_beside_its_end(cast, hours):
    with pytest.raises(DomainError) as refusal:
        draft_of(cast, ends_at=EVENING + timedelta(hours=hours))

    assert (refusal.value.code, refusal.value.field) == ("ends_before_start", "ends_at")


def test_editing_to_what_it_is_already_changes_nothing(cast):
    meeting = draft_of(cast)

    edit_meeting(meeting, actor=cast.alba, title="January")

    assert (Meeting.objects.get().revision, AuditEvent.objects.count()) == (0, 1)


def test_editing_moves_the_stage_part_of_the_revision(cast):
    meeting = draft_of(cast)

    edit_meeting(meeting, actor=cast.alba, title="February", place="Vivero")

    meeting.refresh_from_db()
    assert (meeting.title, meeting.place) == ("February", "Vivero")
    assert (meeting.revision, meeting.stage_revision, meeting.presence_revision) == (1, 1, 0)
    assert AuditEvent.objects.last().data == {"fields": ["title", "place"]}


def test_starting_opens_at_the_first_stage(cast):
    meeting = MeetingFactory(area=cast.emp, convened=True, stage=Stage.GROUPS)

    with clock.set_to(EVENING):
        meeting = start_meeting(meeting, actor=cast.alba)

    assert (meeting.state, meeting.stage, meeting.opened_at) == ("in_session", "check_in", EVENING)


@pytest.mark.parametrize("stage", Stage.values)
def test_any_stage_follows_any_other(cast, stage):
    reached = {
        set_stage(MeetingFactory(area=cast.emp, in_session=True, stage=before), stage=stage, actor=cast.alba).stage
        for before in Stage.values
    }

    assert reached == {stage}


def test_a_stage_that_does_not_exist_is_refused(cast):
    with pytest.raises(DomainError) as refusal:
        set_stage(MeetingFactory(area=cast.emp, in_session=True), stage="party", actor=cast.alba)

    assert (refusal.value.code, refusal.value.field) == ("bad_value", "stage")


def test_closing_with_an_open_vote_says_to_close_the_vote_first(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    round_ = RoundFactory(meeting=meeting, open=True)

    with override("en"), pytest.raises(DomainError) as refusal:
        close_meeting(meeting, actor=cast.alba)

    assert refusal.value.code == "round_open"
    assert str(refusal.value) == "A vote is still open. Close the vote first, then the meeting."
    round_.state = RoundState.CLOSED
    round_.save()
    assert close_meeting(meeting, actor=cast.alba).state == MeetingState.CLOSED


def test_closing_with_nobody_present_leaves_no_rows_and_everybody_absent(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)

    meeting = close_meeting(meeting, actor=cast.alba)

    assert Attendance.objects.count() == 0
    assert {line.status for group in roster(meeting) for line in group.lines} == {"absent"}


def test_closing_ends_the_agenda_item_that_was_being_spoken_of(cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True)
    spoken = AgendaItemFactory(meeting=meeting, state=AgendaState.CURRENT)
    left = AgendaItemFactory(meeting=meeting)

    meeting = close_meeting(meeting, actor=cast.alba)

    assert list(meeting.agenda.values_list("pk", "state")) == [(spoken.pk, "done"), (left.pk, "pending")]
    assert (meeting.stage_revision, meeting.agenda_revision) == (1, 1)


def test_cancelling_needs_a_reason_and_keeps_it_in_the_trail(cast):
    meeting = MeetingFactory(area=cast.emp, convened=True)

    with pytest.raises(DomainError) as refusal:
        cancel_meeting(meeting, actor=cast.alba, reason="  ")
    cancel_meeting(meeting, actor=cast.alba, reason=" Strike ")

    assert (refusal.value.code, refusal.value.field) == ("reason_needed", "reason")
    assert list(AuditEvent.objects.values_list("action", "reason")) == [("meeting.cancelled", "Strike")]


def test_the_room_and_other_apps_hear_of_it_after_the_commit(cast, django_capture_on_commit_callbacks):
    meeting = MeetingFactory(area=cast.emp)
    heard = []

    def on_signal(sender, meeting_id, **kwargs):
        heard.append(meeting_id)

    meeting_changed.connect(on_signal)
    realtime.listen(heard.append)
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            convene_meeting(meeting, actor=cast.alba)
        before = list(heard)
        for callback in callbacks:
            callback()
    finally:
        meeting_changed.disconnect(on_signal)
        realtime.stop_listening(heard.append)

    assert before == []
    assert heard == [f"room.{meeting.pk}", meeting.pk]
