"""Keys by which someone is found: two people who may be one share a key, and few others do.

A key is a number made of a letter and what was told. Someone held has about twenty; who is looked for asks
for the same ones, and for those of every slip that is likely: names the other way round, day and month the
other way round, a year too many, a short form, one digit of an NHS number.
"""

from collections.abc import Collection, Iterable, Iterator
from zlib import crc32

from goldthread.people.matching import numbers
from goldthread.people.matching.held import Held, Texts
from goldthread.people.matching.names import short_forms, sounds

_HALF = 2**31


def held_keys(person: Held) -> list[int]:
    """The keys under which someone is kept."""
    return _numbers(_held(person))


def asked_keys(person: Held) -> list[int]:
    """The keys to ask for when this is the person looked for."""
    return _numbers(_asked(person))


def home_key(home: str) -> int:
    """The key of everyone who lives or lived in one house, given as `postcode:house`."""
    return _numbers([f"H{home}"])[0]


def _numbers(keys: Iterable[str]) -> list[int]:
    """Each key once, as a signed 32-bit number."""
    return [(crc32(key.encode()) ^ _HALF) - _HALF for key in set(keys)]


def is_estimate(born: str) -> bool:
    """Whether a date of birth is the first of January: so is everyone's of whom only the year is known."""
    return born.endswith("-01-01")


class _Name:
    """One part of a name: its forms, initials and sounds; `main` are the first sounds alone."""

    def __init__(self, forms: Texts, middles: Texts = ()) -> None:
        self.forms = forms
        self.initials = {form[0] for form in forms}
        self.sounds = {sound for form in forms for sound in sounds(form)}
        self.main = {sounds(form)[0] for form in forms}
        self.with_middles = self.sounds.union(*map(sounds, middles)) if middles else self.sounds


def _names(person: Held) -> tuple[_Name, _Name]:
    return _Name(person.first.names, person.first.middles), _Name(person.last.names + person.last.others)


def _held(person: Held) -> Iterator[str]:
    first, last = _names(person)
    codes = _codes(person)
    yield from _by_place(person.places, first)
    yield from _by_both_names("Q", first.sounds, last.sounds)
    yield from _by_beginning("P", first, last)
    for born in person.birth.born:
        yield from _by_date(first, last, born)
        yield from _by_part_of_date(first, last, born)
        yield from _by_both_names("C", first.with_middles, last.sounds, born[:4])
        yield from _by_beginning("D", last, first, born[:4])
        yield from (f"K{code}{born[:4]}" for code in codes)
    if not person.birth.born:
        yield from _loosely(first, last)  # without a date of birth: few, so always asked for
    yield from _by_number(person)
    for due in person.birth.due:
        for month in (-1, 0, 1):
            yield from _by_month(last, codes, _month(due) + month)


def _asked(person: Held) -> Iterator[str]:
    first, last = _names(person)
    codes = _codes(person)
    yield from _by_place(person.places, first)
    yield from _loosely(first, last)
    yield from _by_both_names("O", last.sounds, first.sounds)
    for born in person.birth.born:
        if is_estimate(born):
            yield from _by_year(person, first, last, born)
        else:
            yield from _by_slips_of_date(person, first, last, born)
        yield from (f"K{code}{born[:4]}" for code in codes)
    for day in person.birth.born + person.birth.due:
        yield from _by_month(last, codes, _month(day))
    if not person.birth.born:
        yield from _by_names_alone(person, first, last)
    yield from _by_number(person)
    for number in person.numbers.nhs:
        if not numbers.is_nhs_number(number):
            yield from (f"N{each}" for each in numbers.meant(number))


def _codes(person: Held) -> list[str]:
    return [place.partition(":")[0] for place in person.places]


def _by_number(person: Held) -> Iterator[str]:
    yield from (f"N{number}" for number in person.numbers.nhs)
    yield from (f"R{number}" for number in person.numbers.upn)
    yield from (f"T{number}" for number in person.numbers.phones)


def _by_date(first: _Name, last: _Name, born: str) -> Iterator[str]:
    yield from (f"A{sound}{born}" for sound in last.sounds)
    yield from (f"B{sound}{born}" for sound in first.with_middles)
    yield from (f"G{a}{b}{born}" for a in first.initials for b in last.initials)


def _by_part_of_date(first: _Name, last: _Name, born: str) -> Iterator[str]:
    """One name as it sounds, an initial of the other, two of day, month and year: the third may be wrong."""
    for part in _parts(born):
        yield from (f"E{a}{b}{part}" for a in first.initials for b in last.main)
        yield from (f"F{a} {b}{part}" for a in first.main for b in last.initials)


