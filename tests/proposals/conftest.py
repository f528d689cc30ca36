from datetime import UTC, datetime

import pytest

from red_inclusion.core import clock
from tests.needs.factories import NeedFactory

from .factories import ProposalFactory

FEBRUARY = datetime(2026, 2, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def february():
    with clock.set_to(FEBRUARY):
        yield FEBRUARY


@pytest.fixture
def make(cast):
    """A proposal of Alba's area that Bruno's entity leads."""

    def make(state="proposed", **fields):
        defaults = {"area": cast.emp, "lead_entity": cast.entity, "author": cast.bruno}
        return ProposalFactory(state=state, **{**defaults, **fields})

    return make


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def need(cast):
    return NeedFactory(area=cast.emp, entity=cast.entity, title="No bus")
