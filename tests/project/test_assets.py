import pytest
from django.core.files.base import ContentFile

from red_inclusion import assets
from red_inclusion.assets import HashedStaticStorage


@pytest.fixture
def collected(tmp_path, settings, monkeypatch):
    monkeypatch.setattr(assets, "JOINED_SHEETS", ())
    settings.STATIC_ROOT = tmp_path
    storage = HashedStaticStorage(location=tmp_path, base_url="/static/")
    storage.save("room/js/room.js", ContentFile(b'import { tap } from "./ballot.js";\ntap();\n'))
    storage.save("room/js/ballot.js", ContentFile(b"export const tap = () => 1;\n"))
    paths = {name: (storage, name) for name in ("room/js/room.js", "room/js/ballot.js")}
    for _, _, problem in storage.post_process(paths):
        assert not isinstance(problem, Exception), problem
    return storage


def test_modules_import_each_other_by_hashed_name(collected):
    ballot = collected.stored_name("room/js/ballot.js").rsplit("/")[-1]

    with collected.open(collected.stored_name("room/js/room.js")) as room:
        assert room.read().decode() == f'import {{ tap }} from "./{ballot}";\ntap();\n'
    assert ballot != "ballot.js"
