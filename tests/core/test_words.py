import pytest

from red_inclusion.core.words import Words

NAME = "Ana Peña O'Hara"


def out_of(text, *words, anywhere=False):
    return Words(words, put="—", anywhere=anywhere).out_of(text)


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        "ana peña o'hara",
        "Ana  Peña\nO'Hara",
        "Ana Pen\u0303a O'Hara",  # its tilde written apart
        "Ana Peña O&#x27;Hara",
    ],
)
def test_a_name_is_met_however_it_is_written(text):
    assert out_of(f"Dijo {text}, y se fue", NAME) == "Dijo —, y se fue"


@pytest.mark.parametrize("text", ["Susana Peña O'Hara", "Ana Peña O'Haras", "Ana y Peña O'Hara"])
def test_what_only_looks_like_it_stays(text):
    assert out_of(text, NAME) == text


def test_of_two_names_the_longer_goes_first():
    assert out_of("Ana Peña Gil y Ana Peña", "Ana Peña", "Ana Peña Gil") == "— y —"


def test_a_single_word_goes_where_it_is_all_that_is_said():
    assert out_of(["Ana", "La palabra Ana"], "Ana") == ["—", "La palabra Ana"]
    assert out_of("La palabra Ana, no Anais", "Ana", anywhere=True) == "La palabra —, no Anais"


def test_an_address_goes_everywhere():
    assert out_of("<a@example.org>, aa@example.org", "a@example.org") == "<—>, aa@example.org"


def test_it_is_found_in_all_that_json_holds():
    assert out_of({"who": NAME, "rows": [{"x": f"con {NAME}"}, 3, None]}, NAME) == {
        "who": "—",
        "rows": [{"x": "con —"}, 3, None],
    }


@pytest.mark.parametrize(("word", "piece"), [(NAME, "Hara"), ("Ñuño Ço", None), ("", None)])
def test_the_database_looks_for_what_is_written_the_same_everywhere(word, piece):
    assert Words([word], put="").pieces == ([piece] if piece else [])


def test_folded_words_leave_folded_text():
    assert Words([NAME], put="Texto Retirado").folded.out_of("dijo ana pena o'hara") == "dijo texto retirado"
