"""The rows of people in a file, as the service keeps them to be found."""
# ruff: noqa: INP001, E402 - a script of its own, imported by every process that helps

import json
from datetime import date
from typing import NamedTuple
from uuid import UUID

import django

django.setup()

from goldthread.people import keeping, words
from goldthread.people.matching import files, keys, numbers
from goldthread.people.matching.held import held
from goldthread.people.models import Person

SIGNS = "23456789BCDFGHJKMNPQRTVWXY"


class Told(NamedTuple):
    """A row to load."""

    person: UUID
    reference: str
    keys: list[int]
    held: str
    words: list[str]
    shown: str


def rows_of(lines: list[str]) -> list[Told]:
    """The rows of some lines of the file."""
    return [_row(line.rstrip("\n").split("\t")) for line in lines]


def _row(values: list[str]) -> Told:
    told = {name: "" if value == "\\N" else value for name, value in zip(files.COLUMNS, values, strict=True)}
    subject, reference = UUID(int=int(told["person"])), _reference(int(told["person"]))
    person = Person(
        subject_id=subject,
        given=f"{told['first']} {told['middle']}".strip(),
        family=told["last"],
        born=_day(told["born"]),
        expected=_day(told["due"]),
    )
    lived = [(told["house"], told["street"], told["postcode"])]
    lived += [(house, street, code) for house, street, code in _pieces(told["former"], 3)]
    named = [(first, last) for first, last in _pieces(told["other_names"], 2)]
    known = held(
        first=told["first"],
        middle=told["middle"],
        last=told["last"],
        sex=told["sex"],
        born=told["born"],
        due=told["due"],
        nhs=told["nhs"],
        places=[(house, code) for house, _, code in lived],
        other_names=named,
    )
    signs = _signs(told, person, named, lived) | {words.reference(reference)}
    home = f"{numbers.postcode(told['postcode'])}:{numbers.house(told['house'])}"
    shown = keeping.shown(
        person,
        reference=reference,
        address=f"{told['house']} {told['street']}, {told['postcode']}",
        homes=[home] if told["postcode"] and told["house"] else [],
        same=subject,
    )
    found = sorted(keys.held_keys(known))
    return Told(subject, reference, found, known.pack(), sorted(signs), json.dumps(shown))


def _signs(
    told: dict[str, str], person: Person, named: list[tuple[str, ...]], lived: list[tuple[str, ...]]
) -> set[str]:
    signs: set[str] = set()
    others = [one for both in named for one in both]
    for name in words.names(told["first"], told["middle"], told["last"], *others):
        signs |= {name, *words.sound(name)}
    if person.born:
        signs |= {words.day(person.born), words.year(person.born.year)}
    if person.expected:
        signs.add(words.due(person.expected))
    for house, street, code in lived:
        signs |= {*words.street(f"{house} {street}"), *([words.postcode(code)] if code else [])}
    return signs


def _pieces(text: str, count: int) -> list[list[str]]:
    return [(piece.split("|") + [""] * count)[:count] for piece in text.split(";") if piece]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _reference(number: int) -> str:
    signs = ""
    for _ in range(9):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return f"{signs[:3]}-{signs[3:6]}-{signs[6:]}"
