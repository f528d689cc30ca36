import pytest

from meetings.actions.agenda import (
    add_agenda_item,
    edit_agenda_item,
    finish_item,
    move_agenda_item,
    remove_agenda_item,
    set_current_item,
)
from meetings.models import AgendaItem
from red_inclusion.core.errors import DomainError

from .factories import AgendaItemFactory, DecisionFactory, MeetingFactory
from .outcomes import code_of

ACTS = {
    "add": lambda item, actor: add_agenda_item(item.meeting, actor=actor, title="More"),
    "edit": lambda item, actor: edit_agenda_item(item, actor=actor, title="Other"),
    "move": lambda item, actor: move_agenda_item(item, actor=actor, up=True),
    "remove": lambda item, actor: remove_agenda_item(item, actor=actor),
    "current": lambda item, actor: set_current_item(item, actor=actor),
    "finish": lambda item, actor: finish_item(item, actor=actor),
}
STATES = ("draft", "convened", "in_session", "closed", "cancelled")
OVER = ["meeting_over", "meeting_over"]
WRITING = ["done", "done", "done", *OVER]
SPEAKING = ["not_in_session", "not_in_session", "done", *OVER]


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True)


@pytest.fixture
def items(meeting):
    return [AgendaItemFactory(meeting=meeting, order=order, title=title) for order, title in enumerate("ABC", 1)]


def titles(meeting) -> str:
    return "".join(meeting.agenda.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("act", "outcomes"),
    [*((act, WRITING) for act in ("add", "edit", "move", "remove")), ("current", SPEAKING), ("finish", SPEAKING)],
)
def test_agenda_acts_by_state(cast, act, outcomes):
    items = [AgendaItemFactory(meeting=MeetingFactory(area=cast.emp, state=state)) for state in STATES]

    assert [code_of(ACTS[act], item, cast.alba) for item in items] == outcomes


@pytest.mark.parametrize("act", ACTS)
def test_who_may_arrange_the_agenda(cast, items, act):
    people = ("alba", "bruno", "carla", "observer")

    outcomes = [code_of(ACTS[act], items[0], getattr(cast, name)) for name in reversed(people)]

    assert outcomes == ["not_allowed", "not_allowed", "not_allowed", "done"]


@pytest.mark.parametrize(
    ("place", "up", "order"),
    [(0, True, "ABC"), (0, False, "BAC"), (1, True, "BAC"), (2, True, "ACB"), (2, False, "ABC")],
)
def test_moving_goes_one_place_and_stops_at_the_edge(cast, meeting, items, place, up, order):
    move_agenda_item(items[place], actor=cast.alba, up=up)

    assert titles(meeting) == order


def test_a_new_item_goes_last_and_moves_the_agenda_revision(cast, meeting, items):
    add_agenda_item(meeting, actor=cast.alba, title="  D ")

    meeting.refresh_from_db()
    assert (titles(meeting), meeting.agenda_revision) == ("ABCD", 1)


@pytest.mark.parametrize(("title", "code"), [(" \n", "title_needed"), ("x" * 161, "title_too_long")])
def test_a_title_that_does_not_do_is_refused_beside_its_field(cast, meeting, title, code):
    with pytest.raises(DomainError) as refusal:
        add_agenda_item(meeting, actor=cast.alba, title=title)

    assert (refusal.value.code, refusal.value.field) == (code, "title")


def test_what_was_removed_comes_back_to_its_place_with_notes_and_decisions(cast, meeting, items):
    edit_agenda_item(items[1], actor=cast.alba, notes="Said so")
    decision = DecisionFactory(meeting=meeting, agenda_item=items[1])

    gone = remove_agenda_item(items[1], actor=cast.alba)
    without = titles(meeting)
    back = add_agenda_item(meeting, actor=cast.alba, **gone)

    decision.refresh_from_db()
    assert (without, titles(meeting)) == ("AC", "ABC")
    assert (back.notes, decision.agenda_item) == ("Said so", back)
    assert list(meeting.agenda.values_list("order", flat=True)) == [1, 2, 3]


def test_one_item_is_current_and_the_one_before_is_done(cast, meeting, items):
    set_current_item(items[0], actor=cast.alba)
    set_current_item(items[1], actor=cast.alba)
    set_current_item(items[1], actor=cast.alba)

    assert list(meeting.agenda.values_list("state", flat=True)) == ["done", "current", "pending"]


def test_the_current_item_can_end_without_another_beginning(cast, meeting, items):
    set_current_item(items[0], actor=cast.alba)
    finish_item(items[0], actor=cast.alba)

    assert list(meeting.agenda.values_list("state", flat=True)) == ["done", "pending", "pending"]


def test_an_item_removed_meanwhile_is_told(cast, items):
    AgendaItem.objects.filter(pk=items[0].pk).delete()

    assert code_of(edit_agenda_item, items[0], actor=cast.alba, title="X") == "no_such_item"
