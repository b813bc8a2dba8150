"""Numbers as they are misread, and dates as they are written."""

import re
from functools import lru_cache

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile("[^A-Z]+")
_LETTERS_AND_DIGITS = re.compile("[^A-Z0-9]+")
_READ_AS_DIGITS = str.maketrans("OQILSZB", "0011528")
_KEPT = 200_000  # texts remembered

_YEAR_FIRST = re.compile(r"(\d{4})\W{0,2}(\d\d?)\W{0,2}(\d\d?)(?!\d)")
_DAY_FIRST = re.compile(r"(\d\d?)\W{1,2}(\d\d?)\W{1,2}(\d{4}|\d\d)(?!\d)")
_RUN_TOGETHER = re.compile(r"(\d\d)(\d\d)((?:19|20)\d\d)(?!\d)")
_DAY_AND_NAME = re.compile(r"(\d\d?)[A-Z]{0,2}\W+([A-Z]{3})[A-Z]*\W+(\d{4}|\d\d)(?!\d)")
_NAME_AND_DAY = re.compile(r"([A-Z]{3})[A-Z]*\W+(\d\d?)[A-Z]{0,2}\W+(\d{4})(?!\d)")
_YEAR = re.compile(r"\d{4}")
# Each with the groups of year, month and day.
_PATTERNS = (
    (_YEAR_FIRST, (1, 2, 3)),
    (_RUN_TOGETHER, (3, 2, 1)),
    (_DAY_FIRST, (3, 2, 1)),
    (_DAY_AND_NAME, (3, 2, 1)),
    (_NAME_AND_DAY, (3, 1, 2)),
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_CENTURY_AT = 40  # a year written 39 is 2039, one written 40 is 1940


def digits(text: str) -> str:
    """The digits of a number, also those that were read as letters."""
    return "".join(sign for sign in text.upper().translate(_READ_AS_DIGITS) if "0" <= sign <= "9")


@lru_cache(1000)
def is_nhs_number(number: str) -> bool:
    """Whether its check digit holds (modulus 11)."""
    if len(number) != 10 or not number.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    return (0 if check == 11 else check) == int(number[9])


@lru_cache(1000)
def meant(number: str) -> tuple[str, ...]:
    """The NHS numbers that a number which fails its check may be: one digit wrong, or two changed over."""
    if len(number) != 10:
        return ()
    slips = {number[:at] + digit + number[at + 1 :] for at in range(10) for digit in "0123456789"}
    slips |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(9)}
    return tuple(sorted(slip for slip in slips - {number} if is_nhs_number(slip)))


@lru_cache(_KEPT)
def house(text: str) -> str:
    """The numbers of a house in order, or its name where it has none: `52, Flat 3` becomes 3.52."""
    found = sorted(_DIGITS.findall(text), key=lambda number: (len(number), number))
    return ".".join(found) or _LETTERS.sub("", text.upper())


@lru_cache(_KEPT)
def postcode(text: str) -> str:
    """Without its space, and with letters that are taken for digits as those digits: LS1 OAB is LS1 0AB."""
    return _LETTERS_AND_DIGITS.sub("", text.upper()).translate(_READ_AS_DIGITS)


def phone(text: str) -> str:
    """The last nine digits: what the country code and the leading nought come before."""
    return "".join(_DIGITS.findall(text))[-9:]


def pupil(text: str) -> str:
    """A unique pupil number: a letter, then twelve digits, the last of which may be a letter."""
    return _LETTERS_AND_DIGITS.sub("", text.upper())


@lru_cache(_KEPT)
def day(text: str) -> str:
    """A date in any usual form, the day before the month, as ISO; a year alone is its first of January.

    Empty where there is none. It need not be in the calendar: 30 February is told too, and means something.
    """
    written = text.strip().upper()
    return _read(written) or _read(written.translate(_READ_AS_DIGITS))


def _read(text: str) -> str:
    for pattern, (year, month, day_of_month) in _PATTERNS:
        found = pattern.match(text)
        if found and (iso := _iso(found[year], found[month], found[day_of_month])):
            return iso
    return f"{text}-01-01" if _YEAR.fullmatch(text) else ""


def _iso(year: str, month: str, day_of_month: str) -> str:
    """Day and month change places where only that makes sense."""
    if month in _MONTHS:
        month = str(_MONTHS.index(month) + 1)
    if not month.isdigit():
        return ""
    months, days = int(month), int(day_of_month)
    if months > 12 >= days:
        months, days = days, months
    if len(year) == 2:
        year = ("20" if int(year) < _CENTURY_AT else "19") + year
    return f"{year}-{months:02}-{days:02}" if 1 <= months <= 12 and 1 <= days <= 31 else ""
