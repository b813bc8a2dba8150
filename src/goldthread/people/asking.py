"""What someone looking for a person typed, made comparable. Odd input finds nothing; it never fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from goldthread.ledger.london import MONTHS
from goldthread.people import folding, words
from goldthread.people.matching.held import Held, held
from goldthread.people.matching.keys import asked_keys

_LONGEST = 500  # characters of one box
_MOST_WORDS = 8  # of a name
_THREE = "([2-9BCDFGHJKMNPQRTVWXY]{3})"  # the signs that our references are made of
_FLAGS = re.IGNORECASE | re.ASCII
_REFERENCE = re.compile(rf"\b{_THREE}-?{_THREE}-?{_THREE}\b", _FLAGS)
_PUPIL_NUMBER = re.compile(r"\b[A-Z]\d{11}[A-Z\d]\b", _FLAGS)
_TELEPHONE = re.compile(r"(?<!\d)(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)", _FLAGS)
_NHS_NUMBER = re.compile(r"\b(\d{3})[ -]?(\d{3})[ -]?(\d{4})\b", _FLAGS)
_DUE = re.compile(r"\b(?:due|expected|edd)\b", _FLAGS)
_AGE = re.compile(r"\b(?:about|aged?|around) (\d{1,2})\b|\b(\d{1,2}) ?(?:years?|yrs?)\b(?: old)?", _FLAGS)
_ROADS = (
    "road|rd|street|st|lane|ln|avenue|ave|close|way|drive|crescent|court|gardens|place|terrace|grove|hill|park"
    "|walk|green|row|square|mews|rise|view"
)
_STREET = re.compile(rf"\b\d+[a-z]?,? (?:[a-z'-]+ ){{1,3}}?(?:{_ROADS})\b", _FLAGS)
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b", _FLAGS)
_YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", _FLAGS)
_MONTH_NAMED = re.compile(r"\b(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})\b", _FLAGS)
_HOUSE = re.compile(r"\b\d+[a-z]?\b", _FLAGS)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is known of the person looked for; `age` in years. `text` is one box for anything of it."""

    given: str = ""
    family: str = ""
    other_names: str = ""
    sex: str = ""  # M or F
    born: date | None = None
    age: int | None = None
    expected: date | None = None
    address: str = ""
    postcode: str = ""
    nhs_number: str = ""
    upn: str = ""
    telephone: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        """Whether anything is known that finds someone."""
        return self != Query(sex=self.sex)


@dataclass(frozen=True)
class Wanted:
    """A query whose text was read. `loose` are the words left, of which nobody said what they are."""

    query: Query
    on: date
    loose: tuple[str, ...] = ()
    reference: str = ""

    @cached_property
    def variants(self) -> list[Held]:
        """Who is looked for, in each way that it can be understood."""
        if not self.loose:
            return [self._held(self.query.given, self.query.family)]
        first, last = self.loose[0], self.loose[-1]
        if len(self.loose) == 1:
            ways = [(first, ""), ("", first)]
        else:
            ways = [(" ".join(self.loose[:-1]), last), (first, " ".join(self.loose[1:]))]
        return [self._held(*way) for way in dict.fromkeys(ways)]

    @property
    def keys(self) -> list[int]:
        """The keys of people to weigh."""
        return sorted(set().union(*map(asked_keys, self.variants)))

    @cached_property
    def probes(self) -> list[str]:
        """Searches for people of whom everything typed is true: the whole names, their beginnings, sounds."""
        found = [f"'{words.reference(self.reference)}'"] if self.reference else []
        besides = [words.alternatives(signs) for signs in self._besides()]
        named = words.names(self.query.given, self.query.family, *self.loose)[:_MOST_WORDS]
        if not named:
            return found + ([" & ".join(besides)] if besides else [])
        ways = [[words.alternatives([name]) for name in named]]
        if any(len(name) > 1 + (len(named) == 1 and not besides) for name in named):
            ways.append([words.alternatives([name], begins=True) for name in named if len(name) > 1])
        if len(named) == 1:
            ways.append([words.alternatives(words.sound(named[0]))])
        return found + [" & ".join(way + besides) for way in ways if way]

    def _besides(self) -> Iterator[list[str]]:
        """Each thing typed besides names, as the signs of which one must be there."""
        query = self.query
        if query.born:
            yield [words.day(day) for day in (query.born, swapped(query.born)) if day]
        elif self._year:
            yield [words.year(self._year + off) for off in (0, -1, 1)]
        if query.expected:
            yield [words.due(query.expected, off=off) for off in (0, -1, 1)]
        if query.postcode:
            yield [words.postcode(query.postcode)]
        elif street := words.street(query.address):
            yield street

    @property
    def _year(self) -> int | None:
        return None if self.query.age is None else self.on.year - self.query.age

    def _held(self, given: str, family: str) -> Held:
        query = self.query
        first, _, middle = given.strip().partition(" ")
        return held(
            first=first,
            middle=middle,
            last=family,
            sex=query.sex,
            born=query.born.isoformat() if query.born else f"{self._year}-01-01" if self._year else "",
            due=query.expected.isoformat() if query.expected else "",
            nhs=query.nhs_number,
            upn=query.upn,
            phones=[query.telephone] if query.telephone else (),
            places=[(query.address, query.postcode)],
            other_names=[(query.other_names, query.other_names)] if query.other_names else (),
        )

    def __bool__(self) -> bool:
        return bool(self.probes or self.keys)


