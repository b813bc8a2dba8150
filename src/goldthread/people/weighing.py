"""Weighs one person on record against the one looked for, and says why in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldthread.people.asking import Wanted, swapped
from goldthread.people.likeness import STRONG, likeness

_NEAR_DUE_DAYS = 70  # a baby is born that many days around the day expected, at most
_ALIKE = 0.6  # of all names typed, on average, for a name alone to be worth showing
_FAMILIAR = 0.3  # as much, where something else agrees: the rest of a family


class Label(StrEnum):
    """What the weighing comes to."""

    MATCH = "match"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Known:
    """Someone on record, as far as it matters to finding them. Names are folded: given, family and kind."""

    reference: str = ""
    names: tuple[tuple[str, str, str], ...] = ()
    born: tuple[date, ...] = ()
    expected: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    postcodes: tuple[str, ...] = ()
    former_postcodes: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weighed:
    """The higher the score the likelier. Reasons speak for and against, in words."""

    score: float
    label: Label
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """What one thing typed contributes."""

    points: float = 0
    reasons: tuple[str, ...] = ()
    supports: bool = False
    conflicts: bool = False
    share: float = 0  # of names: how alike


def weigh(wanted: Wanted, known: Known) -> Weighed:
    """Names, date of birth, address and number each add or take away; two that agree make a match."""
    if wanted.reference and wanted.reference == known.reference:
        return Weighed(200, Label.MATCH, ("same reference",))
    names, birth, place, number = parts = (
        _names(wanted, known),
        _birth(wanted, known),
        _place(wanted, known),
        _number(wanted, known),
    )
    return Weighed(
        score=round(sum(part.points for part in parts), 1),
        label=_label(wanted, names, birth, place, number),
        reasons=tuple(reason for part in parts for reason in part.reasons),
    )


def _label(wanted: Wanted, names: _Part, birth: _Part, place: _Part, number: _Part) -> Label:
    supports = names.supports + birth.supports + (place.supports or number.supports)
    if supports > 1 and not (names.conflicts or birth.conflicts or number.conflicts):
        return Label.MATCH
    if wanted.names:
        shows = names.share >= (_FAMILIAR if birth.supports or place.supports else _ALIKE)
    else:
        shows = birth.points > 0 or place.supports
    return Label.POSSIBLE if shows or number.supports else Label.NONE


def _names(wanted: Wanted, known: Known) -> _Part:
    straight = _compared(wanted.given, wanted.family, wanted.words, known)
    crossed = _compared(wanted.family, wanted.given, "", known)
    if crossed.supports and crossed.share > straight.share:
        return _Part(crossed.points - 5, ("names the other way round",), supports=True, share=crossed.share)
    return straight


def _compared(given: str, family: str, words: str, known: Known) -> _Part:
    """Given and family name, each against the best of everything this person was ever called."""
    has_given = any(name[0] for name in known.names)
    found = []
    if given and has_given:
        found.append(_best(given, "given name", ((name[0], name[2]) for name in known.names)))
    if family:
        found.append(_best(family, "family name", ((name[1], name[2]) for name in known.names)))
    pieces = [(piece, name[2]) for name in known.names for piece in f"{name[0]} {name[1]}".split()]
    found += [_best(word, "name", pieces) for word in words.split()]
    if not found:
        return _Part()
    share = sum(score for score, _ in found) / len(found)
    same = all(score >= STRONG for score, _ in found)
    reasons = tuple(dict.fromkeys(reason for _, reason in found if reason))
    return _Part(
        points=60 * share,
        reasons=reasons or ("same name",),
        supports=same and len(found) > 1,
        conflicts=bool(given) and has_given and found[0][0] < STRONG,
        share=share,
    )


def _best(typed: str, called: str, known: Iterable[tuple[str, str]]) -> tuple[float, str]:
    """How alike the best of the known names is, and what is worth saying about it."""
    score, kind = max(((likeness(typed, name), kind) for name, kind in known), default=(0.0, ""))
    if score == 0:
        return score, f"different {called}"
    if score < 1:
        return score, f"similar {called}"
    return score, "" if kind in ("", "usual") else f"{called} used before or as well"


def _birth(wanted: Wanted, known: Known) -> _Part:
    day = wanted.born
    if day is None:
        return _Part()
    if day in known.born:
        return _Part(30, ("same date of birth",), supports=True)
    if swapped(day) in known.born:
        return _Part(20, ("day and month of birth the other way round",), supports=True)
    if any(_two_of_three(day, other) for other in known.born):
        return _Part(12, ("similar date of birth",))
    return _Part(-20, ("different date of birth",), conflicts=True) if known.born else _about(day, known)


def _about(day: date, known: Known) -> _Part:
    """A date of birth against someone of whom no date of birth is known."""
    if any(abs((day - due).days) <= _NEAR_DUE_DAYS for due in known.expected):
        return _Part(15, ("born about when this baby was expected",))
    if any(abs(day.year - year) <= 1 for year in known.years):
        return _Part(8, ("about the same age",))
    return _Part()


def _two_of_three(one: date, two: date) -> bool:
    return (one.year == two.year) + (one.month == two.month) + (one.day == two.day) == 2


def _place(wanted: Wanted, known: Known) -> _Part:
    if wanted.postcode and wanted.postcode in known.postcodes:
        return _Part(15, ("same postcode",), supports=True)
    if wanted.postcode and wanted.postcode in known.former_postcodes:
        return _Part(10, ("lived at this postcode",), supports=True)
    return _Part()


def _number(wanted: Wanted, known: Known) -> _Part:
    if not wanted.nhs_number or not known.nhs_numbers:
        return _Part()
    if wanted.nhs_number in known.nhs_numbers:
        return _Part(60, ("same NHS number",), supports=True)
    return _Part(-20, ("different NHS number",), conflicts=True)
