"""Finds people: one look-up for every desk, and who lives with those found."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from goldthread.ledger.london import london_date
from goldthread.people import describe
from goldthread.people.asking import Query, Wanted, wanted
from goldthread.people.matching.evidence import Frequencies
from goldthread.people.matching.keys import home_key
from goldthread.people.matching.ranking import Candidate as Ranked
from goldthread.people.matching.ranking import Label, rank
from goldthread.people.matching.store import frequencies
from goldthread.people.models import Person

__all__ = ["Candidate", "Housemate", "Label", "Query", "common", "find", "households"]

_MOST_BY_WORDS = 60  # of one probe: with nothing else to go by, more are not worth reading
_CONSIDERED = 3  # times as many as are asked for: some are one person
_NEARBY = "SELECT person, held, shown, has_all_words FROM people_nearby(%s, %s, %s)"
_HOW_MANY = "SELECT reltuples FROM pg_class WHERE oid = 'people_lookup'::regclass"
_FEW = 5000  # people
_CERTAIN = 200.0  # bits: whoever has the reference that was typed


@dataclass(frozen=True)
class Candidate:
    """Someone on record who may be the one looked for, in words for the screen. No safe address is told.

    `score` is in bits, for ordering. `homes` are where they live, for `households`.
    """

    subject_id: UUID
    reference: str
    name: str
    born: str
    address: str
    score: float
    label: Label
    reasons: tuple[str, ...]
    homes: tuple[str, ...]


@dataclass(frozen=True)
class Housemate:
    """Someone who lives with a person found."""

    subject_id: UUID
    name: str
    age: str


@dataclass(frozen=True)
class _Row:
    """Someone nearby. `has_all`: all that was typed is true of them."""

    held: str  # as it is packed
    shown: str
    has_all: bool


def find(query: Query, *, at: datetime, limit: int = 10) -> list[Candidate]:
    """People who may be the one looked for, the likeliest first, then others of their house (HERTS-10.10).

    Names used now or before, beginnings, slips of the keyboard, other spellings, names or dates the other way
    round, an address alone. One statement. Someone recorded twice, and known to be, is shown once. Whatever
    is typed, it does not raise.
    """
    day = london_date(at)
    asked = wanted(query, on=day)
    if not asked:
        return []
    rows = _nearby(asked)
    found = _ranked(asked, rows, common(at), limit * _CONSIDERED)
    candidates = sorted(_candidates(found, asked, day), key=lambda one: -one.score)
    return candidates[:limit]


def households(candidates: Iterable[Candidate], *, at: datetime) -> dict[UUID, list[Housemate]]:
    """Who else lives with each of these people, by subject. Whoever shows them checks who may see them."""
    candidates, day = list(candidates), london_date(at)
    everyone = _at_home({home for one in candidates for home in one.homes})
    return {
        one.subject_id: [
            _housemate(person, shown, day)
            for person, shown in everyone
            if person != one.subject_id and not set(one.homes).isdisjoint(shown["homes"])
        ]
        for one in candidates
    }


def _housemate(subject: UUID, shown: Mapping[str, Any], day: date) -> Housemate:
    person = _person(subject, shown)
    return Housemate(subject, describe.display_name(person), describe.age(person, day))


def _nearby(asked: Wanted) -> dict[str, _Row]:
    """Everybody worth weighing, by subject id, as text. Those who have all the words come last, and stay."""
    rows = _read(asked.keys, asked.probes)
    return {str(person): _Row(held, shown, has_all) for person, held, shown, has_all in rows}


def _at_home(homes: Iterable[str]) -> list[tuple[UUID, Mapping[str, Any]]]:
    rows = _read([home_key(home) for home in homes], [])
    read = [(person, json.loads(shown)) for person, _, shown, _ in rows]
    return sorted(read, key=lambda row: (row[1]["born"] or "", row[1]["reference"]))


def _read(keys: Sequence[int], probes: Sequence[str]) -> list[tuple[UUID, str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_NEARBY, [list(keys), list(probes), _MOST_BY_WORDS])
        return list(cursor.fetchall())


def common(at: datetime) -> Frequencies:
    """How common each name is here, as counted within the hour."""
    return _counted(f"{at:%Y-%m-%d %H}")


@lru_cache(1)
def _counted(hour: str) -> Frequencies:  # noqa: ARG001 - counted afresh when it is another
    """Among few people no name is common: then nothing is counted."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY)
        ((people,),) = cursor.fetchall()
    return frequencies(connection.connection) if people > _FEW else Frequencies(0)


def _ranked(
    asked: Wanted, rows: Mapping[str, _Row], common: Frequencies, limit: int
) -> list[tuple[Ranked, _Row]]:
    """Each person once, as the reading of what was typed that fits them best has it, the likeliest first."""
    best: dict[str, Ranked] = {}
    for variant in asked.variants:
        for one in rank(variant, ((person, row.held) for person, row in rows.items()), common, limit):
            if one.person not in best or one.weighed.bits > best[one.person].weighed.bits:
                best[one.person] = one
    found = sorted(best.values(), key=lambda one: (-one.weighed.bits, one.person))
    return [(one, rows[one.person]) for one in found]


def _candidates(found: Iterable[tuple[Ranked, _Row]], asked: Wanted, day: date) -> Iterator[Candidate]:
    """Those worth showing; whoever is confirmed to be someone already in the list is left out."""
    seen: set[str] = set()
    for one, row in found:
        shown = json.loads(row.shown)
        label = Label.POSSIBLE if one.label is Label.NONE and row.has_all else one.label
        is_named = asked.reference != "" and asked.reference == shown["reference"]
        if shown["same"] in seen or not (is_named or label is not Label.NONE):
            continue
        seen.add(shown["same"])
        person = _person(UUID(one.person), shown)
        yield Candidate(
            subject_id=UUID(one.person),
            reference=shown["reference"],
            name=describe.display_name(person),
            born=describe.born_and_age(person, day),
            address=shown["address"] or "Address not known",
            score=_CERTAIN if is_named else one.weighed.bits,
            label=Label.MATCH if is_named else label,
            reasons=("same reference",) if is_named else one.weighed.reasons(),
            homes=tuple(shown["homes"]),
        )


def _person(subject: UUID, shown: Mapping[str, Any]) -> Person:
    """As a list shows them, unsaved."""
    days = {name: date.fromisoformat(shown[name]) if shown[name] else None for name in ("born", "expected")}
    names = {name: shown[name] for name in ("given", "family", "about_year")}
    return Person(subject_id=subject, **names, **days)
