"""Brings names, postcodes and numbers to one form, so that the same thing written two ways compares equal."""

import re
import unicodedata

LONGEST = 200  # characters of a name that matter to finding it

# Letters that no accent explains.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n", "ħ": "h"}
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u0060\u00b4]")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
POSTCODE_IN = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE | re.ASCII)


def fold(text: str) -> str:
    """Lower-case words of plain letters and digits: `Zoë O’Brien-Łęcka` becomes `zoe obrien lecka`."""
    text = _APOSTROPHES.sub("", text[: 4 * LONGEST]).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.translate(_PLAIN)).split())[:LONGEST]


def postcode(text: str) -> str:
    """`SG1 2AB` for `sg12ab`; what is no whole postcode stays as typed, in capitals."""
    bare = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    whole = _POSTCODE.fullmatch(bare)
    return f"{whole[1]} {whole[2]}" if whole else " ".join(text.upper().split())


def is_postcode(text: str) -> bool:
    """Whether it is a whole postcode in the form that `postcode` gives."""
    return _POSTCODE.fullmatch(text.replace(" ", "")) is not None


def postcode_in(text: str) -> str:
    """The first whole postcode in a text, as it is written there; empty where there is none."""
    found = POSTCODE_IN.search(text)
    return found[0] if found else ""


def number(text: str) -> str:
    """An identifier without its spaces and dashes."""
    return "".join(c for c in text.upper() if c.isascii() and c.isalnum())
