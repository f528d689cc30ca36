import pytest

from tests.factories import PersonFactory


@pytest.fixture
def bruno(db):
    """With the password «correct horse»."""
    return PersonFactory(name="Bruno", email="bruno@example.org")
