"""Keys by which someone is found: two people who may be one share a key, and few others do.

A key is a number made of a letter and what was told. Someone held has about twenty-five; who is looked for
asks for the same ones, and for those of every slip that is likely: names the other way round, day and month
the other way round, a year too many, a short form, one digit of an NHS number.
"""

from collections.abc import Iterable, Iterator
from zlib import crc32

from goldthread.people.matching import numbers
from goldthread.people.matching.held import Held
from goldthread.people.matching.names import short_forms, sounds

_EARLIEST_SIGN = 2**31


def key(*parts: str) -> int:
    """A signed 32-bit number."""
    number = crc32("|".join(parts).encode())
    return number - 2**32 if number >= _EARLIEST_SIGN else number


def held_keys(person: Held) -> set[int]:
    """The keys under which someone is kept."""
    first, last = _Name(person.firsts, person.middles), _Name(person.surnames + person.other_surnames)
    keys = {*_by_place(person.places, first, last), *_by_both_names(first, last, "Q")}
    if person.born:
        keys.update(_by_date(first, last, person.born))
        keys.update(_by_year(first, last, person.born[:4], person.places))
        keys.update(_by_part_of_date(first, last, person.born))
        keys.update(key("S", sound, part) for sound in last.main for part in _parts(person.born))
    else:
        keys.update(_by_both_names(first, last, "O"))  # without a date of birth: rare, so always asked for
    keys.update(key("P", sound, end) for sound in last.main for form in first.forms for end in _ends(form))
    if person.nhs:
        keys.add(key("N", person.nhs))
    if person.due:
        month = _month(person.due)
        keys.update(key("U", sound, str(month + off)) for sound in last.sounds for off in (-1, 0, 1))
        keys.update(key("V", code, str(month + off)) for code, _ in person.places for off in (-1, 0, 1))
    return keys


def asked_keys(person: Held) -> set[int]:
    """The keys to ask for when this is the person looked for."""
    first, last = _Name(person.firsts, person.middles), _Name(person.surnames)
    keys = {*_by_place(person.places, first, last), *_by_both_names(first, last, "O")}
    keys.update(_by_both_names(last, first, "O"))
    if person.born:
        keys.update(_by_slips_of_date(first, last, person))
    if not person.born or is_estimate(person.born):
        keys.update(_by_names_alone(first, last, person))
    if not person.born and first.forms and last.forms:
        keys.update(_by_place(person.places, last, first))
    if person.nhs:
        keys.add(key("N", person.nhs))
        if not numbers.is_nhs_number(person.nhs):
            keys.update(key("N", number) for number in numbers.meant(person.nhs))
    return keys


def is_estimate(born: str) -> bool:
    """Whether a date of birth is the first of January: so is everyone's of whom only the year is known."""
    return born.endswith("-01-01")


class _Name:
    """One part of a name: its forms, initials and sounds; `main` are the first sounds alone."""

    def __init__(self, forms: tuple[str, ...], middles: tuple[str, ...] = ()) -> None:
        self.forms = forms
        self.initials = {form[0] for form in forms}
        self.sounds = {sound for form in forms for sound in sounds(form)}
        self.main = {sounds(form)[0] for form in forms}
        self.with_middles = self.sounds | {sound for form in middles for sound in sounds(form)}


def _by_date(first: _Name, last: _Name, born: str) -> Iterator[int]:
    yield from (key("A", sound, born) for sound in last.sounds)
    yield from (key("B", sound, born) for sound in first.with_middles)
    yield from (key("G", a, b, born) for a in first.initials for b in last.initials)


def _by_year(first: _Name, last: _Name, year: str, places: Iterable[tuple[str, str]]) -> Iterator[int]:
    yield from (key("C", a, b, year) for a in first.sounds for b in last.sounds)
    yield from (key("K", code, year) for code, _ in places)


def _by_part_of_date(first: _Name, last: _Name, born: str) -> Iterator[int]:
    for part in _parts(born):
        yield from (key("E", a, b, part) for a in first.initials for b in last.main)
        yield from (key("F", a, b, part) for a in first.main for b in last.initials)


def _by_place(places: Iterable[tuple[str, str]], first: _Name, last: _Name) -> Iterator[int]:
    for code, house in places:
        if house:
            yield key("H", code, house)
        yield from (key("I", code, initial) for initial in first.initials)
        yield from (key("J", code, initial) for initial in last.initials)


def _by_both_names(first: _Name, last: _Name, letter: str) -> Iterator[int]:
    yield from (key(letter, a, b) for a in first.sounds for b in last.sounds)


def _by_slips_of_date(first: _Name, last: _Name, person: Held) -> Iterator[int]:
    born, year = person.born, int(person.born[:4])
    years = [f"{year + off:04d}" for off in (0, -1, 1)]
    yield from _by_date(first, last, born)
    yield from _by_part_of_date(first, last, born)
    yield from _by_date(last, first, born)
    yield from _by_part_of_date(last, first, born)
    for each in years:
        yield from _by_year(first, last, each, person.places)
        yield from _by_year(last, first, each, ())
    if swapped := swapped_date(born):
        yield from _by_date(first, last, swapped)
    nicknames = {sound for form in person.firsts for name in short_forms(form) for sound in sounds(name)}
    yield from (key("B", sound, born) for sound in nicknames)
    yield from (key("C", sound, b, each) for sound in nicknames for b in last.sounds for each in years)
    if not first.forms:
        yield from (key("S", sound, part) for sound in last.main for part in _parts(born))
    month = str(_month(born))
    yield from (key("U", sound, month) for sound in last.sounds)
    yield from (key("V", code, month) for code, _ in person.places)


def _by_names_alone(first: _Name, last: _Name, person: Held) -> Iterator[int]:
    """Without a date to narrow it: both names, either way round, also with a slip in the first one."""
    yield from _by_both_names(first, last, "Q")
    yield from _by_both_names(last, first, "Q")
    yield from (key("P", sound, end) for sound in last.main for form in first.forms for end in _ends(form))
    for name in {name for form in person.firsts for name in short_forms(form)}:
        yield from (key("Q", a, b) for a in sounds(name) for b in last.sounds)
        yield from (key("I", code, name[0]) for code, _ in person.places)


def _parts(born: str) -> tuple[str, str, str]:
    """Two of year, month and day."""
    year, month, day = born.split("-")
    return f"y{year}{month}", f"d{year}{day}", f"m{month}{day}"


def _ends(form: str) -> tuple[str, str]:
    """How a name begins and ends: a slip spoils only one of them."""
    return f"{form[:2]}-", f"-{form[-2:]}"


def _month(day: str) -> int:
    return int(day[:4]) * 12 + int(day[5:7])


def swapped_date(born: str) -> str:
    """The date with day and month the other way round; empty where there is none."""
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 and day != month else ""
