"""What the names told say of one person held, in bits, against a stranger who happens to have such a name.

Somebody who is called Jayden is told as Jayden by nearly everyone, as Jaydne by some. A stranger is told as
Jayden as often as people are called that, and as Jaydne only where a Jayden is. So a slip that makes no name
of its own says nearly as much as the name itself; one that makes another everyday name (Kayden) says little.
"""

from collections.abc import Callable
from functools import lru_cache
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from goldthread.people.matching.evidence import NOTHING, Evidence, Frequencies, Told, level
from goldthread.people.matching.held import First, Held, Last, Texts, lists
from goldthread.people.matching.names import short_forms, sounds

DIFFERENT_FIRST, DIFFERENT_LAST = -5.0, -3.3
_SWAPPED = "first name and surname the other way round"
_BOTH_SWAPPED = 5.1  # bits: one in thirty-five is told or held so
_ONE_SWAPPED = 10.0  # bits: and of these one in thirty with another name besides
_NEVER_SHARED = 3.0  # bits: brothers and sisters have different first names; a father and son may share one
_SPELT_ALIKE, _SOUNDS_ALIKE = 0.8, 0.55  # two names that share a code and few letters do not sound the same
_LIKE = 0.865
_KEPT = 200_000  # pairs of names remembered
_OTHER_FIRST = Evidence(DIFFERENT_FIRST, DIFFERENT_FIRST, "different first name")
_OTHER_LAST = Evidence(DIFFERENT_LAST, DIFFERENT_LAST, "different surname")


class _Way(NamedTuple):
    """How a name comes to be told otherwise or held otherwise, and the share of all that come out just so."""

    why: str
    asked: float
    held: float
    told: Told = Told.ALIKE


def _way(why: str, just_so: float, told: Told = Told.ALIKE) -> _Way:
    """One name in seven is told with a slip, one in twelve is held with one."""
    return _Way(why, 0.15 * just_so, 0.08 * just_so, told)


_LETTER = "one letter different"
_MOVED_LETTER = _way(_LETTER, 0.05, Told.SLIP)  # left out, put in, or two changed over
_OTHER_LETTER = _way(_LETTER, 0.02, Told.SLIP)
_SPELLING = _way("nearly the same spelling", 0.004)
_SOUND = _way("sounds the same", 0.004)
_SOUND_ONLY = _way("sounds the same", 0.001)
_BEGINNING = _way("begins the same", 0.01)
_SHORT = _Way("", 0.04, 0.02, Told.OTHER_NAME)
_LIKE_SPELLING = _way("like in spelling", 0.0004)
_A_LITTLE = _way("a little alike", 0.0001)
_INITIAL = level(2.0, "same initial")
_UNLIKE = level(-99.0, "")


def _bits(way: _Way, told: float, held: float, why: str = "") -> Evidence:
    """From the shares of people who have the name told, and the one held."""
    asked = way.asked / (told + way.asked * held)
    kept = way.held / (held + way.held * told)
    return level(log2(asked + kept), why or way.why, way.told)


def first_name(asked: First, held: str, common: Frequencies) -> Evidence:
    """The first name, against every first name held, as packed."""
    if not asked.names or not held:
        return NOTHING
    known = tuple(held.split(","))
    told, name = asked.names[0], known[0]
    if told == name:
        bits = log2(0.72 / common.first(told))
        return Evidence(bits, bits + _NEVER_SHARED, "same first name", Told.EXACT)
    for other in known[1:]:
        if other in asked.names:
            return _same(0.05, common.first(other), "same as another first name held")
    if len(asked.names) > 1 and name in asked.names:
        return _same(0.06, common.first(name), "part of the first name is the same")
    found = max([_first_alike(told, form, common) for form in known])
    if name in asked.middles:
        found = max(found, _same(0.02, common.first(name), "their first name was told as a middle name"))
    return max(found, _OTHER_FIRST)


def used_middle_name(asked: First, known: Texts, common: Frequencies) -> Evidence:
    """The first name told, against the middle names held: one may be used as a first name."""
    return max(_as_middle(asked.names[0], middle, common) for middle in known)


def _first_alike(told: str, form: str, common: Frequencies) -> Evidence:
    best = _alike(told, form, common.first, 0.92)
    if form in short_forms(told):
        why = f"{form.title()} and {told.title()} are one name"
        best = max(best, _bits(_SHORT, common.first(told), common.first(form), why))
    return best


