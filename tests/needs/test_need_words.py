from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from needs.words import priority_words
from red_inclusion.core import clock

from .factories import JANUARY, PriorityFactory


@pytest.mark.parametrize(
    ("language", "year", "said"),
    [
        ("es", 2026, "2.ª de 12, votación del 20 de enero"),
        ("es", 2027, "2.ª de 12, votación del 20 de enero de 2026"),
        ("en", 2026, "No. 2 of 12, vote of 20 January"),
        ("en", 2027, "No. 2 of 12, vote of 20 January 2026"),
    ],
)
def test_a_need_says_where_the_vote_put_it(make_need, language, year, said):
    need = make_need()
    PriorityFactory(need=need, rank=2, out_of=12, decided_at=JANUARY)

    with override(language), clock.set_to(datetime(year, 6, 1, tzinfo=UTC)):
        assert priority_words(need) == said


def test_a_need_that_no_round_ranked_says_nothing(make_need):
    assert priority_words(make_need()) == ""
