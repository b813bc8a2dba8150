"""Short references and codes that a person can read out over the telephone, or copy from paper."""

import secrets

# Letters and digits that are not mistaken for one another, spoken or written.
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"
_CODE = 16


def new_reference() -> str:
    """A reference such as `K7R-4M2-HX9`: 9 random characters (about 42 bits), no vowels, so no words."""
    return _grouped(_random(9), 3)


def new_code() -> str:
    """A code such as `K7RP-4MQ2-HX9W-T3GD`: 16 random characters (about 74 bits), enough for a secret."""
    return _grouped(_random(_CODE), 4)


def read_code(typed: str) -> str:
    """The code that someone copied, in capitals or not, with any spaces and dashes; empty when it is none."""
    letters = "".join(letter for letter in typed.upper() if letter in _ALPHABET)
    return _grouped(letters, 4) if len(letters) == _CODE else ""


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _grouped(letters: str, size: int) -> str:
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))