def _as_middle(told: str, middle: str, common: Frequencies) -> Evidence:
    if middle == told:
        return _same(0.03, common.first(middle), "held as a middle name", Told.OTHER_NAME)
    if told in short_forms(middle) or (len(middle) > 3 and OSA.distance(told, middle) == 1):
        return level(1.5, "much like a middle name")
    return _OTHER_FIRST


def surname(asked: Last, held: str, common: Frequencies) -> Evidence:
    """The surname, against those held now and before, as packed. People change it: another says little."""
    known = Last((held,)) if held.isalpha() else Last(*lists(held))
    if not asked.names or not known.names:
        return NOTHING
    told, name = asked.names[0], known.names[0]
    if told == name:
        return _same(0.72, common.surname(name), "same surname", Told.EXACT)
    if len(asked.names) == 1 == len(known.names) and not asked.others and not known.others:
        alike = _alike(told, name, common.surname, 0.93)
        return alike if alike.bits > DIFFERENT_LAST else _OTHER_LAST
    return _of_several(asked, known, common)


def _of_several(asked: Last, known: Last, common: Frequencies) -> Evidence:
    """The surname, where one of them has parts, or others besides."""
    told, every = asked.names[0], asked.names + asked.others
    for other in known.others:
        if other in every:
            return _same(0.05, common.surname(other), "same as another surname held")
    found = [
        _same(0.05, 2 * common.surname(part), "part of the surname is the same")
        for part in known.names
        if len(every) + len(known.names) > 2 and part in every
    ]
    for each in asked.names[:3] + asked.others[:2]:
        doubt = 1.0 if each != told and len(known.names) == 1 else 0.0
        for form in known.names + known.others:
            alike = _alike(each, form, common.surname, 0.93)
            if alike.bits > DIFFERENT_LAST:
                found.append(level(alike.bits - doubt, alike.why, alike.told))
    return max(*found, _OTHER_LAST) if found else _OTHER_LAST


def names_swapped(first: Evidence, last: Evidence, asked: Held, common: Frequencies) -> Evidence:
    """Both names together, from what each one told says of the other one held.

    Never more than for the same names the right way round: few have a surname for a first name. Where only
    one of them fits, the other is another name besides.
    """
    if min(first.bits, last.bits) < 0:
        return level(max(first.bits, last.bits) - _ONE_SWAPPED, _SWAPPED)
    straight = log2(0.2 / (common.first(asked.first.names[0]) * common.surname(asked.last.names[0])))
    return level(min(first.bits + last.bits - _BOTH_SWAPPED, straight), _SWAPPED, Told.SLIP)


def _alike(told: str, name: str, common: Callable[[str], float], near: float) -> Evidence:
    """Two names that are not the same: a slip of the hand, another spelling, the same sound, a beginning."""
    way = _how(told, name, near)
    if way is None:
        return _INITIAL if len(told) == 1 and name.startswith(told) else _UNLIKE
    return _bits(way, common(told), common(name))


@lru_cache(_KEPT)
def _how(told: str, name: str, near: float) -> _Way | None:
    alike = JaroWinkler.similarity(told, name)
    return _how_alike(told, name, alike, near) if alike >= _SOUNDS_ALIKE else None


def _how_alike(told: str, name: str, alike: float, near: float) -> _Way | None:
    if alike >= _SPELT_ALIKE:
        if min(len(told), len(name)) >= 3 and OSA.distance(told, name, score_cutoff=1) == 1:
            moved = len(told) != len(name) or sorted(told) == sorted(name)
            return _MOVED_LETTER if moved else _OTHER_LETTER
        if alike >= near:
            return _SPELLING
    if not set(sounds(told)).isdisjoint(sounds(name)):
        return _SOUND if alike >= _SPELT_ALIKE else _SOUND_ONLY
    if len(told) > 1 and (name.startswith(told) or (len(name) > 2 and told.startswith(name))):
        return _BEGINNING
    if alike < _SPELT_ALIKE:
        return None
    return _LIKE_SPELLING if alike >= _LIKE else _A_LITTLE


def _same(often: float, share: float, why: str, told: Told = Told.ALIKE) -> Evidence:
    return level(log2(often / share), why, told)
