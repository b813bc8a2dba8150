"""What one thing told says of one person held, in bits: 3 bits are 8 to 1, 10 bits a thousand to 1.

Each is weighed against two other explanations: a stranger who agrees by chance, and a brother, sister or
twin, who shares surname, address and sometimes the day.
"""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from math import log2
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz.distance import OSA

from goldthread.people.matching.held import Birth, Numbers, Places, Texts
from goldthread.people.matching.keys import is_estimate
from goldthread.people.matching.numbers import is_nhs_number

_RAREST = 2e-6  # no name counts as rarer than this
_TOWN = 20_000  # people
_DAYS = 9000  # about as many birthdays as there are among those who are looked for
_PEOPLE_TO_A_HOUSE = 4.0
_PEOPLE_TO_A_POSTCODE = 45


class Told(IntEnum):
    """How near what was told comes to what is held."""

    EXACT = 0
    SLIP = 1  # a letter, or both names the other way round
    OTHER_NAME = 2  # a short form, or the middle name
    ALIKE = 3  # or not even that


class Evidence(NamedTuple):
    """Bits for this person against a stranger, the same against a brother or sister, and why in words."""

    bits: float
    against_sibling: float
    why: str
    told: Told = Told.ALIKE


NOTHING = Evidence(0.0, 0.0, "", Told.EXACT)


class Frequencies:
    """How many people are held, and how common names are among them: by name, how many have it."""

    def __init__(
        self,
        people: int,
        firsts: Mapping[str, int] = MappingProxyType({}),
        surnames: Mapping[str, int] = MappingProxyType({}),
        children_since: str = "",
    ) -> None:
        self.people = people
        self.children_since = children_since  # ISO: whoever was born later is a child; empty where not known
        # Among how many a stranger is: a register of few people is still part of a town.
        self.world = max(people, _TOWN)
        self._rarest = max(_RAREST, 1 / self.world)
        self._firsts = {name: count / self.world for name, count in firsts.items()}
        self._surnames = {name: count / self.world for name, count in surnames.items()}

    def first(self, name: str) -> float:
        """The share of people with this first name."""
        return max(self._firsts.get(name, 0.0), self._rarest)

    def surname(self, name: str) -> float:
        """The share of people with this surname."""
        return max(self._surnames.get(name, 0.0), self._rarest)


def level(bits: float, why: str, told: Told = Told.ALIKE) -> Evidence:
    """Evidence that says as much against a brother or sister as against a stranger."""
    return Evidence(bits, bits, why, told)


# Slips in a date of birth: against a stranger, against a brother or sister.
SAME_DAY = Evidence(log2(0.8 * 12000), 5.0, "same date of birth", Told.EXACT)
SAME_ESTIMATE = Evidence(5.0, 4.0, "same estimated date of birth")
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


_GROWN_UP = Evidence(-1.3, 0.0, "", Told.EXACT)  # two in five who are looked for: most are children


def birth(asked: Birth, known: Birth, children_since: str = "") -> Evidence:
    """The date of birth; of an unborn baby the day when it is due. Of several the one that fits best."""
    if asked.born and known.born:
        return max(day(told, born) for told in asked.born for born in known.born)
    told, held = asked.born or asked.due, known.born or known.due
    if not told and known.born and known.born[0] < children_since:
        return _GROWN_UP
    return max(_due(day, due) for day in told for due in held) if told and held else NOTHING


def day(told: str, born: str) -> Evidence:
    """One date of birth told, and one held."""
    if told == born:
        return SAME_ESTIMATE if is_estimate(told) else SAME_DAY
    years = abs(int(told[:4]) - int(born[:4]))
    if is_estimate(told) or is_estimate(born):
        return (_ABOUT_THAT_YEAR, _ABOUT_A_YEAR_OUT)[years] if years < 2 else _NOT_THAT_YEAR
    return _slip_of_date(told, born, years)


def _slip_of_date(told: str, born: str, years: int) -> Evidence:
    same_month, same_day = told[5:7] == born[5:7], told[8:] == born[8:]
    crossed = told[5:7] == born[8:] and told[8:] == born[5:7]
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
    days = abs(_ordinal(born) - _ordinal(due))
    return _DUE_THEN if days <= 30 else _DUE_ABOUT if days <= 70 else _NOT_DUE


