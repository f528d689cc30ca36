"""The sums of a round, without the database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.tallies import Count, EntityTally, ItemTally, agreement, median, ranks, tally, tally_by_entity

values = st.integers(0, 4)
votes = st.lists(st.tuples(st.integers(1, 4), st.one_of(st.none(), values)), max_size=40)
distributions = st.lists(st.integers(0, 50), min_size=5, max_size=5)


def of_one_item(votes):
    return tally([1], [Count(1, entity, value) for entity, value in votes])[0]


def test_a_result_whole():
    counts = [Count(7, 1, 4, people=2), Count(7, 1, 1), Count(7, 2, 0), Count(7, 2, None), Count(8, 2, 2)]

    assert tally([7, 8, 9], counts) == [
        ItemTally(7, 4, 1, 2.25, 2.5, [1, 1, 0, 0, 2], 0.151659, 1, EntityTally(2, 1.5, 2)),
        ItemTally(8, 1, 0, 2.0, 2.0, [0, 0, 1, 0, 0], 1.0, 2, EntityTally(1, 2.0, 1)),
        ItemTally(9, 0, 0, None, None, [0, 0, 0, 0, 0], None, None, EntityTally(0, None, None)),
    ]


def test_a_large_department_does_not_drown_a_small_association():
    large, small = [(1, 0)] * 20, [(2, 4)]

    result = of_one_item(large + small)

    assert (round(result.mean, 2), result.by_entity.mean) == (0.19, 2.0)


def test_an_entity_known_only_by_its_name_is_a_group_of_its_own():
    result = of_one_item([(1, 0), (1, 0), ("Vecinas", 2), ("Vecinas", 4), ("1", 3)])

    assert (result.n, result.mean) == (5, 1.8)
    assert (result.by_entity.n, result.by_entity.mean) == (3, 2.0)


def test_ties_share_the_better_rank_and_the_next_is_skipped():
    third = Fraction(10, 3)

    assert ranks({1: third, 2: Fraction(4), 3: third, 4: Fraction(1), 5: None}) == {1: 2, 2: 1, 3: 2, 4: 4, 5: None}


def test_means_that_only_rounding_makes_different_are_a_tie():
    thirds = {1: {1: [1, 0, 0, 2, 0]}, 2: {1: [2, 0, 0, 4, 0]}}

    assert ranks({item: tally_by_entity(votes) for item, votes in thirds.items()}) == {1: 1, 2: 1}


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ([0, 0, 0, 0, 0], None),
        ([0, 0, 0, 0, 3], 1.0),
        ([5, 0, 0, 0, 5], 0.0),
        ([0, 0, 5, 5, 0], 0.807355),
        ([2, 2, 2, 2, 2], 0.433985),
    ],
)
def test_agreement_of_tastle_and_wierman(distribution, expected):
    assert agreement(distribution) == expected


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [([0] * 5, None), ([0, 0, 1, 0, 0], 2.0), ([1, 0, 0, 1, 0], 1.5), ([1, 0, 0, 2, 0], 3.0)],
)
def test_median(distribution, expected):
    assert median(distribution) == expected


@given(votes)
def test_every_vote_is_counted_once(votes):
    result = of_one_item(votes)

    marks = [value for _entity, value in votes if value is not None]
    assert result.distribution == [marks.count(value) for value in range(5)]
    assert (result.n, result.passed) == (len(marks), len(votes) - len(marks))


@given(votes, st.randoms())
def test_the_order_of_votes_does_not_matter(votes, random):
    shuffled = list(votes)
    random.shuffle(shuffled)

    assert of_one_item(shuffled) == of_one_item(votes)


@given(votes, st.integers(2, 5))
def test_voting_as_one_changes_nothing_but_how_many(votes, times):
    once, often = of_one_item(votes), of_one_item(votes * times)

    assert (often.mean, often.median, often.agreement, often.by_entity) == (
        once.mean,
        once.median,
        once.agreement,
        once.by_entity,
    )


@given(votes)
def test_figures_stay_on_their_scales(votes):
    result = of_one_item(votes)

    marks = [value for _entity, value in votes if value is not None]
    if not marks:
        assert (result.mean, result.median, result.agreement, result.rank) == (None, None, None, None)
        return
    assert min(marks) - 1e-6 <= result.mean <= max(marks) + 1e-6
    assert min(marks) <= result.median <= max(marks)
    assert min(marks) - 1e-6 <= result.by_entity.mean <= max(marks) + 1e-6
    assert 0 <= result.agreement <= 1
    assert result.by_entity.n == len({entity for entity, value in votes if value is not None})


@given(distributions)
def test_agreement_does_not_depend_on_which_end_is_which(distribution):
    assert agreement(distribution) == pytest.approx(agreement(distribution[::-1]), abs=2e-6)


@given(st.dictionaries(st.integers(1, 9), st.one_of(st.none(), st.fractions(0, 4)), max_size=9))
def test_a_rank_is_one_more_than_those_who_are_ahead(means):
    ranked = ranks(means)

    for item, mean in means.items():
        ahead = sum(other is not None and mean is not None and other > mean for other in means.values())
        assert ranked[item] == (None if mean is None else ahead + 1)
