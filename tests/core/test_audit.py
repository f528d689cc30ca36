import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from red_inclusion.core import audit, triggers
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.models import AuditEvent, Counter

pytestmark = pytest.mark.django_db

CHANGES = {
    "update": lambda: AuditEvent.objects.update(reason="rewritten"),
    "delete": lambda: AuditEvent.objects.all()._raw_delete("default"),
    "update_row": lambda: AuditEvent.objects.get().save(),
    "delete_row": lambda: AuditEvent.objects.get().delete(),
}


@pytest.fixture
def event():
    return audit.record("counter.opened", Counter.objects.create(key="trail"), actor=SYSTEM, reason="why", area=3)


def test_the_trail_keeps_who_what_and_why(cast):
    event = audit.record("area.opened", cast.emp, actor=cast.alba, reason="asked for", entity=7)

    assert AuditEvent.objects.values("actor_id", "action", "object_type", "object_id", "reason", "data").get(
        pk=event.pk
    ) == {
        "actor_id": cast.alba.pk,
        "action": "area.opened",
        "object_type": "network.area",
        "object_id": cast.emp.pk,
        "reason": "asked for",
        "data": {"entity": 7},
    }


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_the_trail(event, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CHANGES[change]()

    assert AuditEvent.objects.get().reason == "why"


def test_without_the_triggers_it_would_change(event):
    triggers.remove(connection)

    assert AuditEvent.objects.update(reason="rewritten") == 1


def test_triggers_are_there_after_a_full_migration():
    assert triggers.installed(connection)


def test_migrating_again_puts_lost_triggers_back():
    triggers.remove(connection)
    lost = triggers.installed(connection)

    call_command("migrate", verbosity=0, interactive=False)

    assert (lost, triggers.installed(connection)) == (False, True)


def test_installing_twice_is_harmless():
    triggers.install(connection)

    assert triggers.installed(connection)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_leaves_no_trail():
    try:
        with transaction.atomic():
            audit.record("counter.opened", Counter.objects.create(key="trail"), actor=SYSTEM)
            raise RuntimeError("changed her mind")
    except RuntimeError:
        pass

    assert AuditEvent.objects.count() == 0


def test_a_reason_may_be_withdrawn_and_nothing_else_with_it(event):
    withdrawn = {"reason": triggers.WITHDRAWN}
    for more in ({"actor_id": 7}, {"action": "other"}, {"data": {}}, {"at": "2020-01-01T00:00:00Z"}, {"object_id": 9}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEvent.objects.update(**withdrawn, **more)

    assert AuditEvent.objects.update(**withdrawn) == 1
    assert AuditEvent.objects.values_list("reason", "data").get() == (triggers.WITHDRAWN, {"area": 3})
