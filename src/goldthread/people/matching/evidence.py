"""What one thing told says of one person held, in bits: 3 bits are 8 to 1, 10 bits a thousand to 1.

Each is weighed against two other explanations: a stranger who agrees by chance, and a brother, sister or
twin, who shares surname, address and sometimes the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from goldthread.people.matching.held import Held
from goldthread.people.matching.keys import is_estimate, swapped_date
from goldthread.people.matching.names import short_forms, sounds
from goldthread.people.matching.numbers import is_nhs_number

_RAREST = 2e-6  # no name counts as rarer than this
_TOWN = 20_000  # people
_DAYS = 9000  # about as many birthdays as there are among those who are looked for
_PEOPLE_TO_A_HOUSE = 4.0
_PEOPLE_TO_A_POSTCODE = 45


class Evidence(NamedTuple):
    """Bits for this person against a stranger, the same against a brother or sister, and why in words."""

    bits: float
    against_sibling: float
    why: str


NOTHING = Evidence(0.0, 0.0, "")


@dataclass(frozen=True)
class Frequencies:
    """How many people are held, and how common names and days are among them, as shares of all."""

    people: int
    firsts: Mapping[str, float] = field(default_factory=dict)
    surnames: Mapping[str, float] = field(default_factory=dict)

    @property
    def world(self) -> int:
        """Among how many a stranger is: a register of few people is still part of a town."""
        return max(self.people, _TOWN)

    def first(self, name: str) -> float:
        """The share of people with this first name."""
        return max(self.firsts.get(name, 0.0), _RAREST, 1 / self.world)

    def surname(self, name: str) -> float:
        """The share of people with this surname."""
        return max(self.surnames.get(name, 0.0), _RAREST, 1 / self.world)


class _Scale(NamedTuple):
    """How often a person's name is told like this, and how often a stranger's is besides by its own share."""

    slip: tuple[float, float]
    spelling: tuple[float, float]
    sound: tuple[float, float]
    near: float


_FIRST = _Scale(slip=(0.14, 0.0012), spelling=(0.05, 0.0025), sound=(0.05, 0.004), near=0.92)
_LAST = _Scale(slip=(0.14, 0.0008), spelling=(0.04, 0.0015), sound=(0.05, 0.003), near=0.93)
DIFFERENT_FIRST, DIFFERENT_LAST = -5.0, -3.3
_NEVER_SHARED = 3.0  # bits: brothers and sisters have different first names; a father and son may share one
_SOUNDS_ALIKE = 0.55  # two names that share a code and few letters do not sound the same


def first_name(asked: Held, known: Held, common: Frequencies) -> Evidence:
    """The first name, against every first name held; a middle name may be used as one."""
    if not asked.firsts or not known.firsts:
        return NOTHING
    told, name = asked.firsts[0], known.firsts[0]
    if told == name:
        same = _same(0.72, common.first(told), "same first name")
        return same._replace(against_sibling=same.bits + _NEVER_SHARED)
    for other in known.firsts[1:]:
        if other in asked.firsts:
            return _same(0.05, common.first(other), "same as another first name held")
    if len(asked.firsts) > 1 and name in asked.firsts:
        return _same(0.06, common.first(name), "part of the first name is the same")
    found = [_first_alike(told, form, common) for form in known.firsts]
    found += [_as_middle(told, middle, common) for middle in known.middles]
    if name in asked.middles:
        found.append(_same(0.02, common.first(name), "their first name was told as a middle name"))
    best = max(found)
    return best if best.bits > DIFFERENT_FIRST else _level(DIFFERENT_FIRST, "different first name")


def _first_alike(told: str, form: str, common: Frequencies) -> Evidence:
    best = _alike(told, form, common.first(form), _FIRST)
    if form in short_forms(told):
        share = 2 * common.first(form) + common.first(told) + 0.001
        best = max(best, _level(log2(0.08 / share), f"{form.title()} and {told.title()} are one name"))
    if len(told) == 1 and form.startswith(told):
        best = max(best, _level(2.0, "same initial"))
    return best


def _as_middle(told: str, middle: str, common: Frequencies) -> Evidence:
    if middle == told:
        return _same(0.03, common.first(middle), "held as a middle name")
    if told in short_forms(middle) or (len(middle) > 3 and OSA.distance(told, middle) == 1):
        return _level(1.5, "much like a middle name")
    return _level(DIFFERENT_FIRST, "")


def surname(asked: Held, known: Held, common: Frequencies) -> Evidence:
    """The surname, against those held now and before. People change it, so another one says little."""
    if not asked.surname or not known.surname:
        return NOTHING
    if asked.surname == known.surname:
        return _same(0.72, common.surname(known.surname), "same surname")
    for other in known.other_surnames:
        if other in asked.surnames:
            return _same(0.05, common.surname(other), "same as another surname held")
    found = [
        _same(0.05, 2 * common.surname(part), "part of the surname is the same")
        for part in known.surnames
        if len(asked.surnames) + len(known.surnames) > 2 and part in asked.surnames
    ]
    for told in asked.surnames[:3]:
        doubt = 1.0 if told != asked.surname and len(known.surnames) == 1 else 0.0
        for form in known.surnames + known.other_surnames:
            alike = _alike(told, form, common.surname(form), _LAST)
            found.append(_level(alike.bits - doubt, alike.why))
    best = max(found)
    return best if best.bits > DIFFERENT_LAST else _level(DIFFERENT_LAST, "different surname")


def names_swapped(asked: Held, known: Held, common: Frequencies) -> Evidence:
    """First name and surname told the other way round; NOTHING where they were not."""
    if not asked.firsts or not asked.surname or not known.firsts or not known.surname:
        return NOTHING
    first, last = asked.surname, asked.firsts[0]
    exact = first == known.firsts[0] and last == known.surname
    near_last = last in (*known.surnames, *known.other_surnames) or _one_slip(last, known.surname)
    if not (near_last and (first == known.firsts[0] or _one_slip(first, known.firsts[0]))):
        return NOTHING
    bits = log2(0.02 / (common.first(known.firsts[0]) * common.surname(known.surname)))
    return _level(bits if exact else bits - 3, "first name and surname the other way round")


def _one_slip(told: str, name: str) -> bool:
    return len(told) > 3 and OSA.distance(told, name) == 1


def _alike(told: str, name: str, share: float, scale: _Scale) -> Evidence:
    """Two names that are not the same: a slip of the hand, another spelling, the same sound."""
    alike = JaroWinkler.similarity(told, name)
    same_sound = alike >= _SOUNDS_ALIKE and not set(sounds(told)).isdisjoint(sounds(name))
    if alike >= 0.8:
        if min(len(told), len(name)) >= 3 and OSA.distance(told, name) == 1:
            return _rated(scale.slip, share, "one letter different")
        if alike >= scale.near:
            return _rated(scale.spelling, share, "nearly the same spelling")
        if same_sound:
            return _rated(scale.sound, share, "sounds the same")
        return _level(1.0, "like in spelling") if alike >= 0.865 else _level(-1.5, "a little alike")
    if same_sound:
        return _rated((scale.sound[0] * 0.8, scale.sound[1] + 0.001), share, "sounds the same")
    return _level(-99.0, "")


def _same(often: float, share: float, why: str) -> Evidence:
    return _level(log2(often / share), why)


def _rated(rate: tuple[float, float], share: float, why: str) -> Evidence:
    return _level(log2(rate[0] / (rate[1] + share)), why)


def _level(bits: float, why: str) -> Evidence:
    return Evidence(bits, bits, why)


# Slips in a date of birth: against a stranger, against a brother or sister.
SAME_DAY = Evidence(log2(0.8 * 12000), 5.0, "same date of birth")
_SAME_ESTIMATE = Evidence(5.0, 4.0, "same estimated date of birth")
_SWAPPED_DAY = Evidence(log2(0.03 * _DAYS), 6.0, "day and month of birth the other way round")
DIGIT_OF_DAY = Evidence(log2(0.035 * _DAYS / 11), 3.0, "one digit of the day of birth differs")
DIGIT_OF_MONTH = Evidence(log2(0.025 * _DAYS / 4), 3.5, "one digit of the month of birth differs")
OTHER_DAY = Evidence(log2(0.012 * _DAYS / 18), 1.0, "the day of birth differs")
OTHER_MONTH = Evidence(log2(0.010 * _DAYS / 7), 1.5, "the month of birth differs")
_YEAR_OUT = Evidence(log2(0.03 * _DAYS / 2), 5.0, "the year of birth is one out")
OTHER_YEAR = Evidence(log2(0.004 * _DAYS / 20), 1.0, "the year of birth differs")
_SWAPPED_AND_OUT = Evidence(2.0, 1.5, "day and month swapped, and the year one out")
ONLY_YEAR = Evidence(-2.5, -3.0, "only the year of birth is the same")
_ABOUT_THAT_YEAR = Evidence(3.5, 2.0, "about that year of birth")
_ABOUT_A_YEAR_OUT = Evidence(1.8, 0.5, "about a year from that year of birth")
_NOT_THAT_YEAR = Evidence(-5.0, -5.0, "the year of birth does not fit")
OTHER_DATE = Evidence(-7.5, -7.5, "different date of birth")
_DUE_THEN = Evidence(7.0, 8.0, "born within a month of when this baby was due")
_DUE_ABOUT = Evidence(3.5, 1.0, "born within ten weeks of when this baby was due")
_NOT_DUE = Evidence(-9.0, -9.0, "not born when this baby was due")


def birth(asked: Held, known: Held) -> Evidence:
    """The date of birth; of an unborn baby the day when it was due."""
    if not asked.born or not (known.born or known.due):
        return NOTHING
    if not known.born:
        return _due(asked.born, known.due)
    if asked.born == known.born:
        return _SAME_ESTIMATE if is_estimate(asked.born) else SAME_DAY
    years = abs(int(asked.born[:4]) - int(known.born[:4]))
    if is_estimate(asked.born) or is_estimate(known.born):
        return (_ABOUT_THAT_YEAR, _ABOUT_A_YEAR_OUT)[years] if years < 2 else _NOT_THAT_YEAR
    return _slip_of_date(asked.born, known.born, years)


def _slip_of_date(told: str, born: str, years: int) -> Evidence:
    same_month, same_day = told[5:7] == born[5:7], told[8:] == born[8:]
    crossed = swapped_date(told)[5:] == born[5:] and told[5:7] != told[8:]
    if years == 0:
        if crossed:
            return _SWAPPED_DAY
        digit = OSA.distance(told, born) == 1
        if same_month:
            return DIGIT_OF_DAY if digit else OTHER_DAY
        if same_day:
            return DIGIT_OF_MONTH if digit else OTHER_MONTH
        return ONLY_YEAR
    if same_month and same_day:
        return _YEAR_OUT if years == 1 else OTHER_YEAR
    return _SWAPPED_AND_OUT if years == 1 and crossed else OTHER_DATE


def _due(born: str, due: str) -> Evidence:
    days = abs((date.fromisoformat(born) - date.fromisoformat(due)).days)
    return _DUE_THEN if days <= 30 else _DUE_ABOUT if days <= 70 else _NOT_DUE


class Place(NamedTuple):
    """What the address says; `same_house` when it is, or was, one house."""

    evidence: Evidence
    same_house: bool


def place(asked: Held, known: Held, people: int) -> Place:
    """The address told, against all held."""
    if not asked.places or not known.places:
        return Place(NOTHING, same_house=False)
    code, house = asked.places[0]
    best, same_house = Evidence(-2.3, 0.0, "different address"), False
    for number, (held_code, held_house) in enumerate(known.places):
        if held_code != code:
            continue
        if house and held_house == house:
            often, why = (0.7, "same address") if number == 0 else (0.08, "lived at this address before")
            bits = min(17.0, log2(often * people / _PEOPLE_TO_A_HOUSE))
            same_house = True
        else:
            bits = min(9.0, log2(0.05 * people / _PEOPLE_TO_A_POSTCODE))
            why = "same postcode" if number == 0 else "lived in this postcode before"
        best = max(best, Evidence(bits, 0.0, why))
    return Place(best, same_house)


_SAME_NUMBER, _NEAR_NUMBER = Evidence(26.0, 26.0, "same NHS number"), "one digit of the NHS number differs"
OTHER_NUMBER = Evidence(-9.0, -9.0, "different NHS number")
_BAD_NUMBER = Evidence(-4.0, -4.0, "different NHS number, but the one told is not a valid one")


def nhs_number(asked: Held, known: Held) -> Evidence:
    """The NHS number. One that fails its check was misread, so a near one counts for more."""
    if not asked.nhs or not known.nhs:
        return NOTHING
    if asked.nhs == known.nhs:
        return _SAME_NUMBER
    valid = is_nhs_number(asked.nhs)
    ends_alike = asked.nhs[:3] == known.nhs[:3] or asked.nhs[-3:] == known.nhs[-3:]
    if (ends_alike or not valid) and OSA.distance(asked.nhs, known.nhs) == 1:
        return _level(9.0 if valid else 17.0, _NEAR_NUMBER)
    return OTHER_NUMBER if valid else _BAD_NUMBER


def sex(asked: Held, known: Held) -> Evidence:
    """The sex, where both are known."""
    if not asked.sex or not known.sex:
        return NOTHING
    return _level(0.9, "same sex") if asked.sex == known.sex else _level(-3.5, "sex differs")


def middle_name(asked: Held, known: Held, common: Frequencies) -> Evidence:
    """The middle names, where both are known."""
    if not asked.middles or not known.middles:
        return NOTHING
    told = asked.middles[0]
    if told in known.middles:
        return _level(min(6.0, log2(0.7 / common.first(told))), "same middle name")
    return NOTHING if told[0] == known.middles[0][0] else _level(-2.5, "middle name differs")
