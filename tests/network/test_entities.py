"""An entity corrected, leaving, coming back, and two that turn out to be one."""

import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import IntegrityError, transaction

from needs.models import Confirmation, Need
from needs.policies import can_confirm_need, can_edit_need
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.actions import entities
from red_inclusion.network.audience import who_speak_for
from red_inclusion.network.enums import EntityKind, InvitationState, MandateKind
from red_inclusion.network.models import Entity, EntityMerge, Invitation, Mandate, Seat
from red_inclusion.network.standing import standing_of
from tests.factories import AreaFactory, EntityFactory, InvitationFactory, MandateFactory, SeatFactory
from tests.needs.factories import NeedFactory

from .test_constraints import at_once

pytestmark = pytest.mark.django_db


def code_of(act) -> str:
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        act()
    return refusal.value.code


def edit(entity, actor, **more):
    return actions.edit_entity(entity, actor=actor, **{"name": entity.name, "kind": entity.kind, **more})


def places_of(entity) -> set[tuple]:
    mandates = Mandate.objects.current().filter(seat__entity=entity)
    return set(mandates.values_list("seat__area__code", "person__name", "kind"))


@pytest.fixture
def duplicate(cast):
    """The same as Cruz Roja, written otherwise: in both areas, with Carla in one and Bruno in the other."""
    entity = EntityFactory(name="Cruz Roja Local")
    MandateFactory(seat=SeatFactory(entity=entity, area=cast.emp), person=cast.carla)
    MandateFactory(seat=SeatFactory(entity=entity, area=cast.edu), person=cast.bruno)
    return entity


@pytest.mark.parametrize("who", ["alba", "bruno", "carla", "dani"])
def test_only_coordination_arranges_entities(cast, who):
    actor = getattr(cast, who)
    attempts = [
        lambda: edit(cast.entity, actor),
        lambda: actions.end_entity(cast.entity, actor=actor),
        lambda: actions.reopen_entity(cast.entity, actor=actor),
        lambda: actions.merge_entity(cast.entity, into=cast.other_entity, actor=actor),
        lambda: actions.separate_entity(cast.entity, actor=actor),
    ]

    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_what_changes_is_on_record_by_the_name_of_the_field(cast):
    edit(cast.entity, cast.coordination, name="Cruz Roja Española", about="Acompaña.")

    event = AuditEvent.objects.get(action="entity.edited")
    assert event.data == {"fields": ["name", "about"]}
    assert [each.name for each in Entity.objects.search("espanola acompana")] == ["Cruz Roja Española"]


def test_saving_what_it_says_already_changes_nothing(cast):
    edit(cast.entity, cast.coordination)

    assert not AuditEvent.objects.filter(action="entity.edited").exists()


def test_two_who_edit_at_once_are_told(cast):
    seen = actions.entity_mark(cast.entity)
    edit(cast.entity, cast.coordination, about="Otra cosa.")

    assert code_of(lambda: edit(cast.entity, cast.coordination, about="Lo mío.", seen=seen)) == "changed_meanwhile"


def test_an_entity_takes_no_name_of_another_and_is_not_run_by_itself(cast):
    edit(cast.other_entity, cast.coordination, operated_by=cast.entity)

    assert code_of(lambda: edit(cast.entity, cast.coordination, name="Juventud")) == "entity_exists"
    assert code_of(lambda: edit(cast.entity, cast.coordination, operated_by=cast.other_entity)) == "operates_itself"


def test_an_entity_that_leaves_takes_its_people_along_and_comes_back_with_them(cast):
    before = places_of(cast.entity)

    places = actions.end_entity(cast.entity, actor=cast.coordination)
    gone = (places_of(cast.entity), standing_of(cast.bruno).in_network, Entity.objects.active().count())
    actions.reopen_entity(cast.entity, actor=cast.coordination, places=places)

    assert gone == (set(), False, 2)
    assert (places_of(cast.entity), Entity.objects.active().count()) == (before, 3)


