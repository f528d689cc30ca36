import pytest

from red_inclusion.core.drawings import distribution_segments, nearest_mark


@pytest.mark.parametrize(
    ("value", "mark"),
    [(None, None), (0, 0), (0.49, 0), (2.5, 3), (3.25, 3), (4, 4), (9, 4), (-1, 0)],
)
def test_mean_shows_its_nearest_mark_and_halves_go_up(value, mark):
    assert nearest_mark(value) == mark


def test_segments_share_the_width_as_the_votes_share_the_count():
    segments = distribution_segments([0, 1, 1, 4, 6])

    assert [(s.value, s.count, s.x, s.width) for s in segments] == [
        (0, 0, 0, 0),
        (1, 1, 0, 25),
        (2, 1, 25, 25),
        (3, 4, 50, 100),
        (4, 6, 150, 150),
    ]


def test_marks_of_thin_neighbours_stay_apart_and_inside():
    segments = distribution_segments([40, 0, 1, 1, 1])

    centres = [s.mark_x for s in segments if s.count]
    assert centres[1:] == [200, 240, 280]
    assert centres[0] == pytest.approx(139.53)


def test_nobody_having_voted_draws_empty_segments():
    assert [s.width for s in distribution_segments([0, 0, 0, 0, 0])] == [0, 0, 0, 0, 0]
