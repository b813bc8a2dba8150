"""Who it may be, the likeliest first: how sure that is, and in words why."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import takewhile
from math import log2
from typing import NamedTuple

from goldthread.people.matching import evidence as said
from goldthread.people.matching import spelling
from goldthread.people.matching.evidence import NOTHING, Evidence, Frequencies, Told, level
from goldthread.people.matching.held import Birth, First, Held, Last, Numbers, lists

# How probable a match must be, by how the first name was told: brothers, sisters and twins have like names.
_SURE = {Told.EXACT: 0.93, Told.SLIP: 0.99, Told.OTHER_NAME: 0.998, Told.ALIKE: 0.9985}
_LEAST_SURE = min(_SURE.values())
_QUITE_SURE = 0.9985  # how probable where something told may be of another person
_WORTH_SHOWING = -7.0  # bits
_MOST = 60.0  # bits; more make no difference
_FIRST = 2  # so many come before the household, whoever they are
_NO_RIVAL = -14.0  # bits; less takes nothing away from the probability of others
_ON_RECORD = 1.2  # bits: most people who are looked for are on record
_UNNAMED = 3.0  # bits: without a first name, one of a house with that birthday is rarely a twin nobody knows
_ONE_DAY = len("2020-02-20")
_SIBLING_HELD = 1.0  # bits: the brother or sister who it might be is as likely on record


class Label(StrEnum):
    """What it comes to. `related`: someone of the same household."""

    MATCH = "match"
    POSSIBLE = "possible"
    RELATED = "related"
    NONE = "none"


class Weighed(NamedTuple):
    """One person held against the one looked for. `bits`: in all, against the likelier other explanation."""

    bits: float
    first: Evidence
    last: Evidence
    birth: Evidence
    place: Evidence
    number: Evidence
    sex: Evidence
    middle: Evidence
    same_house: bool

    def reasons(self) -> tuple[str, ...]:
        """Why, in words, what speaks for it before what speaks against."""
        parts = (self.number, self.first, self.last, self.birth, self.place, self.middle, self.sex)
        told = sorted((part for part in parts if part.why), key=lambda part: part.bits < 0)
        return tuple(dict.fromkeys(part.why for part in told))


Parts = tuple[float, Evidence, Evidence, Evidence, Evidence, Evidence, Evidence, Evidence, bool]  # of Weighed


class Candidate(NamedTuple):
    """Someone who may be the one looked for. `probability` is for ordering and labels, never shown."""

    person: str
    weighed: Weighed
    probability: float
    label: Label


class Weigher:
    """Holds people against the one looked for. What two of them have in common is read and weighed once."""

    def __init__(self, asked: Held, common: Frequencies) -> None:
        self._asked, self._common = asked, common
        self._stranger = log2(common.world) - _ON_RECORD
        self._code = asked.places[0].partition(":")[0] + ":" if asked.places else ""
        self._born = asked.birth.born[0] if len(asked.birth.born) == 1 else ""
        self._numbered = any(asked.numbers)
        self._sexes = {sex: said.sex(asked.sex, sex) for sex in ("", "M", "F")}
        self._crossed = (First(asked.last.names), Last(asked.first.names))
        # No name begins with a star: where one of them was not told, neither was told as the other.
        both = asked.first.names and asked.last.names
        self._first_initial = asked.first.names[0][0] if both else "*"
        self._last_initial = asked.last.names[0][0] if both else "*"
        self._names: dict[str, Evidence] = {}
        self._firsts: dict[str, tuple[Evidence, Evidence]] = {}
        self._lasts: dict[str, Evidence] = {}
        self._births: dict[str, Evidence] = {"": NOTHING}
        self._numbers: dict[str, Evidence] = {"": NOTHING}

    def __call__(self, line: str) -> Parts:
        """Everything told against everything held of one person, as packed."""
        firsts, lasts, births, held_sex, numbers, places = line.split("|")
        first, middle = self._firsts.get(firsts) or self._first(firsts)
        last = self._lasts.get(lasts) or self._last(lasts)
        crossed = firsts[:1] == self._last_initial or lasts[:1] == self._first_initial
        if crossed and first.bits < 2 and last.bits < 2:
            first, last, middle = self._swapped(firsts, lasts, (first, last, middle))
        birth = self._births.get(births) or self._birth(births)
        if self._numbered:
            number = self._numbers.get(numbers) or self._number(numbers)
        else:
            number = NOTHING if not numbers or numbers[0] == ";" else said.NUMBER_NOT_TOLD
        if not self._code or not places:
            place, same_house = said.NOWHERE
        elif self._code in places:
            place, same_house = said.place(self._asked.places, places, self._common.world)
        else:  # most people found
            place, same_house = said.ELSEWHERE
        sex = self._sexes[held_sex]
        own = sex.bits + middle.bits
        bits = first.bits + last.bits + birth.bits + place.bits + number.bits + own - self._stranger
        if same_house or (last.bits > 4 and place.bits > -1):
            sibling = first.against_sibling + birth.against_sibling + number.against_sibling + own
            sibling -= _SIBLING_HELD - (0 if first.why else _UNNAMED)
            bits = -log2(2.0 ** -min(bits, _MOST) + 2.0 ** -min(sibling, _MOST))
        return bits, first, last, birth, place, number, sex, middle, same_house

    def _first(self, firsts: str) -> tuple[Evidence, Evidence]:
        """First name and middle name."""
        names, _, middles = firsts.partition(";")
        first = self._names.get(names)
        if first is None:
            first = spelling.first_name(self._asked.first, names, self._common)
            self._names[names] = first
        middle = NOTHING
        if middles:
            asked, known = self._asked.first, tuple(middles.split(","))
            if first.told is Told.ALIKE and asked.names and names:
                first = max(first, spelling.used_middle_name(asked, known, self._common))
            if "middle" not in first.why:
                middle = said.middle_name(asked.middles, known, self._common)
        self._firsts[firsts] = found = (first, middle)
        return found

    def _last(self, lasts: str) -> Evidence:
        self._lasts[lasts] = found = spelling.surname(self._asked.last, lasts, self._common)
        return found

    def _swapped(
        self, firsts: str, lasts: str, straight: tuple[Evidence, Evidence, Evidence]
    ) -> tuple[Evidence, Evidence, Evidence]:
        """First name, surname and middle name, where the first two may have been told the other way round."""
        first, last, _ = straight
        crossed_first, crossed_last = self._crossed
        names, _, middles = firsts.partition(";")
        as_first = spelling.first_name(crossed_first, names, self._common)
        as_last = spelling.surname(crossed_last, lasts, self._common)
        swapped = spelling.names_swapped(as_first, as_last, self._asked, self._common)
        if swapped.bits <= first.bits + last.bits:
            return straight
        half = level(swapped.bits / 2, swapped.why, swapped.told)
        known = tuple(middles.split(",")) if middles else ()
        return half, half, said.middle_name(self._asked.first.middles, known, self._common)

    def _birth(self, births: str) -> Evidence:
        """Most have one day, and so has who is looked for."""
        if self._born and len(births) == _ONE_DAY:
            found = said.day(self._born, births)
        else:
            known = Birth(*lists(births))
            found = said.birth(self._asked.birth, known, self._common.children_since)
        self._births[births] = found
        return found

    def _number(self, numbers: str) -> Evidence:
        self._numbers[numbers] = found = said.number(self._asked.numbers, Numbers(*lists(numbers)))
        return found


def rank(
    asked: Held, found: Iterable[tuple[str, str]], common: Frequencies, limit: int = 10
) -> list[Candidate]:
    """The likeliest `limit` of (person, what is held of them, packed).

    After the first few, those of the house that was told come before others, who lives there today first.
    """
    weigh = Weigher(asked, common)
    weighed = [(weigh(line), person, line) for person, line in found]
    weighed.sort(key=lambda each: (-each[0][0], each[1]))
    nobody = 1.0
    rivals = _distinct(takewhile(lambda each: each[0][0] > _NO_RIVAL, weighed))
    others = nobody + sum(2.0 ** min(bits, _MOST) for bits in rivals)
    rest = weighed[_FIRST:]
    home = sorted((each for each in rest if each[0][-1]), key=_since_moved)
    shown = weighed[:_FIRST] + home + [each for each in rest if not each[0][-1]]
    return [_candidate(Weighed._make(each), person, others) for each, person, _ in shown[:limit]]


def _candidate(weighed: Weighed, person: str, others: float) -> Candidate:
    probability = 2.0 ** min(weighed.bits, _MOST) / others
    return Candidate(person, weighed, probability, _label(weighed, probability))


def _since_moved(found: tuple[Parts, str, str]) -> float:
    """Less for who lives in the house today than for who once did."""
    _, _, _, _, place, *_ = found[0]
    return -place.bits


def _head(text: str) -> str:
    """What stands first in a part of what is packed."""
    return text.partition(";")[0].partition(",")[0]


def _distinct(weighed: Iterable[tuple[Parts, str, str]]) -> Iterator[float]:
    """The bits of each person once: two records of one person must not take each other's probability away."""
    seen: set[tuple[str, str, str]] = set()
    for each, person, line in weighed:
        first, last, birth, _ = line.split("|", 3)
        one = (_head(first), _head(last), birth or person)
        if one not in seen:
            seen.add(one)
            yield each[0]


