"""Finds people: the plain search of the desk. The inside of `find` may change; what it promises stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from goldthread.ledger.london import london_date
from goldthread.people import describe
from goldthread.people.asking import Query, Wanted, wanted
from goldthread.people.folding import fold
from goldthread.people.models import Person
from goldthread.people.weighing import Known, Label, Weighed, weigh

__all__ = ["Candidate", "Label", "Query", "find"]

# People worth weighing, from each side, then what is stated about each. One statement, one round trip.
_NEARBY = """
WITH nearby AS (
    (SELECT subject_id FROM people_person WHERE %(names)s <> '' ORDER BY %(names)s <<-> words LIMIT 60)
    UNION
    (SELECT birth.subject_id FROM people_birth birth JOIN people_person USING (subject_id)
     WHERE birth.born = ANY(%(dates)s::date[]) AND birth.superseded_by_id IS NULL
     ORDER BY %(names)s <<-> words LIMIT 60)
    UNION
    (SELECT address.subject_id FROM people_address address JOIN people_person USING (subject_id)
     WHERE address.postcode = %(postcode)s AND %(postcode)s <> ''
       AND NOT address.safe AND address.superseded_by_id IS NULL
     ORDER BY %(names)s <<-> words LIMIT 60)
    UNION
    (SELECT subject_id FROM people_identifier
     WHERE kind = 'nhs_number' AND value = %(nhs_number)s AND superseded_by_id IS NULL LIMIT 60)
    UNION
    (SELECT id FROM ledger_subject WHERE reference = %(reference)s)
)
SELECT subject.id, subject.reference, given, family, person.born, person.expected, person.about_year,
    (SELECT coalesce(json_agg(json_build_array(name.given, name.family, name.kind)), '[]')
     FROM people_name name WHERE name.subject_id = subject.id AND name.superseded_by_id IS NULL) AS names,
    ARRAY(SELECT birth.born FROM people_birth birth
          WHERE birth.subject_id = subject.id AND birth.superseded_by_id IS NULL) AS births,
    (SELECT coalesce(json_agg(json_build_array(lines, postcode, current, safe) ORDER BY recorded_at), '[]')
     FROM people_address address JOIN ledger_entry entry ON entry.id = address.stated_by_id
     WHERE address.subject_id = subject.id AND address.superseded_by_id IS NULL) AS addresses,
    ARRAY(SELECT value FROM people_identifier identifier WHERE identifier.subject_id = subject.id
          AND identifier.kind = 'nhs_number' AND identifier.superseded_by_id IS NULL) AS nhs_numbers,
    ARRAY(SELECT CASE WHEN link.subject_id = subject.id THEN link.other_id ELSE link.subject_id END
          FROM people_sameperson link
          WHERE subject.id IN (link.subject_id, link.other_id) AND link.superseded_by_id IS NULL) AS same
FROM nearby
JOIN ledger_subject subject ON subject.id = nearby.subject_id
JOIN people_person person ON person.subject_id = subject.id
"""


@dataclass(frozen=True)
class Candidate:
    """Someone on record who may be the one looked for, in words for the screen. No safe address is told."""

    subject_id: UUID
    reference: str
    name: str
    born: str
    address: str
    score: float
    label: Label
    reasons: tuple[str, ...]


def find(query: Query, *, at: datetime, limit: int = 10) -> list[Candidate]:
    """People who may be the one looked for, the likeliest first (HERTS-10.10).

    Names used now or before, beginnings, slips of the keyboard, accents, names or dates the other way
    round. Someone recorded twice, and known to be, is shown once. Whatever is typed, it does not raise.
    """
    asked = wanted(query)
    if not asked:
        return []
    weighed = [(weigh(asked, _known(row)), row) for row in _nearby(asked)]
    worth_showing = [pair for pair in weighed if pair[0].label is not Label.NONE]
    worth_showing.sort(key=lambda pair: (-pair[0].score, str(pair[1]["id"])))
    return [_candidate(weight, row, london_date(at)) for weight, row in _once(worth_showing)][:limit]


def _nearby(asked: Wanted) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _NEARBY,
            {
                "names": asked.names,
                "dates": asked.dates,
                "postcode": asked.postcode,
                "nhs_number": asked.nhs_number,
                "reference": asked.reference,
            },
        )
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _known(row: Mapping[str, Any]) -> Known:
    addresses = [
        (postcode, current) for _, postcode, current, safe in row["addresses"] if postcode and not safe
    ]
    return Known(
        reference=row["reference"],
        names=tuple(_name(*name) for name in row["names"]),
        born=tuple(day for day in row["births"] if day),
        expected=(row["expected"],) if row["expected"] else (),
        years=(row["about_year"],) if row["about_year"] else (),
        postcodes=tuple(postcode for postcode, current in addresses if current),
        former_postcodes=tuple(postcode for postcode, current in addresses if not current),
        nhs_numbers=tuple(row["nhs_numbers"]),
    )


def _name(given: str, family: str, kind: str) -> tuple[str, str, str]:
    """Another name is often told in one piece, of which nobody knows whether it is given or family name."""
    given, family = fold(given), fold(family)
    return (given, family, kind) if kind == "usual" else (given or family, family or given, kind)


def _once(found: Iterable[tuple[Weighed, dict[str, Any]]]) -> Iterable[tuple[Weighed, dict[str, Any]]]:
    """Leave out whoever is confirmed to be someone already in the list."""
    shown: set[UUID] = set()
    for weight, row in found:
        if shown.isdisjoint(row["same"]):
            shown.add(row["id"])
            yield weight, row


def _candidate(weight: Weighed, row: Mapping[str, Any], day: date) -> Candidate:
    fields = ("given", "family", "born", "expected", "about_year")
    person = Person(subject_id=row["id"], **{field: row[field] for field in fields})
    return Candidate(
        subject_id=row["id"],
        reference=row["reference"],
        name=describe.display_name(person),
        born=describe.born_and_age(person, day),
        address=_address(row["addresses"]),
        score=weight.score,
        label=weight.label,
        reasons=weight.reasons,
    )


def _address(addresses: Iterable[tuple[str, str, bool, bool]]) -> str:
    """The newest current address, in one line."""
    current = [address for address in addresses if address[2]]
    if not current:
        return "Address not known"
    lines, postcode, _, safe = current[-1]
    return "Address withheld" if safe else ", ".join(part for part in (*lines.splitlines(), postcode) if part)