def test_coming_back_it_is_in_the_areas_of_the_whole_network(cast):
    whole = actions.open_area(code="RED", name="Toda la red", whole_network=True, actor=SYSTEM)
    with clock.set_to(clock.now() - timedelta(days=30)):
        actions.end_entity(cast.entity, actor=cast.coordination)

    actions.reopen_entity(cast.entity, actor=cast.coordination)

    assert list(Seat.objects.current().filter(entity=cast.entity).values_list("area", flat=True)) == [whole.pk]


def test_leaving_twice_is_refused(cast):
    actions.end_entity(cast.entity, actor=cast.coordination)

    assert code_of(lambda: actions.end_entity(cast.entity, actor=cast.coordination)) == "left_already"


def test_a_duplicate_goes_by_the_other_name_and_its_people_speak_for_the_other(cast, duplicate):
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    duplicate.refresh_from_db()
    assert (str(duplicate), duplicate.former_name, duplicate.stands_for) == (
        "Cruz Roja",
        "Cruz Roja Local",
        cast.entity.pk,
    )
    assert duplicate.get_absolute_url() == cast.entity.get_absolute_url()
    assert places_of(duplicate) == set()
    assert places_of(cast.entity) == {
        ("EMP", "Bruno", "member"),
        ("EMP", "Observer", "observer"),
        ("EMP", "Carla", "member"),
        ("EDU", "Bruno", "member"),
    }


def test_no_foreign_key_moves(cast, duplicate):
    need = NeedFactory(area=cast.emp, entity=duplicate, author=cast.carla)

    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    assert Need.objects.get(pk=need.pk).entity_id == duplicate.pk


def test_what_was_written_for_the_duplicate_is_the_others_now(cast, duplicate):
    need = NeedFactory(area=cast.emp, entity=duplicate, author=cast.carla)
    Confirmation.objects.create(need=(other := NeedFactory(area=cast.emp)), entity=duplicate, author=cast.carla)
    Confirmation.objects.create(need=other, entity=cast.entity, author=cast.bruno)

    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    bruno = standing_of(cast.bruno)
    need = Need.objects.select_related("entity").get(pk=need.pk)
    found = Need.objects.visible_to(cast.bruno)
    assert need.entity.name == "Cruz Roja"
    assert list(found.detected_by(cast.entity)) == [need]
    assert found.with_confirmations().get(pk=other.pk).confirmation_count == 1
    assert (can_edit_need(bruno, need), can_confirm_need(bruno, need, cast.entity.pk)) == (True, False)
    assert cast.bruno in who_speak_for([duplicate.pk], cast.emp.pk)[duplicate.pk]
    assert bruno.answers_for(duplicate.pk, cast.emp.pk, seat_has_titular=False)
    assert standing_of(cast.carla).with_duplicates([cast.entity.pk]) == {cast.entity.pk, duplicate.pk}


def test_the_former_name_is_free_for_nobody_by_accident_and_a_new_name_is_followed(cast, duplicate):
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    edit(cast.entity, cast.coordination, name="Cruz Roja Española")

    duplicate.refresh_from_db()
    assert (duplicate.name, list(Entity.objects.active().search("local"))) == ("Cruz Roja Española", [])


def test_separated_each_has_its_own_again(cast, duplicate):
    before = (places_of(cast.entity), places_of(duplicate))
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    actions.separate_entity(duplicate, actor=cast.coordination)

    duplicate.refresh_from_db()
    assert (duplicate.name, duplicate.merged_into, duplicate.active_until) == ("Cruz Roja Local", None, None)
    assert (places_of(cast.entity), places_of(duplicate)) == before
    assert not Seat.objects.current().filter(entity=cast.entity, area=cast.edu).exists()
    assert code_of(lambda: actions.separate_entity(duplicate, actor=cast.coordination)) == "nothing_to_undo"


def test_separating_leaves_who_came_meanwhile(cast, duplicate):
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    seat = Seat.objects.current().get(entity=cast.entity, area=cast.edu)
    MandateFactory(seat=seat, person=cast.observer)

    actions.separate_entity(duplicate, actor=cast.coordination)

    assert ("EDU", "Observer", "member") in places_of(cast.entity)


