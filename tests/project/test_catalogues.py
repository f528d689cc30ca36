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
