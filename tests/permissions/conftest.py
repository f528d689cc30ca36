import pytest

from .world import World


@pytest.fixture
def world(cast) -> World:
    return World(cast)
