"""What finds someone by itself: each name, how it sounds, the day, the street; as signs of a text index.

Both sides use these: what is kept of a person, and what is asked. A sign in front tells the sorts apart.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from goldthread.people.matching.names import NOT_A_NAME, sounds, words
from goldthread.people.matching.numbers import house

_MONTHS = 12


def names(*told: str) -> list[str]:
    """The words of names, in capitals, each once; those that stand for no name left out."""
    found = dict.fromkeys(word for name in told for word in words(name))
    return [word for word in found if word not in NOT_A_NAME]


def sound(word: str) -> list[str]:
    """How a name sounds."""
    return [f"^{code}" for code in sounds(word)]


def day(on: date) -> str:
    """A date of birth."""
    return f"*{on:%Y%m%d}"


def year(number: int) -> str:
    """A year of birth."""
    return f"~{number}"


def due(on: date, *, off: int = 0) -> str:
    """The month in which a baby is due, or so many months later."""
    months = on.year * _MONTHS + on.month - 1 + off
    return f"!{months // _MONTHS}{months % _MONTHS + 1:02}"


def postcode(code: str) -> str:
    """A whole postcode."""
    return f"@{code.replace(' ', '').upper()}"


def street(lines: str) -> list[str]:
    """The number of a house and the first word of its street: `Flat 3, 12 Fern Road` gives 12 FERN."""
    return [f"%{house(number)}{name}" for number, name in _numbered(lines)]


def _numbered(lines: str) -> Iterator[tuple[str, str]]:
    pieces = lines.replace(",", " ").split()
    for number, following in pairwise(pieces):
        named = words(following)
        if number[0].isdigit() and named and not following[0].isdigit():
            yield number, named[0]


def reference(text: str) -> str:
    """Our reference."""
    return f"#{text.replace('-', '')}"


def alternatives(signs: Iterable[str], *, begins: bool = False) -> str:
    """Any of the signs, or with `begins` anything that begins so, as part of a text search."""
    mark = ":*" if begins else ""
    return "(" + " | ".join(f"'{sign}'{mark}" for sign in signs) + ")"
