"""The contract of the room as JSON Schema, generated from `protocol` and `events`.

`python manage.py shell -c "from meetings import schemas; schemas.write()"` rewrites the files; a test keeps them equal.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from . import events, protocol

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
CONTRACTS = {"room-browser.json": protocol.Command, "room-server.json": events.ServerMessage}


def text_of(contract: Any) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(contract)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, contract in CONTRACTS.items():
        (FOLDER / name).write_text(text_of(contract), encoding="utf-8")
