from functools import partial

import pytest

from .factories import NeedFactory


@pytest.fixture
def make_need(cast):
    """A need that Bruno logged for his entity in his area."""
    return partial(NeedFactory, area=cast.emp, entity=cast.entity, author=cast.bruno)
