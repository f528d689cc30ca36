"""Text as people search it: «Árbol» is found by «arbol». Compared with what was folded when it was stored."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents or control characters, blanks made one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = (character for character in apart if not unicodedata.combining(character))
    return " ".join("".join(character if character.isprintable() else " " for character in bare).split())


def all_in(words: str, text: str) -> bool:
    """Whether `text` has every word, in any order, whatever the accents, which a database compares in its own way."""
    folded = fold(text)
    return all(word in folded for word in fold(words).split())