def _ordinal(day: str) -> int:
    """The number of a day, of 30 February too."""
    return date(int(day[:4]), int(day[5:7]), 1).toordinal() + int(day[8:])


class Place(NamedTuple):
    """What the address says; `same_house` when it is, or was, one house."""

    evidence: Evidence
    same_house: bool


NOWHERE = Place(NOTHING, same_house=False)
ELSEWHERE = Place(Evidence(-2.3, 0.0, "different address"), same_house=False)


def place(asked: Places, known: str, people: int) -> Place:
    """The address told, against all held, as packed."""
    if not asked or not known:
        return NOWHERE
    told, lived = asked[0], known.split(",")
    code = told[: told.index(":") + 1]
    if told in lived and told != code:
        often, why = (0.7, "same address") if told == lived[0] else (0.08, "lived at this address before")
        bits = min(17.0, log2(often * people / _PEOPLE_TO_A_HOUSE))
        return Place(Evidence(bits, 0.0, why), same_house=True)
    if not any(place.startswith(code) for place in lived):
        return ELSEWHERE
    why = "same postcode" if lived[0].startswith(code) else "lived in this postcode before"
    bits = min(9.0, log2(0.05 * people / _PEOPLE_TO_A_POSTCODE))
    return Place(Evidence(bits, 0.0, why), same_house=False)


_SAME_NUMBER = Evidence(26.0, 26.0, "same NHS number", Told.EXACT)
_NEAR_NUMBER = "one digit of the NHS number differs"
OTHER_NUMBER = Evidence(-9.0, -9.0, "different NHS number")
_BAD_NUMBER = Evidence(-4.0, -4.0, "different NHS number, but the one told is not a valid one")
_TWO_DIGITS = level(8.0, "two digits of the NHS number differ")
NUMBER_NOT_TOLD = level(log2(0.6), "")  # those who have one are told with it in two of five contacts
_SAME_PUPIL = Evidence(24.0, 24.0, "same pupil number", Told.EXACT)
_OTHER_PUPIL = level(-4.0, "different pupil number")
_SAME_PHONE = Evidence(9.0, 0.0, "same telephone number")


def number(asked: Numbers, known: Numbers) -> Evidence:
    """NHS number, pupil number or telephone: the one that says most. A telephone belongs to a family."""
    found = [_nhs(told, held) for told in asked.nhs for held in known.nhs]
    if known.nhs and not asked.nhs:
        found.append(NUMBER_NOT_TOLD)
    if asked.upn and known.upn:
        found.append(_OTHER_PUPIL if set(asked.upn).isdisjoint(known.upn) else _SAME_PUPIL)
    if not set(asked.phones).isdisjoint(known.phones):
        found.append(_SAME_PHONE)
    return max(found) if found else NOTHING


def _nhs(told: str, held: str) -> Evidence:
    """A number that fails its check was misread, so a near one counts for more."""
    if told == held:
        return _SAME_NUMBER
    valid, wrong = is_nhs_number(told), OSA.distance(told, held, score_cutoff=2)
    if wrong == 1 and (not valid or told[:3] == held[:3] or told[-3:] == held[-3:]):
        return level(9.0 if valid else 17.0, _NEAR_NUMBER)
    if valid:
        return OTHER_NUMBER
    return _TWO_DIGITS if wrong == 2 else _BAD_NUMBER


_SAME_SEX, _OTHER_SEX = level(0.9, "same sex"), level(-3.5, "sex differs")


def sex(asked: str, known: str) -> Evidence:
    """The sex, where both are known."""
    if not asked or not known:
        return NOTHING
    return _SAME_SEX if asked == known else _OTHER_SEX


_MIDDLE_NOT_TOLD = level(log2(0.75), "")  # those who have one are told with it in a quarter of contacts


def middle_name(asked: Texts, known: Texts, common: Frequencies) -> Evidence:
    """The middle names, where both are known."""
    if not known:
        return NOTHING
    if not asked:
        return _MIDDLE_NOT_TOLD
    told = asked[0]
    if told in known:
        return level(min(6.0, log2(0.7 / common.first(told))), "same middle name")
    return NOTHING if told[0] == known[0][0] else level(-2.5, "middle name differs")
