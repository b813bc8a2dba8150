"""Keeps what entries state about people. It all follows from entries, so it can be rebuilt at any time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import prefetch_related_objects

from goldthread.ledger.corrected import values_of_all
from goldthread.ledger.entries import entry_type, merged
from goldthread.ledger.ids import derived_id
from goldthread.ledger.london import london_date
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.ledger.moving import moved
from goldthread.people import circumstances as life
from goldthread.people import statements as say
from goldthread.people.entries import FactEnded
from goldthread.people.keeping import keep
from goldthread.people.models import (
    Address,
    Attendance,
    Birth,
    Characteristic,
    Circumstance,
    Distinct,
    Fact,
    Identifier,
    LookUp,
    Name,
    Person,
    Relationship,
    Responsibility,
    SamePerson,
    Sighting,
)
from goldthread.people.summary import summarise

_TABLES: Mapping[type[say.Statement], type[Fact]] = {
    say.Named: Name,
    say.Born: Birth,
    say.Characterised: Characteristic,
    say.Died: Characteristic,
    say.LivesAt: Address,
    say.Identified: Identifier,
    say.RelatedTo: Relationship,
    say.LivesWith: Relationship,
    say.HoldsResponsibility: Responsibility,
    say.Attends: Attendance,
    say.SamePersonAs: SamePerson,
    say.DistinctFrom: Distinct,
    life.Seen: Sighting,
    life.LegalStatus: Circumstance,
    life.StaysAt: Circumstance,
    life.Worried: Circumstance,
    life.MustNotSee: Circumstance,
    life.Registered: Characteristic,
}
# What the summary of a person, and the row by which they are found, are made of.
_TELLING = (Name, Birth, Characteristic, Address, Identifier, Relationship, SamePerson)
# Every table that is derived here. None points at another, so a rebuild may empty them in any order.
DERIVED: tuple[type[models.Model], ...] = (*dict.fromkeys(_TABLES.values()), Person, LookUp)


class AboutNobody(ValueError):
    """An entry states something about a person who is not part of it: a fault in its class."""


def project(entry: Entry) -> None:
    """Write what the entry, or the one that it amends, states. Doing it again changes nothing."""
    chain = _chain(entry)
    if chain[0].kind == FactEnded.kind and chain[0].answers is not None:
        chain = _chain(chain[0].answers)
    people = {str(pk) for pk in chain[0].parts.values_list("subject_id", flat=True)}
    rows = list(_rows(chain, people))
    _end(rows, chain[0])
    _keep(rows)
    follow = _told(rows)
    if elsewhere := _everyone(chain[0]) - people:  # moved from one record to another
        _leave(chain, rows)
        follow |= {UUID(subject) for subject in people | elsewhere}
    _follow(follow | _new({UUID(subject) for subject in people} - follow))


def _told(rows: Iterable[Fact]) -> set[UUID]:
    """Of whom these say something that tells who they are, or where they are found.

    Of a tie that no longer stands, the other end is not found from this one any more: so both are among them.
    """
    found = [row for row in rows if isinstance(row, _TELLING)]
    ends = (row.other_id for row in found if isinstance(row, Relationship | SamePerson))
    return {UUID(str(subject)) for subject in (*(row.subject_id for row in found), *ends)}


def _new(people: Collection[UUID]) -> set[UUID]:
    """Those of whom nothing is kept yet."""
    return {*people} - set(Person.objects.filter(pk__in=people).values_list("pk", flat=True))


def _everyone(entry: Entry) -> set[str]:
    """Everybody in whose record it stands or ever stood."""
    return set(map(str, EntrySubject.everywhere.filter(entry=entry).values_list("subject_id", flat=True)))


def _leave(chain: Sequence[Entry], rows: Sequence[Fact]) -> None:
    """Take out what the chain stated of whom it is not about any more."""
    stated = [row.pk for row in rows]
    for table in dict.fromkeys(_TABLES.values()):
        table._default_manager.filter(stated_by__in=chain).exclude(pk__in=stated).delete()


def project_all(entries: Sequence[Entry]) -> None:
    """The same for many new entries at once, none of which amends another."""
    prefetch_related_objects(entries, "parts")
    people = {entry.pk: {str(part.subject_id) for part in entry.parts.all()} for entry in entries}
    rows = [row for entry in entries for row in _rows([entry], people[entry.pk])]
    _keep(rows)
    told = _told(rows)
    _follow(told | _new({UUID(subject) for subject in set().union(*people.values())} - told))


def refresh(people: Collection[UUID]) -> None:
    """Write afresh what follows of these people; of whom nothing is on record any more, nothing is kept."""
    known = set(EntrySubject.everywhere.filter(subject__in=people).values_list("subject", flat=True))
    for table in (LookUp, Person):
        table.objects.filter(pk__in=set(people) - known).delete()
    _follow(known)


def _follow(people: Collection[UUID]) -> None:
    """Write what follows from the rows."""
    if people:
        summarise(sorted(people))
        keep(sorted(people))


def _keep(found: Iterable[Fact]) -> None:
    """Write the rows, table by table."""
    by_table: dict[type[Fact], list[Fact]] = {}
    for row in found:
        by_table.setdefault(type(row), []).append(row)
    for table, rows in by_table.items():
        table._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=["superseded_by", "until"]
        )


def _end(rows: Sequence[Fact], stating: Entry) -> None:
    """What somebody said later of these facts, one by one: that they ended, or never were so."""
    by_id = {str(row.pk): row for row in rows}
    found = stating.replies.filter(kind=FactEnded.kind).order_by("recorded_at", "pk")
    ends = list(found.prefetch_related("parts"))
    for end, (said, _) in zip(ends, values_of_all(ends).values(), strict=True):
        for row in (by_id[one] for one in said.get("facts", ()) if one in by_id):
            if said.get("how") == "error":
                row.superseded_by = row.superseded_by or end
            elif said.get("until"):
                row.until = date.fromisoformat(said["until"])


def _chain(entry: Entry) -> list[Entry]:
    """The original entry, then everything that amends it, as recorded."""
    while entry.amends is not None:
        entry = entry.amends
    chain, later = [entry], [entry]
    while later:
        later = list(Entry.objects.filter(amends__in=later))
        chain += later
    return [entry, *sorted(chain[1:], key=lambda e: (e.recorded_at, str(e.pk)))]


def _rows(chain: Sequence[Entry], people: set[str]) -> Iterator[Fact]:
    """Each statement as first made in the chain, superseded by the amendment that no longer makes it."""
    standing: dict[say.Statement, Fact] = {}
    for version, stated in _versions(chain):
        if stranger := next((s for s in stated if s.about not in people), None):
            raise AboutNobody(
                f"{version.kind} states something about {stranger.about}, who is not in the entry"
            )
        for gone in [statement for statement in standing if statement not in stated]:
            row = standing.pop(gone)
            row.superseded_by = version
            yield row
        for statement in stated:
            standing.setdefault(statement, _row(version, statement))
    yield from standing.values()


def _versions(chain: Sequence[Entry]) -> Iterator[tuple[Entry, list[say.Statement]]]:
    """What the entry states, read with each amendment in turn."""
    kind, to = entry_type(chain[0].kind), moved(chain[0])
    values: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    for version in chain:
        changes = version.payload if version is chain[0] else version.payload.get("values", {})
        values = merged(values, changes)
        for part in sorted(version.parts.all(), key=lambda part: part.subject_id):
            parts[str(part.subject_id)] = merged(parts.get(str(part.subject_id), {}), part.payload)
        stated = [
            _repointed(s, to)
            for s in kind.statements(values, parts)
            if isinstance(s, say.Statement) and s.says_something()
        ]
        yield version, list(dict.fromkeys(stated))


def _repointed(statement: say.Statement, to: Mapping[str, str]) -> say.Statement:
    """The same about whoever it is about since the entry was moved."""
    ends: dict[str, Any] = {
        end: to[str(getattr(statement, end))]
        for end in ("about", "other")
        if str(getattr(statement, end, "")) in to
    }
    return replace(statement, **ends) if ends else statement


def _row(version: Entry, statement: say.Statement) -> Fact:
    columns = statement.columns(london_date(version.occurred_at))
    return _TABLES[type(statement)](id=derived_id(version.pk, repr(statement)), stated_by=version, **columns)
