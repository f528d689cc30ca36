import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import pre_save
from django.test import TransactionTestCase

from red_inclusion.core import deeds, triggers
from red_inclusion.core.models import AuditEvent

from . import db
from .cast import cast as cast


def pytest_collection_modifyitems(config, items: list[pytest.Item]) -> None:
    """What is about several processes has no meaning on the profile of one."""
    if settings.REDIS_URL:
        return
    apart = [item for item in items if item.get_closest_marker("scaled")]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in apart]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A private copy of a migrated database; what a transactional test commits is undone row by row."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), db.private_database(connection):
        triggers.install(connection)
        fresh = db.FreshRows(connection)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: fresh.put_back(connection))
        yield
        patch.undo()


@pytest.fixture(scope="session", autouse=True)
def media_folder(tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def every_deed_has_words():
    """Whatever any test makes the trail record can be told to a person in words."""

    def check(sender, instance, **_unused):
        assert deeds.deed_of(instance.action) != instance.action, f"core/deeds.py has no words for {instance.action}"

    pre_save.connect(check, sender=AuditEvent)
    yield
    pre_save.disconnect(check, sender=AuditEvent)


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits and Wagtail's site cache do not pass from one test to the next."""
    cache.clear()
