import gettext

import pytest

from scripts import longer, messages


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("Guardar", "Guardardar"),
        ("de", "dee"),
        ("%(n)s de %(total)s", "%(n)s dee %(total)s"),
        ("<b>Sala</b> &amp; acta", "<b>Salala</b> &amp; actata"),
        ("100 % – «Ya»", "100 % – «Yaa»"),
    ],
)
def test_words_grow_and_placeholders_stay(text, long):
    assert longer.longer(text) == long


def test_every_text_of_every_language_is_two_fifths_longer(tmp_path):
    longer.write(tmp_path)

    for language in messages.languages():
        with (tmp_path / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
            grown = gettext.GNUTranslations(file)
        kept = [each for each in messages.read(messages.path_of(language)) if each.id and not each.pluralizable]
        before = sum(len(each.string) for each in kept)
        after = sum(
            len(grown.pgettext(each.context, each.id) if each.context else grown.gettext(each.id)) for each in kept
        )
        assert 1.35 * before < after < 1.6 * before


def _told(catalog: gettext.GNUTranslations, context: str | None, text: str) -> str:
    return catalog.pgettext(context, text) if context else catalog.gettext(text)
