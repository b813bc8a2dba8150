"""Finds in a text what would give away something that must not be known, however it is written there."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from anyascii import anyascii

from goldthread.people.folding import is_postcode

_APART = re.compile(r"[^a-z0-9]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc\u0060\u00b4]")
_STREET = re.compile(r"\d")
_SHORTEST_CODE = 5  # letters and digits of a postcode or a number, written with or without spaces
_SHORTEST_NUMBER = 9  # digits of a telephone number without the 0 or +44 in front
_FEWEST_WORDS = 4  # of a sentence that tells something by itself


@dataclass(frozen=True)
class Needle:
    """Words that must not be told, in plain small letters. `code`: a number or postcode without spaces."""

    words: str
    code: str = ""


@dataclass(frozen=True)
class Haystack:
    """A text in the same two forms."""

    words: str
    code: str

    def tells(self, needle: Needle) -> bool:
        """Whether the needle is in it: as whole words, or a number with its spaces elsewhere."""
        return f" {needle.words} " in self.words or bool(needle.code and needle.code in self.code)


def haystack(text: str) -> Haystack:
    """A text to be searched."""
    words = _plain(text)
    return Haystack(f" {words} ", words.replace(" ", ""))


def needle(text: str) -> Needle | None:
    """The needle for these words; None where there is no letter in them."""
    words = _plain(text)
    code = words.replace(" ", "")
    if not code:
        return None
    digits = code.removeprefix("44").removeprefix("0")
    if digits.isdigit() and len(digits) >= _SHORTEST_NUMBER:
        return Needle(words, digits)
    is_code = len(code) >= _SHORTEST_CODE and 2 * sum(map(str.isdigit, code)) >= len(code)
    return Needle(words, code if (is_code and not code.isdigit()) or is_postcode(code.upper()) else "")


def needles(texts: Iterable[str]) -> frozenset[Needle]:
    """Those of several texts."""
    return frozenset(one for one in map(needle, texts) if one is not None)


def of_address(lines: str, postcode: str) -> frozenset[Needle]:
    """What gives an address away: the whole, its first part, each part with a number in it, the postcode."""
    parts = [part for part in re.split(r"[,\n]", lines) if part.strip()]
    telling = [part for n, part in enumerate(parts) if n == 0 or _STREET.search(part)]
    lone = {part.strip() for part in telling if part.strip().isdigit()}  # "14" of "14, Mill Lane"
    joined = [f"{one} {after}" for one, after in pairwise(parts) if one.strip() in lone]
    return needles([lines, postcode, *joined, *(part for part in telling if part.strip() not in lone)])


def of_text(text: str, *, whole: bool = False) -> frozenset[Needle]:
    """What gives a narrative away where it was copied: each sentence of some words, and the `whole` of it."""
    sentences = (one for one in _SENTENCE.split(text) if len(_plain(one).split()) >= _FEWEST_WORDS)
    return needles([*([text] if whole else []), *sentences])


def _plain(text: str) -> str:
    """Plain small letters and digits, one space between words; `O’Brien’s` is `obrien s`."""
    bare = anyascii(_APOSTROPHE.sub("'", text)).casefold()
    bare = re.sub(r"'s\b", " s", bare).replace("'", "")
    return " ".join(_APART.sub(" ", bare).split())
