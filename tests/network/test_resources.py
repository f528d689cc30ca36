"""What entities offer: who may tend it, and what becomes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.models import Entity, Resource
from red_inclusion.notifications.models import Notification
from tests.factories import EntityFactory, PersonFactory, ResourceFactory

pytestmark = pytest.mark.django_db

TEXTS = {"name": "Ropero", "for_whom": "Familias", "how_to_get": "Con cita", "contact": "ropero@example.org"}


@pytest.fixture
def resource(cast) -> Resource:
    """Checked long ago."""
    return ResourceFactory(entity=cast.entity, checked_on=clock.today() - timedelta(days=300), **TEXTS)


def last_event() -> tuple:
    event = AuditEvent.objects.last()
    return event.action, event.actor_id, event.data


def test_a_member_adds_what_her_entity_offers(cast):
    resource = actions.add_resource(cast.entity, actor=cast.bruno, collectives=["Mujeres"], **TEXTS)

    assert (resource.entity, resource.checked_on, list(resource.collectives.names())) == (
        cast.entity,
        clock.today(),
        ["Mujeres"],
    )
    assert last_event() == ("resource.added", cast.bruno.pk, {"entity": cast.entity.pk})


def test_two_taps_add_one_and_another_name_is_another_one(cast):
    form = TEXTS | {"submission": uuid4()}

    first, second = (actions.add_resource(cast.entity, actor=cast.bruno, **form) for _tap in range(2))
    third = actions.add_resource(cast.entity, actor=cast.bruno, **form | {"name": "Comedor"})
    fourth = actions.add_resource(cast.entity, actor=cast.bruno, **form | {"contact": "968 00 00 00"})

    assert (first == second, len({first, third, fourth}), Resource.objects.count()) == (True, 3, 3)


@pytest.mark.parametrize(
    ("who", "may"), [("bruno", True), ("coordination", True), ("observer", False), ("alba", False), ("carla", False)]
)
def test_its_people_and_coordination_tend_it(cast, resource, who, may):
    verbs = [
        lambda actor: actions.add_resource(cast.entity, actor=actor, **TEXTS),
        lambda actor: actions.edit_resource(resource, actor=actor, name="Ropero nuevo"),
        lambda actor: actions.confirm_resource(resource, actor=actor),
        lambda actor: actions.confirm_awaited(cast.entity, actor=actor),
        lambda actor: actions.retire_resource(resource, actor=actor),
        lambda actor: actions.restore_resource(resource, actor=actor),
    ]

    def refused(verb) -> bool:
        try:
            verb(getattr(cast, who))
        except NotAllowed:
            return True
        return False

    assert [refused(verb) for verb in verbs] == [not may] * len(verbs)


def test_nothing_is_added_to_an_entity_that_left(cast):
    left = EntityFactory(active_until=clock.today())

    with pytest.raises(DomainError) as refusal:
        actions.add_resource(left, actor=cast.coordination, **TEXTS)

    assert refusal.value.code == "entity_left"


def test_who_changes_it_has_checked_it(cast, resource):
    edited = actions.edit_resource(resource, actor=cast.bruno, contact="nuevo@example.org", collectives=["mujeres"])

    assert (edited.contact, edited.name, edited.checked_on) == ("nuevo@example.org", "Ropero", clock.today())
    assert last_event() == ("resource.edited", cast.bruno.pk, {"fields": ["contact", "collectives"]})


def test_two_who_change_it_at_once_are_told(cast, resource):
    seen = actions.resource_mark(resource)
    actions.edit_resource(resource, actor=cast.bruno, contact="first@example.org", seen=seen)

    with pytest.raises(DomainError) as refusal:
        actions.edit_resource(resource, actor=cast.coordination, contact="second@example.org", seen=seen)

    resource.refresh_from_db()
    assert (refusal.value.code, resource.contact) == ("changed_meanwhile", "first@example.org")


def test_retired_it_leaves_the_directory_and_comes_back_as_it_was(cast, resource):
    before = resource.checked_on

    actions.retire_resource(resource, actor=cast.bruno)
    gone = list(Resource.objects.in_force())
    back = actions.restore_resource(resource, actor=cast.bruno)

    assert (gone, back.retired_on, back.checked_on) == ([], None, before)


def test_retiring_and_bringing_back_twice_is_doing_it_once(cast, resource):
    for verb in (actions.retire_resource, actions.restore_resource):
        verb(resource, actor=cast.bruno)
        verb(resource, actor=cast.bruno)

    assert AuditEvent.objects.filter(object_type="network.resource").count() == 2


@pytest.mark.parametrize("verb", [actions.edit_resource, actions.confirm_resource])
def test_what_is_retired_is_brought_back_first(cast, resource, verb):
    actions.retire_resource(resource, actor=cast.bruno)

    with pytest.raises(DomainError) as refusal:
        verb(resource, actor=cast.bruno)

    assert refusal.value.code == "resource_retired"


def test_what_an_entity_offered_leaves_with_it(cast, resource):
    Entity.objects.filter(pk=cast.entity.pk).update(active_until=clock.today())

    assert list(Resource.objects.in_force()) == []


def test_nobody_outside_the_network_reads_it(cast, resource):
    readers = (cast.carla, cast.observer, PersonFactory())

    assert [Resource.objects.visible_to(reader).count() for reader in readers] == [1, 1, 0]


def test_the_trail_holds_no_text(cast):
    actions.edit_resource(
        actions.add_resource(cast.entity, actor=cast.bruno, **TEXTS), actor=cast.bruno, name="Otro nombre"
    )

    said = " ".join(str(event.data) + event.reason for event in AuditEvent.objects.all())
    assert [text for text in (*TEXTS.values(), "Otro nombre") if text in said] == []


@pytest.fixture
def merged(cast) -> Resource:
    """What a duplicate offered before it turned out to be Cruz Roja."""
    duplicate = EntityFactory(name="CRE")
    offered = ResourceFactory(entity=duplicate, checked_on=clock.today() - timedelta(days=300), **TEXTS)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    return offered


def test_what_a_duplicate_offered_stays_in_the_directory_under_the_other(client, cast, merged):
    client.force_login(cast.carla)

    pages = [
        client.get(address).content.decode()
        for address in ("/resources/", f"/resources/?entity={cast.entity.pk}", f"/entities/{cast.entity.pk}/")
    ]

    assert all("Ropero" in page for page in pages)


def test_its_people_tend_it_and_are_asked_whether_it_holds(cast, merged):
    assert actions.ask_whether_resources_hold() == 1
    assert Notification.objects.get().person == cast.bruno
    assert actions.confirm_awaited(cast.entity, actor=cast.bruno) == 1

    actions.edit_resource(merged, actor=cast.bruno, name="Ropero nuevo")
    merged.refresh_from_db()
    assert (merged.checked_on, merged.name) == (clock.today(), "Ropero nuevo")
