"""What someone looking for a person typed, made comparable. Odd input finds nothing; it never fails."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from goldthread.ledger.london import MONTHS
from goldthread.people import folding

_THREE = "([2-9BCDFGHJKMNPQRTVWXY]{3})"  # the signs that our references are made of
_REFERENCE = re.compile(rf"\b{_THREE}-?{_THREE}-?{_THREE}\b", re.IGNORECASE | re.ASCII)
_NHS_NUMBER = re.compile(r"\b(\d{3})[ -]?(\d{3})[ -]?(\d{4})\b", re.ASCII)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE | re.ASCII)
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})\b", re.ASCII)
_YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b", re.ASCII)
_MONTH_NAMED = re.compile(r"\b(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})\b", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is known of the person looked for. `text` is one box for name, date, postcode or number."""

    given: str = ""
    family: str = ""
    born: date | None = None
    postcode: str = ""
    nhs_number: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The same, folded. `words` are names of which nobody said whether they are given or family names."""

    given: str = ""
    family: str = ""
    words: str = ""
    born: date | None = None
    postcode: str = ""
    nhs_number: str = ""
    reference: str = ""

    @property
    def names(self) -> str:
        """Every name typed."""
        return f"{self.given} {self.family} {self.words}".strip()

    @property
    def dates(self) -> list[date]:
        """The date of birth, and the one with day and month the other way round."""
        return [day for day in (self.born, self.born and swapped(self.born)) if day]

    def __bool__(self) -> bool:
        return bool(self.names or self.born or self.postcode or self.nhs_number or self.reference)


def wanted(query: Query) -> Wanted:
    """Read the query. What was typed in its own box wins over what stands in the text."""
    text = query.text[:500]
    text, reference = _take(_REFERENCE, text, lambda m: "-".join(m.groups()).upper())
    text, nhs_number = _take(_NHS_NUMBER, text, lambda m: "".join(m.groups()))
    text, postcode = _take(_POSTCODE, text, lambda m: folding.postcode(m[0]))
    text, born = _date(text)
    own_postcode = folding.postcode(query.postcode[:20])
    return Wanted(
        given=folding.fold(query.given),
        family=folding.fold(query.family),
        words=" ".join(word for word in folding.fold(text).split() if not word.isdigit()),
        born=query.born or born,
        postcode=own_postcode if folding.is_postcode(own_postcode) else postcode,
        nhs_number=folding.number(query.nhs_number[:40]) or nhs_number,
        reference=reference,
    )


def swapped(day: date) -> date | None:
    """The date with day and month the other way round, where there is such a date and it is another."""
    swap = _real(day.year, day.day, day.month)
    return swap if swap != day else None


def _take(pattern: "re.Pattern[str]", text: str, read: Callable[["re.Match[str]"], str]) -> tuple[str, str]:
    """What the pattern finds, and the text without it."""
    match = pattern.search(text)
    return (text.replace(match[0], " "), read(match)) if match else (text, "")


def _date(text: str) -> tuple[str, date | None]:
    """The first date in the text, and the text without it."""
    for pattern, read in _DATES.items():
        match = pattern.search(text)
        if match and (day := read(match)):
            return text.replace(match[0], " "), day
    return text, None


def _named(match: "re.Match[str]") -> date | None:
    """4 May 2018, with the month in full or its first three letters."""
    months = [n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(match[2].lower())]
    return _real(int(match[3]), months[0], int(match[1])) if months else None


_DATES = {
    _YEAR_FIRST: lambda m: _real(int(m[1]), int(m[2]), int(m[3])),
    _DAY_FIRST: lambda m: _real(int(m[3]), int(m[2]), int(m[1])),
    _MONTH_NAMED: _named,
}


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
