from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from needs.actions import edit_need, log_need
from needs.models import Need
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from tests.factories import SeatFactory

from .factories import PriorityFactory

FORM = UUID("7b0fd40f-7d4b-4b53-8b7a-000000000001")
TEXT = {"title": "Llegar sin coche", "statement": "Quien vive en las pedanías no llega a los cursos."}


@pytest.fixture
def log(cast):
    def log(**changes):
        return log_need(**{"area": cast.emp, "entity": cast.entity, "actor": cast.bruno, **TEXT, **changes})

    return log


def test_references_count_by_area_and_year(cast, log):
    SeatFactory(area=cast.edu, entity=cast.entity)

    with clock.set_to(datetime(2025, 12, 31, 12, tzinfo=UTC)):
        references = [log().reference, log().reference]
    with clock.set_to(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        references += [log().reference, log(area=cast.edu, actor=cast.coordination).reference]

    assert references == ["EMP-2025-001", "EMP-2025-002", "EMP-2026-001", "EDU-2026-001"]


def test_log_need_keeps_what_was_said(cast, log):
    need = log(
        title="  Llegar sin coche ",
        collectives=["personas migrantes", " mujeres", "Mujeres", " "],
        people="25-50",
        territory="Pedanías",
        visibility="area",
        also_areas=[cast.edu, cast.emp],
    )

    need.refresh_from_db()
    assert (need.title, need.people, need.territory, need.visibility) == (
        "Llegar sin coche",
        "25-50",
        "Pedanías",
        "area",
    )
    assert sorted(need.collectives.names()) == ["Mujeres", "personas migrantes"]
    assert list(need.also_areas.all()) == [cast.edu]
    assert (need.state, need.author, need.entity) == ("detected", cast.bruno, cast.entity)


def test_a_collective_keeps_its_first_spelling(log):
    log(collectives=["Familias monoparentales"])

    second = log(collectives=["familias  MONOPARENTALES"])

    assert list(second.collectives.names()) == ["Familias monoparentales"]


def test_the_trail_holds_ids_and_no_text(cast, log):
    need = log()

    event = AuditEvent.objects.get(object_id=need.pk)
    assert (event.action, event.actor_id, event.reason) == ("need.logged", cast.bruno.pk, "")
    assert event.data == {"area": cast.emp.pk, "entity": cast.entity.pk}


def test_others_hear_of_it_after_the_commit(log, django_capture_on_commit_callbacks):
    from needs.signals import need_changed

    heard = []
    receiver = lambda need_id, **kwargs: heard.append(need_id)  # noqa: E731
    need_changed.connect(receiver)

    with django_capture_on_commit_callbacks(execute=True):
        need = log()
        assert heard == []

    assert heard == [need.pk]


def test_who_may_log_for_whom(cast, log):
    may = {
        name: _allowed(log, actor=actor, entity=entity)
        for name, actor, entity in [
            ("member, own entity", cast.bruno, cast.entity),
            ("member, other entity", cast.bruno, cast.social_services),
            ("observer", cast.observer, cast.entity),
            ("other area", cast.carla, cast.entity),
            ("lead names any entity", cast.alba, cast.entity),
            ("coordination", cast.coordination, cast.entity),
        ]
    }

    assert may == {
        "member, own entity": True,
        "member, other entity": False,
        "observer": False,
        "other area": False,
        "lead names any entity": True,
        "coordination": True,
    }


def test_only_who_runs_the_area_publishes_or_logs_for_the_network(cast, log):
    may = {
        (name, *changes): _allowed(log, actor=actor, **changes)
        for name, actor in [("bruno", cast.bruno), ("alba", cast.alba)]
        for changes in [{"visibility": "public"}, {"raised_by_network": True}]
    }

    assert may == {
        ("bruno", "visibility"): False,
        ("bruno", "raised_by_network"): False,
        ("alba", "visibility"): True,
        ("alba", "raised_by_network"): True,
    }


def test_an_entity_outside_the_area_is_refused_beside_its_field(cast, log):
    with pytest.raises(DomainError) as refusal:
        log(actor=cast.alba, entity=cast.other_entity)

    assert (refusal.value.code, refusal.value.field) == ("entity_not_in_area", "entity")
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    "changes", [{"title": " "}, {"statement": ""}, {"statement": "x" * 4001}, {"title": "x" * 121}]
)
def test_texts_have_limits(log, changes):
    with pytest.raises(ValidationError):
        log(**changes)

    assert Need.objects.count() == 0


def test_a_form_sent_twice_logs_one_need(log):
    first, second = log(submission=FORM), log(submission=FORM)

    assert first == second
    assert Need.objects.count() == 1


def test_a_form_written_again_after_going_back_logs_another(log):
    first, second = log(submission=FORM), log(submission=FORM, title="Otra cosa")

    assert first != second
    assert Need.objects.count() == 2


def test_what_was_written_after_going_back_and_sent_twice_is_one_too(log):
    sent = [log(submission=FORM, title=title) for title in ("A", "Otra cosa", "Otra cosa", "Y otra", "Y otra", "A")]

    assert [need.title for need in Need.objects.order_by("pk")] == ["A", "Otra cosa", "Y otra"]
    assert [sent[1], sent[3], sent[0]] == [sent[2], sent[4], sent[5]]


def test_a_form_that_says_anything_else_logs_another(cast, log):
    said = {"statement": "Otra", "people": "25-50", "territory": "Pedanías", "visibility": "area"}
    said |= {"collectives": ["Mujeres"], "also_areas": [cast.edu]}
    first = log(submission=FORM)

    others = [log(submission=FORM, **{name: value}) for name, value in said.items() for _ in "12"]

    assert len({first, *others}) == Need.objects.count() == 7


def test_edit_need_changes_only_what_is_given(cast, log):
    need = log(collectives=["mujeres"], territory="Pedanías")

    edited = edit_need(need, actor=cast.bruno, title="Llegar a los cursos", collectives=["jóvenes"])

    edited.refresh_from_db()
    assert (edited.title, edited.statement, edited.territory) == ("Llegar a los cursos", TEXT["statement"], "Pedanías")
    assert list(edited.collectives.names()) == ["jóvenes"]
    event = AuditEvent.objects.get(action="need.edited")
    assert event.data == {"fields": ["title", "collectives"]}


def test_edit_need_without_a_change_leaves_no_trace(cast, log):
    need = log()

    edit_need(need, actor=cast.bruno, title=need.title)

    assert not AuditEvent.objects.filter(action="need.edited").exists()


def test_who_may_edit(cast, log):
    need, of_network = log(), log(actor=cast.alba, raised_by_network=True)
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}

    may = {
        name: tuple(_allowed(edit_need, each, actor=person, title="Otro título") for each in (need, of_network))
        for name, person in people.items()
    }

    assert may == {
        "alba": (True, True),
        "bruno": (True, False),
        "carla": (False, False),
        "observer": (False, False),
        "coordination": (True, True),
    }


@pytest.mark.parametrize("state", ["prioritised", "in_action"])
def test_a_need_is_edited_only_while_detected_even_by_the_lead(cast, make_need, state):
    need = make_need(state=state)
    PriorityFactory(need=need)

    with pytest.raises(DomainError) as refusal:
        edit_need(need, actor=cast.alba, title="Otro título")

    assert refusal.value.code == "need_not_detected"


def _allowed(action, *args, **changes) -> bool:
    try:
        action(*args, **changes)
    except NotAllowed:
        return False
    return True
