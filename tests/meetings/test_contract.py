"""What is published about the room is what the room speaks."""

import json

import pytest
from jsonschema import Draft202012Validator

from meetings import events, protocol, schemas


@pytest.mark.parametrize("name", schemas.CONTRACTS)
def test_the_published_schema_is_the_one_of_the_code(name):
    assert (schemas.FOLDER / name).read_text(encoding="utf-8") == schemas.text_of(schemas.CONTRACTS[name])


@pytest.mark.parametrize("name", schemas.CONTRACTS)
def test_the_published_schema_is_one(name):
    Draft202012Validator.check_schema(json.loads((schemas.FOLDER / name).read_text(encoding="utf-8")))


def test_every_code_has_its_sentence():
    assert set(events.MESSAGES) == set(events.Code.__args__)


def test_the_page_about_the_room_names_every_message_and_code():
    page = (schemas.FOLDER.parent / "realtime.md").read_text(encoding="utf-8")
    messages = [*protocol.Command.__args__, *events.ServerMessage.__args__]
    names = [message.__struct_config__.tag for message in messages] + list(events.Code.__args__)

    assert [name for name in names if f"`{name}`" not in page and f'"{name}"' not in page] == []
