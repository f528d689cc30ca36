import pytest
from django.template import Context, Template
from django.utils import translation

from red_inclusion.core.tongues import language_of

TEXTS = {
    "es": [
        "Transporte a la formación para quien vive en las pedanías",
        "Acompañamiento en la búsqueda de empleo",
        "Un sitio tranquilo donde estudiar por la tarde",
        "Biblioteca cerrada los sábados",
        "Conciliación de las familias monoparentales",
    ],
    "en": [
        "A quiet place where to study in the afternoon",
        "Transport to training for people who live in the villages",
        "Nobody answers the phone",
        "Digital skills training",
    ],
    "ca": ["Transport per anar a la formació dels joves", "Els pisos són massa cars per a les famílies"],
    "it": ["Trasporto per chi segue la formazione nella valle", "Non ci sono alloggi per le famiglie"],
}


@pytest.mark.parametrize(("language", "text"), [(each, text) for each, texts in TEXTS.items() for text in texts])
def test_a_short_text_tells_its_language(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Cáritas", "2026", "— · —", "Wi-Fi"])
def test_where_the_words_do_not_tell_nothing_is_said(text):
    assert language_of(text) == ""


@pytest.mark.parametrize(
    ("interface", "title", "attribute"),
    [
        ("en", "Biblioteca cerrada los sábados", ' lang="es"'),
        ("es", "Biblioteca cerrada los sábados", ""),
        ("es", "Nobody answers the phone", ' lang="en"'),
        ("en", "Comedor", ' lang="es"'),  # it does not tell: that of the network
        ("en", "", ""),
    ],
)
def test_only_what_is_in_another_language_says_so(interface, title, attribute):
    with translation.override(interface):
        shown = Template("{% load look %}<p{% tongue title %}>").render(Context({"title": title}))

    assert shown == f"<p{attribute}>"