def test_separating_is_refused_while_another_bears_the_name(cast, duplicate):
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    actions.admit_entity(name="Cruz Roja Local", kind=EntityKind.OTHER, actor=SYSTEM)

    assert code_of(lambda: actions.separate_entity(duplicate, actor=cast.coordination)) == "name_taken"


def test_a_second_titular_becomes_the_substitute(cast):
    formal = AreaFactory(formal=True)
    duplicate = EntityFactory()
    MandateFactory(seat__entity=cast.entity, seat__area=formal, person=cast.bruno, kind=MandateKind.TITULAR)
    MandateFactory(seat__entity=duplicate, seat__area=formal, person=cast.carla, kind=MandateKind.TITULAR)

    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    assert {(name, kind) for code, name, kind in places_of(cast.entity) if code == formal.code} == {
        ("Bruno", "titular"),
        ("Carla", "substitute"),
    }


def test_a_chain_is_one_step_long_and_comes_apart_again(cast, duplicate):
    first = EntityFactory(name="CR")
    actions.merge_entity(first, into=duplicate, actor=cast.coordination)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    first.refresh_from_db()
    together = (first.name, first.merged_into_id)
    actions.separate_entity(duplicate, actor=cast.coordination)

    first.refresh_from_db()
    assert together == ("Cruz Roja", cast.entity.pk)
    assert (first.name, first.merged_into_id) == ("Cruz Roja Local", duplicate.pk)


@pytest.mark.parametrize("order", [("duplicate", "first"), ("first", "duplicate")])
def test_a_chain_comes_apart_in_either_order(cast, duplicate, order):
    """CR is in an area of its own; the lead of EMP speaks for it, Carla for both it and the duplicate."""
    first = EntityFactory(name="CR")
    MandateFactory(seat=SeatFactory(entity=first, area=cast.emp), person=cast.alba)
    MandateFactory(seat=SeatFactory(entity=first, area=AreaFactory(code="SAN")), person=cast.carla)
    MandateFactory(seat=first.seats.get(area=cast.emp), person=cast.carla)
    entities = {"first": first, "duplicate": duplicate, "red_cross": cast.entity}

    def everything() -> dict[str, tuple]:
        areas = {name: set(Seat.objects.current().filter(entity=each).values_list("area__code", flat=True))
                 for name, each in entities.items()}  # fmt: skip
        return {name: (areas[name], places_of(each)) for name, each in entities.items()}

    before = everything()
    actions.merge_entity(first, into=duplicate, actor=cast.coordination)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    together = everything()
    one, other = order

    actions.separate_entity(entities[one], actor=cast.coordination)
    halfway = everything()
    actions.separate_entity(entities[other], actor=cast.coordination)

    assert ("EMP", "Alba", "member") in together["red_cross"][1]
    assert halfway["red_cross"][1] & {("EMP", "Alba", "member"), ("SAN", "Carla", "member")} == set()
    assert (everything(), list(Entity.objects.exclude(merged_into=None))) == (before, [])


def test_separating_leaves_alone_what_was_merged_elsewhere_meanwhile(cast, duplicate):
    first = EntityFactory(name="CR")
    actions.merge_entity(first, into=duplicate, actor=cast.coordination)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    actions.separate_entity(first, actor=cast.coordination)
    actions.merge_entity(first, into=cast.other_entity, actor=cast.coordination)

    actions.separate_entity(duplicate, actor=cast.coordination)

    first.refresh_from_db()
    assert (first.name, first.merged_into) == ("Juventud", cast.other_entity)


def test_separating_gives_nothing_back_to_who_has_left_meanwhile(cast, duplicate):
    MandateFactory(seat=duplicate.seats.get(area=cast.emp), person=cast.observer)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)
    actions.end_access(cast.carla, entity=cast.entity, actor=cast.coordination)

    actions.separate_entity(duplicate, actor=cast.coordination)

    assert places_of(duplicate) == {("EMP", "Observer", "member"), ("EDU", "Bruno", "member")}


