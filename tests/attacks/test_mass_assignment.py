"""A form takes its own fields: the name of any other field of any model, sent along, changes nothing."""

import pytest
from django.db import models, transaction
from django.forms import BaseForm
from django.urls import reverse

from tests.permissions.matrix import rows
from tests.permissions.world import OWN, ROLES, Case

from .tables import all_rows, our_models

pytestmark = pytest.mark.django_db

WRITING = [(name, row) for name, given in rows().items() for row in given if row.method == "POST"]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(WRITING)]
# What these views read without a form: whom they are about, and what of it is asked.
READ_BY_VIEWS = {
    "meetings:attendance_mark": {"person", "status", "entity", "entity_id", "person_id"},
    "meetings:check_in": {"entity"},
    "meetings:minutes_publish": {"public"},
    "meetings:round_edit": {"needs"},
}
# As every form sends it.
TOKEN = {"csrfmiddlewaretoken": "x"}


def every_field() -> dict[str, str]:
    """Each field name of each model, with a value that it would take."""
    wanted = {}
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.Field):
                wanted[field.name] = wanted[field.attname] = value_for(field)
    return wanted | {"is_staff": "on", "is_superuser": "on", "pk": "1", "id": "1"}


def value_for(field) -> str:
    if isinstance(field, models.BooleanField):
        return "on"
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05:06"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.ForeignKey | models.ManyToManyField | models.IntegerField):
        return "1"
    return "attack"


@pytest.fixture
def fields_of_forms(monkeypatch) -> set[str]:
    """The names that the forms of the requests took."""
    seen: set[str] = set()
    original = BaseForm.full_clean

    def full_clean(form):
        seen.update(form.add_prefix(name) for name in form.fields)
        return original(form)

    monkeypatch.setattr(BaseForm, "full_clean", full_clean)
    return seen


@pytest.mark.long
@pytest.mark.parametrize(("name", "row"), WRITING, ids=IDS)
def test_a_form_takes_its_own_fields_only(world, name, row, fields_of_forms):
    world.clients, world.author  # noqa: B018
    role = next(role for role in reversed(ROLES) if role in row.may)

    first, second = (after_sending(world, name, row, role, {}) for _ in range(2))
    taken = fields_of_forms | READ_BY_VIEWS.get(name, set())
    more = {key: value for key, value in every_field().items() if key not in taken}
    greedy = after_sending(world, name, row, role, more)

    assert differences(first, second, greedy) == []


def after_sending(world, name, row, role, more: dict):
    with transaction.atomic():
        case = Case(world, role, OWN)
        url = reverse(name, kwargs=row.kwargs(case))
        data = row.data(case)
        status = world.clients[role].post(url, more | data | TOKEN, headers=dict(row.headers)).status_code
        found = all_rows()
        transaction.set_rollback(True)
    return found | {"answer": [{"status": status}]}


def differences(first, second, greedy) -> list[str]:
    """What differs though two honest requests agree on it; their times, keys and random codes differ anyway."""
    found = []
    for table in first:
        if len(first[table]) != len(greedy[table]):
            found.append(f"{table}: {len(first[table])} rows, then {len(greedy[table])}")
            continue
        for one, two, more in zip(first[table], second[table], greedy[table], strict=True):
            found += [
                f"{table}.{name}: {one[name]!r}, then {more[name]!r}"
                for name in one
                if one[name] == two[name] != more[name]
            ]
    return found


def test_a_field_that_slipped_in_would_be_seen():
    honest = {"accounts_user": [{"id": 1, "is_superuser": False}]}
    slipped = {"accounts_user": [{"id": 1, "is_superuser": True}]}

    assert differences(honest, honest, slipped) == ["accounts_user.is_superuser: False, then True"]
