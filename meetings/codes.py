"""Join codes: short enough to read aloud, without signs that look alike."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6

# What people type between the groups.
_LEFT_OUT = str.maketrans("", "", " -–.")


def new_join_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_typed(text: str) -> str:
    """The code that `text` stands for: capitals, without spaces, dashes or what no keyboard writes."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(_LEFT_OUT)
    return "".join(filter(str.isprintable, typed))


def in_groups(code: str) -> str:
    """«K7P-4QX», as it is shown and read aloud."""
    half = (len(code) + 1) // 2
    return f"{code[:half]}-{code[half:]}" if len(code) > 4 else code