def test_bad_merges_are_refused(cast, duplicate):
    gone = EntityFactory(active_until=clock.today())
    merge = actions.merge_entity

    assert code_of(lambda: merge(duplicate, into=duplicate, actor=cast.coordination)) == "same_entity"
    assert code_of(lambda: merge(duplicate, into=gone, actor=cast.coordination)) == "not_in_network"
    merge(duplicate, into=cast.entity, actor=cast.coordination)
    assert code_of(lambda: merge(duplicate, into=cast.other_entity, actor=cast.coordination)) == "merged"
    assert code_of(lambda: merge(cast.entity, into=duplicate, actor=cast.coordination)) == "not_in_network"


def test_who_was_invited_to_the_duplicate_comes_in_for_the_other(cast, duplicate):
    seat = Seat.objects.current().get(entity=duplicate, area=cast.emp)
    invitation = InvitationFactory(seat=seat, invited_by=cast.coordination, token="link")
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    from red_inclusion.accounts import terms

    elena = actions.accept_invitation(
        invitation, token="link", actor=None, name="Elena", language="es", terms_version=terms.VERSION
    )

    invitation.refresh_from_db()
    assert invitation.state == InvitationState.ACCEPTED
    assert [mandate.seat.entity for mandate in Mandate.objects.current().filter(person=elena)] == [cast.entity]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("alba", {"EMP"}),
        ("bruno", {"EMP", "EDU"}),
        ("carla", {"EMP"}),
        ("observer", set()),
        ("coordination", {"EMP", "EDU"}),
    ],
)
def test_invitations_to_the_duplicate_are_looked_after_by_the_others_people(cast, duplicate, who, seen):
    for seat in duplicate.seats.select_related("area"):
        InvitationFactory(seat=seat, invited_by=cast.coordination, name=seat.area.code)
    actions.merge_entity(duplicate, into=cast.entity, actor=cast.coordination)

    visible = Invitation.objects.visible_to(getattr(cast, who))

    assert {invitation.name for invitation in visible} == seen
    for invitation in visible:
        actions.withdraw_invitation(invitation, actor=getattr(cast, who))


def test_the_database_holds_what_merging_promises(cast, duplicate):
    def refused(**fields) -> bool:
        try:
            with transaction.atomic():
                Entity.objects.filter(pk=duplicate.pk).update(**fields)
        except IntegrityError:
            return True
        return False

    assert refused(name="Cruz Roja")
    assert refused(merged_into=duplicate.pk, former_name="x")
    assert refused(merged_into=cast.entity.pk)
    assert not refused(merged_into=cast.entity.pk, former_name="Cruz Roja Local", name="Cruz Roja")


@pytest.mark.django_db(transaction=True)
def test_editing_and_separating_at_once_wait_for_each_other(cast, monkeypatch):
    duplicate, into = EntityFactory(), EntityFactory()
    actions.merge_entity(duplicate, into=into, actor=cast.coordination)
    edited, follow_name = Event(), entities._follow_name

    def slowly(entity):
        edited.set()
        time.sleep(0.5)
        follow_name(entity)

    monkeypatch.setattr(entities, "_follow_name", slowly)
    turns = [
        lambda: edit(into, cast.coordination, name="Another name"),
        lambda: edited.wait(10) and actions.separate_entity(duplicate, actor=cast.coordination),
    ]

    assert at_once(2, lambda: turns.pop()()) == ["done", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_merges_that_cross_make_no_circle(cast):
    one, other = EntityFactory(), EntityFactory()
    pairs = [(one, other), (other, one)]

    def merge():
        duplicate, into = pairs.pop()
        actions.merge_entity(duplicate, into=into, actor=cast.coordination)

    outcomes = at_once(2, merge)

    assert sorted(outcomes)[0] == "done" and sorted(outcomes)[1] in {"not_in_network", "merged"}
    assert EntityMerge.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_admit_the_same_at_once_admit_it_once(cast):
    outcomes = at_once(
        3, lambda: actions.admit_entity(name="Cáritas", kind=EntityKind.THIRD_SECTOR, actor=cast.coordination)
    )

    assert outcomes == ["done", "entity_exists", "entity_exists"]
    assert Entity.objects.filter(name="Cáritas").count() == 1