_WEAK_DATES = frozenset((said.OTHER_DAY, said.OTHER_MONTH, said.OTHER_YEAR, said.ONLY_YEAR))
_SLIPPED_DATES = _WEAK_DATES | {said.DIGIT_OF_DAY, said.DIGIT_OF_MONTH, said.SAME_ESTIMATE}


def _label(weighed: Weighed, probability: float) -> Label:
    if (
        probability >= _LEAST_SURE
        and probability >= _needed(weighed)
        and not _conflicts(weighed)
        and _supports(weighed) >= 2
    ):
        return Label.MATCH
    if weighed.bits >= _WORTH_SHOWING or weighed.number.bits > 5:
        return Label.POSSIBLE
    return Label.RELATED if weighed.same_house else Label.NONE


def _needed(weighed: Weighed) -> float:
    return _QUITE_SURE if _doubts(weighed) else _SURE[weighed.first.told]


def _conflicts(weighed: Weighed) -> bool:
    """Something told that a careful officer would ask about, however sure."""
    if weighed.number.bits >= 9:
        return False
    other_name, other_date = weighed.first.bits <= -1.5, weighed.birth.bits <= -5
    slipped = weighed.birth in _SLIPPED_DATES and weighed.place.bits < 0
    return weighed.number == said.OTHER_NUMBER or other_name or other_date or slipped


def _doubts(weighed: Weighed) -> bool:
    """Something told that may be of another person, and is no match unless nobody else is likely at all."""
    if weighed.number.bits >= 9:
        return False
    slipped = weighed.birth in _SLIPPED_DATES and weighed.place.bits < 3
    return slipped or _elsewhere(weighed) or _by_another_name(weighed)


def _elsewhere(weighed: Weighed) -> bool:
    """Someone at another address must agree in all the rest: there are many people of one name."""
    parts = (weighed.first, weighed.last, weighed.birth)
    return weighed.place.bits < 0 and not all(part.why and part.told is Told.EXACT for part in parts)


def _by_another_name(weighed: Weighed) -> bool:
    """Someone told by another first name must agree in day of birth and address: so may a twin be told."""
    other_name = weighed.first.told >= Told.OTHER_NAME
    return other_name and (weighed.birth != said.SAME_DAY or weighed.place.bits < 5)


def _supports(weighed: Weighed) -> int:
    """Of three: both names, the date of birth, the address or the number."""
    names = weighed.first.bits > 0 and weighed.last.bits > 0
    date = weighed.birth.bits >= 5 and weighed.birth not in _WEAK_DATES
    return names + date + (weighed.place.bits >= 5 or weighed.number.bits >= 9)
