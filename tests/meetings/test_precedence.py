"""Which of two taps wins."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.precedence import CLEARED, Content, Mark, Sheet

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
FOUR, TWO = Content(4, 3), Content(2)
ITEMS = (1, 2, 3)


def sheet_with(*taps) -> Sheet:
    sheet = Sheet(entry=1)
    for item, content, seq in taps:
        sheet.put(item, content, seq, NOW)
    return sheet


@pytest.mark.parametrize(
    ("seq", "content", "stands", "superseded"),
    [
        (6, TWO, Mark(TWO, 6, LATER), False),
        (5, FOUR, Mark(FOUR, 5, NOW), False),
        (5, TWO, Mark(FOUR, 5, NOW), True),
        (5, CLEARED, Mark(FOUR, 5, NOW), True),
        (4, TWO, Mark(FOUR, 5, NOW), True),
        (4, FOUR, Mark(FOUR, 5, NOW), True),
        (None, TWO, Mark(TWO, 8, LATER), False),
    ],
)
def test_seq_is_compared_with_that_of_the_item(seq, content, stands, superseded):
    sheet = sheet_with((1, FOUR, 5), (2, TWO, 7))

    assert sheet.put(1, content, seq, LATER) == (stands, superseded)
    assert sheet.marks[1] == stands


def test_an_item_without_a_vote_takes_any_seq():
    sheet = sheet_with((1, FOUR, 50))

    assert sheet.put(2, TWO, 3, NOW) == (Mark(TWO, 3, NOW), False)
    assert sheet.seq == 50


def test_a_cleared_item_keeps_its_seq():
    sheet = sheet_with((1, FOUR, 5), (1, CLEARED, 6))

    assert sheet.put(1, FOUR, 5, LATER) == (Mark(CLEARED, 6, NOW), True)
    assert sheet.put(1, FOUR, 7, LATER) == (Mark(FOUR, 7, LATER), False)


@pytest.mark.parametrize(("seq", "superseded"), [(6, True), (7, True), (8, False), (None, False)])
def test_abstaining_is_compared_with_the_highest_of_the_ballot(seq, superseded):
    sheet = sheet_with((1, FOUR, 5), (2, TWO, 7))

    assert sheet.abstain(ITEMS, seq, LATER) is superseded
    assert sheet.abstained is not superseded


def test_abstaining_again_is_answered_the_same():
    sheet = sheet_with((1, FOUR, 5))
    sheet.abstain(ITEMS, 6, NOW)

    assert sheet.abstain(ITEMS, 6, LATER) is False
    assert sheet.recorded_at == NOW


def test_abstaining_empties_the_ballot_and_an_earlier_vote_does_not_undo_it():
    sheet = sheet_with((1, FOUR, 5))
    sheet.abstain(ITEMS, 9, NOW)

    assert {item: mark.content for item, mark in sheet.marks.items()} == dict.fromkeys(ITEMS, CLEARED)
    assert sheet.put(3, FOUR, 8, LATER) == (Mark(CLEARED, 9, NOW), True)
    assert sheet.abstained


def test_a_later_vote_ends_the_abstention():
    sheet = sheet_with((1, FOUR, 5))
    sheet.abstain(ITEMS, 9, NOW)

    sheet.put(2, TWO, 10, LATER)

    assert (sheet.abstained, sheet.seq, sheet.marks[2]) == (False, 10, Mark(TWO, 10, LATER))


taps = st.lists(
    st.tuples(st.sampled_from(ITEMS), st.sampled_from([FOUR, TWO, CLEARED, Content(passed=True)])), max_size=12
)


@given(taps, st.data())
def test_whatever_the_order_and_however_often_the_last_tap_of_each_item_stands(taps, data):
    """A client numbers its taps; the network loses the order and doubles them."""
    numbered = [(item, content, seq) for seq, (item, content) in enumerate(taps, start=1)]
    again = data.draw(st.lists(st.sampled_from(numbered), max_size=12)) if numbered else []
    arrived = data.draw(st.permutations(numbered + again))

    sheet = sheet_with(*arrived)

    last = {item: (content, seq) for item, content, seq in numbered}
    assert {item: (mark.content, mark.seq) for item, mark in sheet.marks.items()} == last
    assert sheet.seq == len(numbered)