def _by_month(last: _Name, codes: Iterable[str], month: int) -> Iterator[str]:
    """Of a baby that is due: the month, and the mother's name or address."""
    yield from (f"U{sound}{month}" for sound in last.sounds)
    yield from (f"V{code}{month}" for code in codes)


def _by_place(places: Iterable[str], first: _Name) -> Iterator[str]:
    for place in places:
        code, _, house = place.partition(":")
        if house:
            yield f"H{place}"
        yield from (f"I{code}{initial}" for initial in first.initials)


def _by_both_names(
    letter: str, first: Iterable[str], last: Collection[str], year: int | str = ""
) -> Iterator[str]:
    yield from (f"{letter}{a} {b}{year}" for a in first for b in last)


def _loosely(first: _Name, last: _Name) -> Iterator[str]:
    """Both names as they sound; a middle name may be used as the first."""
    yield from (f"O{a} {b}" for a in first.with_middles for b in last.sounds)


def _by_beginning(letter: str, begins: _Name, sounding: _Name, year: int | str = "") -> Iterator[str]:
    """One name as it sounds, and how the other begins."""
    yield from (f"{letter}{sound} {form[:2]}{year}" for sound in sounding.main for form in begins.forms)


def _by_slips_of_date(person: Held, first: _Name, last: _Name, born: str) -> Iterator[str]:
    for one, other in ((first, last), (last, first)):
        yield from _by_date(one, other, born)
        yield from _by_part_of_date(one, other, born)
    for year in _years(born, 1):
        yield from (f"B{sound}{year}{born[4:]}" for sound in first.main)
        yield from _by_both_names("C", first.sounds, last.sounds, year)
    short = _sounds_of_short_forms(person.first.names)
    yield from (f"B{sound}{born}" for sound in short)
    yield from _by_both_names("C", short, last.sounds, born[:4])
    yield from _by_both_names("O", short, last.sounds)
    yield from _by_both_names("C", last.sounds, first.sounds, born[:4])
    yield from _by_beginning("D", last, first, born[:4])
    if swapped := swapped_date(born):
        yield from _by_date(first, last, swapped)


def _by_year(person: Held, first: _Name, last: _Name, born: str) -> Iterator[str]:
    """Of whom only the year is known, and that about; or whose birthday it is."""
    yield from _by_date(first, last, born)
    short = _sounds_of_short_forms(person.first.names)
    yield from _by_both_names("O", short, last.sounds)
    for year in _years(born, 2):
        yield from _by_both_names("C", first.sounds | short, last.sounds, year)
    for year in _years(born, 1):
        yield from _by_both_names("C", last.sounds, first.sounds, year)
        yield from _by_beginning("D", last, first, year)
    yield from _by_place_or_beginning(person, first, last)


def _years(born: str, out: int) -> range:
    return range(int(born[:4]) - out, int(born[:4]) + out + 1)


def _by_names_alone(person: Held, first: _Name, last: _Name) -> Iterator[str]:
    """Without a date to narrow it: both names, either way round, and short forms."""
    short = _sounds_of_short_forms(person.first.names)
    yield from _by_both_names("Q", first.sounds | short, last.sounds)
    yield from _by_both_names("Q", last.sounds, first.sounds)
    yield from _by_place_or_beginning(person, first, last)


def _by_place_or_beginning(person: Held, first: _Name, last: _Name) -> Iterator[str]:
    """The postcode, and the initial of a short form, or of the surname told as the first name.

    Where no address was told, how the first name begins: that brings the same people, and many others.
    """
    if not person.places:
        yield from _by_beginning("P", first, last)
    short = {name[0] for form in person.first.names for name in short_forms(form)}
    yield from (f"I{code}{initial}" for code in _codes(person) for initial in short | last.initials)


def _sounds_of_short_forms(forms: Texts) -> set[str]:
    """The first sound of each: who is held by it has it among theirs."""
    return {sounds(name)[0] for form in forms for name in short_forms(form)}


def _parts(born: str) -> tuple[str, str, str]:
    """Two of year, month and day."""
    year, month, day = born.split("-")
    return f" y{year}{month}", f" d{year}{day}", f" m{month}{day}"


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def swapped_date(born: str) -> str:
    """The date with day and month the other way round; empty where there is none."""
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 and day != month else ""
