"""What `make check` says of the help when it is not complete."""

import pytest

from red_inclusion.guide import texts
from scripts import help_texts

SOUND = "# Título\n\nPara quién.\n\n## Parte {#part}\n\nElige **Guardar** en [Mis datos](accounts:profile).\n"


def test_every_page_is_complete_and_says_what_the_screens_say():
    assert help_texts.problems() == []


@pytest.fixture
def told(monkeypatch, tmp_path, settings):
    """Judges one page, as it would be with this text in the other language."""
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    monkeypatch.setattr(texts, "PAGES", ("lead",))
    monkeypatch.setattr(texts, "VOTING", "lead")
    for language in settings.LANGUAGES_COMPLETE:
        (tmp_path / language).mkdir()
    (tmp_path / "es" / "lead.md").write_text(SOUND)

    def told(text: str) -> set[str]:
        (tmp_path / "en" / "lead.md").write_text(text)
        return {wrong.removeprefix("help, en/lead.md: ") for wrong in help_texts.problems_of("en")}

    return told


SAME = SOUND.replace("Guardar", "Save")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (SAME, set()),
        (SAME.replace("Save", "Guardar"), {"no screen says «Guardar»"}),
        (SAME.replace("#part", "#other"), {"its sections are not those of es"}),
        (SAME + "\n![Una mesa](table)\n", {"there is no picture table", "its pictures are not those of es"}),
        (
            SAME.replace("accounts:profile", "accounts:gone"),
            {"there is no page accounts:gone", "its links are not those of es"},
        ),
    ],
)
def test_what_is_wrong_with_a_page_is_told(told, text, wrong):
    assert told(text) == wrong


def test_a_missing_language_is_told(told, tmp_path):
    assert {*help_texts.problems_of("en")} == {"help, en: there is no lead.md"}