def wanted(query: Query, *, on: date) -> Wanted:
    """Read the query on that day. What was typed in its own box wins over what stands in the text."""
    text, told = _read(query.text[:_LONGEST])
    reference = str(told.pop("reference", ""))
    own = {name: value for name, value in vars(query).items() if value not in ("", None)}
    own = {name: value[:_LONGEST] if isinstance(value, str) else value for name, value in own.items()}
    whole = Query(**{**told, **own})
    code = folding.postcode(whole.postcode)
    tidy = replace(
        whole,
        postcode=code if folding.is_postcode(code) else "",
        nhs_number=folding.number(whole.nhs_number)[:20],
        age=whole.age if whole.age is not None and 0 <= whole.age < 130 else None,
    )
    return Wanted(tidy, on, _loose(tidy, text), reference)


def swapped(day: date) -> date | None:
    """The date with day and month the other way round, where there is such a date and it is another."""
    swap = _real(day.year, day.day, day.month)
    return swap if swap != day else None


def _loose(query: Query, text: str) -> tuple[str, ...]:
    """The words of names in the text. They count only where no name has a box of its own."""
    if query.given or query.family:
        return ()
    return tuple(word for word in text.split() if words.names(word))[:_MOST_WORDS]


def _read(text: str) -> tuple[str, dict[str, object]]:
    """What the text says that can be told apart, and the rest of it. Each thing is looked for once."""
    told: dict[str, object] = {}
    for name, pattern, read in _PATTERNS:
        match = pattern.search(text)
        if match and name not in told and (value := read(match)) is not None:
            text, told[name] = text.replace(match[0], " ", 1), value
    if "born" in told and told.pop("due", None):
        told["expected"] = told.pop("born")
    told.pop("due", None)
    if "postcode" in told and "address" not in told and (number := _HOUSE.search(text)):
        text, told["address"] = text.replace(number[0], " ", 1), number[0]
    return text, told


def _named(match: "re.Match[str]") -> date | None:
    """4 May 2018, with the month in full or its first three letters."""
    months = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(match[2].lower())]
    return _real(int(match[3]), months[0], int(match[1])) if months else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# In this order: what is longer first, for a part of it may look like something else.
_PATTERNS: list[tuple[str, "re.Pattern[str]", Callable[["re.Match[str]"], object]]] = [
    ("reference", _REFERENCE, lambda m: "-".join(m.groups()).upper()),
    ("upn", _PUPIL_NUMBER, lambda m: m[0].upper()),
    ("born", _YEAR_FIRST, lambda m: _real(int(m[1]), int(m[2]), int(m[3]))),
    ("born", _DAY_FIRST, lambda m: _real(int(m[3]), int(m[2]), int(m[1]))),
    ("born", _MONTH_NAMED, _named),
    ("telephone", _TELEPHONE, lambda m: folding.number(m[0])),
    ("nhs_number", _NHS_NUMBER, lambda m: "".join(m.groups())),
    ("postcode", folding.POSTCODE_IN, lambda m: m[0]),
    ("address", _STREET, lambda m: m[0]),
    ("age", _AGE, lambda m: int(m[1] or m[2])),
    ("due", _DUE, lambda _: True),
]
