import pytest

from tests.permissions.world import World


@pytest.fixture
def world(cast) -> World:
    return World(cast)
