"""Everything that may be of people is declared, so that export, erasure and redaction find it."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from red_inclusion.accounts.models import User
from red_inclusion.core import personal_data
from red_inclusion.core.personal_data import Rows, Text, declare, keepings, undeclared

TO_DO = "declare in <app>/privacy.py what erasure and export do with these (see core/personal_data.py)"


def test_every_key_to_a_person_and_every_text_is_declared():
    assert undeclared() == [], TO_DO


def test_no_declaration_names_a_field_that_is_not_there():
    assert [f"{keeping.model.__name__}.{name}" for keeping in keepings() for name in _lost(keeping)] == []


def _lost(keeping) -> list[str]:
    known = {field.name for field in keeping.model._meta.get_fields()}
    return sorted({*keeping.people, *keeping.texts, *(keeping.told or ())} - known)


def test_rows_that_only_another_row_ties_to_her_are_found_by_their_way():
    for keeping in keepings():
        try:
            rows = keeping.rows_of(User(pk=0))
        except FieldDoesNotExist as error:  # pragma: no cover - the message of a failure
            pytest.fail(f"{keeping.model}: {error}")
        assert rows is None or rows.query is not None


@pytest.fixture
def forgetful(monkeypatch):
    monkeypatch.setattr(personal_data, "_keepings", dict(personal_data._keepings))
    return personal_data._keepings


def test_a_model_that_nobody_declared_is_told(forgetful):
    del forgetful[apps.get_model("needs.Confirmation")]

    assert undeclared() == ["needs.Confirmation.author"]


def test_a_text_that_was_added_later_is_told(forgetful):
    declare("meetings.AgendaItem", title=Text.PROSE)

    assert undeclared() == ["meetings.AgendaItem.notes"]


def test_what_says_who_she_is_goes_with_her_or_is_emptied():
    """A text that says who she is, in a row that stays, is emptied by an action of its own."""
    emptied = {"accounts.User", "network.Invitation", "sessions.Session", "account.EmailConfirmation"}

    kept = {
        keeping.model._meta.label
        for keeping in keepings()
        if Text.HERS in keeping.texts.values() and Rows.HERS not in keeping.people.values()
    }

    assert kept == emptied


def test_no_secret_is_exported():
    secret = {"password", "session_key", "session_data", "token_hash", "key", "key_hash", "data", "join_code"}
    told = {
        f"{keeping.model._meta.label}.{field.name}"
        for keeping in keepings()
        if keeping.people or keeping.of
        if keeping.told != ()
        for field in keeping.told_fields()
        if field.name in secret
    }

    assert told == set()


def test_nobody_else_is_exported():
    """No field of an export leads to another person."""
    told = [
        f"{keeping.model._meta.label}.{field.name}"
        for keeping in keepings()
        if keeping.people
        for field in keeping.told_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    ]

    assert told == []
