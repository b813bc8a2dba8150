"""Two records beside each other: all that is said in each, by whom, and where they contradict each other."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldthread.ledger.london import london_date, say_date
from goldthread.people import describe
from goldthread.people.folding import fold
from goldthread.people.models import (
    Address,
    Attendance,
    Birth,
    Characteristic,
    Fact,
    Identifier,
    Name,
    Relationship,
)
from goldthread.people.statements import CHARACTERISTICS, IDENTIFIERS, NAME_KINDS, RELATIONSHIPS

SAFE = "Withheld: a safe address"
_ONLY_ONE = ("nhs_number", "upn")  # numbers of which a person has one


@dataclass(frozen=True)
class Told:
    """One thing said in a record, by whom and when. `other` is whom it is about beside the person."""

    label: str
    text: str
    by: str
    on: date
    other: UUID | None = None


def told_of(people: Collection[UUID]) -> list[Told]:
    """All that stands in these records, by kind; of a safe address only that there is one."""
    return [
        Told(
            label[:1].upper() + label[1:], text, fact.said_by, london_date(fact.stated_by.recorded_at), other
        )
        for fact, label, text, other in _facts(people)
    ]


def _facts(people: Collection[UUID]) -> Iterator[tuple[Fact, str, str, UUID | None]]:
    for name in _standing(Name, people):
        yield name, NAME_KINDS[name.kind], f"{name.given} {name.family}".strip(), None
    for birth in _standing(Birth, people):
        yield birth, "birth", _birth(birth), None
    for number in _standing(Identifier, people):
        yield number, IDENTIFIERS[number.kind], _number(number), None
    for home in _standing(Address, people):
        yield home, "lives at" if home.current and not home.until else "lived at", _home(home), None
    for place in _standing(Attendance, people):
        yield place, "school or nursery", place.place, None
    for trait in _standing(Characteristic, people):
        yield trait, CHARACTERISTICS[trait.kind], trait.words, None
    yield from _family(people)


def _family(people: Collection[UUID]) -> Iterator[tuple[Fact, str, str, UUID | None]]:
    found = Relationship.objects.standing().filter(Q(subject__in=people) | Q(other__in=people))
    for tie in found.order_by("stated_by__recorded_at", "id"):
        words = RELATIONSHIPS[tie.kind]
        if tie.subject_id in people:
            yield tie, "family", f"{words} of", tie.other_id
        else:
            yield tie, "family", f"{words}:", tie.subject_id


def _number(number: Identifier) -> str:
    return describe.nhs_number(number.value) if number.kind == "nhs_number" else number.value


def _home(home: Address) -> str:
    return SAFE if home.safe else ", ".join(filter(None, (*home.lines.splitlines(), home.postcode)))


def _standing(table: Any, people: Collection[UUID]) -> Any:
    return table.objects.standing().filter(subject__in=people).order_by("stated_by__recorded_at", "id")


def _birth(birth: Birth) -> str:
    if birth.born:
        return f"born {say_date(birth.born)}"
    return f"expected {say_date(birth.expected)}" if birth.expected else f"born about {birth.about_year}"


def conflicts(one: Collection[UUID], other: Collection[UUID]) -> list[str]:
    """What speaks against their being one person, in words: dates of birth, numbers, sexes, their own tie."""
    found = [
        _differ("Dates of birth", *(_births(people) for people in (one, other))),
        *(_differ(_plural(kind), *(_numbers(people, kind) for people in (one, other))) for kind in _ONLY_ONE),
        *(
            _differ(words, *(_traits(people, kind) for people in (one, other)))
            for kind, words in (("sex", "Sexes"), ("gender", "Genders"))
        ),
    ]
    return [words for words in found if words] + _ties(one, other)


def _plural(kind: str) -> str:
    words = IDENTIFIERS[kind]
    return f"{words[:1].upper()}{words[1:]}s"


def _differ(what: str, one: set[str], other: set[str]) -> str:
    """A sentence where both are told and nothing agrees."""
    if not one or not other or one & other:
        return ""
    return f"{what} differ: {', '.join(sorted(one))} and {', '.join(sorted(other))}."


def _births(people: Collection[UUID]) -> set[str]:
    return {say_date(birth.born) for birth in _standing(Birth, people) if birth.born}


def _numbers(people: Collection[UUID], kind: str) -> set[str]:
    return {number.value for number in _standing(Identifier, people) if number.kind == kind}


def _traits(people: Collection[UUID], kind: str) -> set[str]:
    said = (trait for trait in _standing(Characteristic, people) if trait.kind == kind)
    return {trait.value.lower() for trait in said if trait.answer == "said"}


def _ties(one: Collection[UUID], other: Collection[UUID]) -> list[str]:
    """Someone said that the one is the mother, the brother or the like of the other."""
    both = Q(subject__in=one, other__in=other) | Q(subject__in=other, other__in=one)
    kinds = {tie.kind for tie in Relationship.objects.standing().filter(both)}
    return [f"One is said to be {RELATIONSHIPS[kind]} of the other." for kind in sorted(kinds)]


def fingerprint(one: Collection[UUID], other: Collection[UUID]) -> str:
    """The same for as long as nothing new is known of either: who says it, and how often, is nothing new."""
    known = sorted(_known(people) for people in (one, other))
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _known(people: Collection[UUID]) -> list[str]:
    return sorted({"|".join(map(str, words)) for words in _words(people)})


def _words(people: Collection[UUID]) -> Iterable[tuple[object, ...]]:
    for name in _standing(Name, people):
        yield "name", fold(name.given), fold(name.family)
    for birth in _standing(Birth, people):
        yield "birth", birth.born, birth.expected, birth.about_year
    for number in _standing(Identifier, people):
        yield number.kind, number.value
    for home in _standing(Address, people):
        yield "home", fold(home.lines), home.postcode
    for trait in _standing(Characteristic, people):
        yield trait.kind, fold(trait.words)
