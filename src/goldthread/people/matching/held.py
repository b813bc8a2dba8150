"""A person as matching sees them: what is held of someone, or what is told of the one looked for.

Everything is in normal forms, several of a kind side by side. What is held is kept as one line of text beside
the keys, so that a look-up needs no join; each part of the line is read by itself, and only once a look-up.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from goldthread.people.matching import names, numbers

Texts = tuple[str, ...]


class First(NamedTuple):
    """The first name as one word, its parts, other first names; and middle names."""

    names: Texts = ()
    middles: Texts = ()


class Last(NamedTuple):
    """The surname as one word, then its parts; and other surnames, used before or besides."""

    names: Texts = ()
    others: Texts = ()


class Birth(NamedTuple):
    """ISO days on which someone is said to be born; of an unborn baby when it is due."""

    born: Texts = ()
    due: Texts = ()


class Numbers(NamedTuple):
    """NHS numbers, unique pupil numbers and telephones."""

    nhs: Texts = ()
    upn: Texts = ()
    phones: Texts = ()


Places = tuple[str, ...]  # `postcode:house`, today's first


class Held(NamedTuple):
    """One person."""

    first: First = First()
    last: Last = Last()
    birth: Birth = Birth()
    sex: str = ""
    numbers: Numbers = Numbers()
    places: Places = ()

    def pack(self) -> str:
        """One line of text. A part of which nothing is known is empty."""
        parts = (self.first, self.last, self.birth, ((self.sex,),), self.numbers, (self.places,))
        return "|".join(";".join(map(",".join, part)).rstrip(";") for part in parts)


@lru_cache(200_000)
def lists(text: str) -> tuple[Texts, ...]:
    """The lists in one part of a line. Many people share a name."""
    return tuple(tuple(each.split(",")) if each else () for each in text.split(";"))


def unpack(line: str) -> Held:
    """What `pack` made a line of."""
    first, last, birth, sex, told, places = line.split("|")
    return Held(
        First(*lists(first)),
        Last(*lists(last)),
        Birth(*lists(birth)),
        sex,
        Numbers(*lists(told)),
        *lists(places),
    )


_SEX = {"M": "M", "B": "M", "F": "F", "G": "F"}  # male, boy; female, girl


def held(
    *,
    first: str = "",
    middle: str = "",
    last: str = "",
    sex: str = "",
    born: str | Iterable[str] = "",
    due: str = "",
    nhs: str | Iterable[str] = "",
    upn: str = "",
    phones: Iterable[str] = (),
    places: Iterable[tuple[str, str]] = (),
    other_names: Iterable[tuple[str, str]] = (),
) -> Held:
    """The normal forms of what was written, in whatever way. `other_names` are (first, last).

    `places` are (house, postcode), today's first.
    """
    first, last = _whole_name(first, last)
    others = list(other_names)
    return Held(
        First(
            _once(names.first_forms(first), *(names.first_forms(other) for other, _ in others)),
            tuple(word for word in names.words(middle) if len(word) > 1),
        ),
        _surnames(last, (other for _, other in others)),
        Birth(_each(numbers.day, born), _each(numbers.day, due)),
        _SEX.get(sex[:1].upper(), ""),
        Numbers(_each(numbers.digits, nhs), _each(numbers.pupil, upn), _each(numbers.phone, phones)),
        _addresses(places),
    )


def _whole_name(first: str, last: str) -> tuple[str, str]:
    """First name and surname, where both were written in one of the two boxes: Rowan Alder; ALDER, Rowan."""
    if bool(first.strip()) == bool(last.strip()):
        return first, last
    before, comma, after = (first or last).partition(",")
    if comma and after.strip():
        return after, before
    *rest, end = first.split() or ("",)
    return (" ".join(rest), end) if rest and names.first_forms(end) else (first, last)


def _surnames(last: str, others: Iterable[str]) -> Last:
    own = names.forms(last)
    return Last(own, tuple(form for form in _once(*map(names.forms, others)) if form not in own))


def _once(*forms: Iterable[str]) -> Texts:
    return tuple(dict.fromkeys(form for each in forms for form in each))


def _each(normal: Callable[[str], str], told: str | Iterable[str]) -> Texts:
    """The normal form of one thing or several, without what is empty."""
    several = (told,) if isinstance(told, str) else told
    return tuple(form for each in several if each and (form := normal(each)))


def _addresses(places: Iterable[tuple[str, str]]) -> Places:
    return tuple(
        f"{form}:{numbers.house(house)}" for house, code in places if (form := numbers.postcode(code))
    )
