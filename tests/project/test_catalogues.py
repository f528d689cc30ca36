import ast

import pytest
from django.conf import settings

from scripts import messages


@pytest.mark.parametrize("language", settings.LANGUAGES_COMPLETE)
def test_no_string_is_without_translation(language):
    assert messages.missing(messages.read(messages.path_of(language))) == []


@pytest.mark.parametrize("language", settings.LANGUAGES_COMPLETE)
def test_translations_keep_the_placeholders(language):
    catalog = messages.read(messages.path_of(language))

    assert [(message.id, str(error)) for message, errors in catalog.check() for error in errors] == []


def test_every_name_that_gettext_goes_by_is_known_to_the_extraction():
    """A string marked by an unknown alias would be English in every language, and no check could see it."""
    known = {"_", *messages.ALIASES, None}

    assert [found for found in sorted(_aliases()) if found[1] not in known] == []


def _aliases() -> set[tuple[str, str | None]]:
    found = set()
    for folder in ("red_inclusion", "meetings", "needs", "proposals"):
        for path in (messages.ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                    found |= {(path.name, name.asname) for name in node.names if "gettext" in name.name and name.asname}
    return found
