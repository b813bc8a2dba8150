"""Brings files over: each row becomes one entry, once, in batches that stand or fall as a whole."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from goldthread.ledger import bulk
from goldthread.ledger.author import Author
from goldthread.ledger.models import Entry, EntrySubject
from goldthread.people.importing import cells, reading
from goldthread.people.importing.entries import SHEETS, Imported, ImportedPerson
from goldthread.people.importing.matching import Answer, Closed, Matcher
from goldthread.people.importing.report import Finding, Report, Tally
from goldthread.procedures.walltime import LONDON

BATCH = 1000  # rows signed in one transaction
_LOCK = 4_705_401  # one import at a time
_ADDED = frozenset({"system", "line", "subjects"})  # what the import adds to what a row says


def importer(system: str, operator: str) -> Author:
    """Who signs: the system that said so, brought over by somebody."""
    return Author(role="import", name=system, designation=f"brought over by {operator}")


def bring(*, by: Author, at: datetime, files: Sequence[Path], closed: Closed, dry: bool = False) -> Report:
    """Bring the files over, in the order in which one leans on another; a dry run keeps nothing.

    Doing it again brings nothing over twice. Raises reading.BadFile, before anything is kept of that file.
    """
    report = Report(by.name, dry)
    ordered = sorted(files, key=lambda path: list(SHEETS).index(path.name))
    if not dry:
        _Run(by, at, report, closed).all(ordered)
        return report
    with transaction.atomic():
        _Run(by, at, report, closed).all(ordered)
        transaction.set_rollback(True)
    return report


@dataclass
class _Row:
    """One row that can be read: what it says, and the key under which it is signed."""

    line: int
    values: dict[str, Any]
    key: str


class _Run:
    """One run over some files of one system."""

    def __init__(self, by: Author, at: datetime, report: Report, closed: Closed) -> None:
        self.by, self.at, self.report = by, at, report
        self.matcher = Matcher(by.name, at, closed)
        self.seen: dict[str, int] = {}  # key of a row of the open file to its line
        self.refused: set[str] = set()  # numbers of people whose row was refused

    def all(self, files: Iterable[Path]) -> None:
        """Every file."""
        for path in files:
            kind = SHEETS[path.name]
            columns = kind.columns()
            required = [name for name, one in columns.items() if one.required]
            sheet = reading.read(path, columns, required)
            tally = Tally(sheet.name, sheet.encoding)
            self.report.tallies.append(tally)
            self.seen.clear()
            while rows := list(islice(sheet.rows, BATCH)):
                with transaction.atomic():
                    _lock()
                    self._batch(kind, rows, tally)

    def _batch(self, kind: type[Imported], rows: Sequence[reading.Row], tally: Tally) -> None:
        tally.read += len(rows)
        fresh = self._not_held(list(self._readable(kind, rows, tally)), tally)
        if kind is ImportedPerson:
            self._people(fresh, tally)
        else:
            self._sign(kind, list(self._of_people(kind, fresh, tally)))

    def _readable(self, kind: type[Imported], rows: Iterable[reading.Row], tally: Tally) -> Iterator[_Row]:
        """The rows that can be understood, each once; the others are refused."""
        columns = kind.columns()
        for row in rows:
            values, wrong = cells.values(columns, row, self.at)
            for error in wrong:
                self._find("refused", tally, row.line, error.message, error.name)
            key = _key(self.by.name, kind, values)
            if wrong:
                self._refuse(kind, row.cells, tally)
            elif key not in self.seen:
                self.seen[key] = row.line
                yield _Row(row.line, values, key)
            elif "source_id" in columns:
                says = f"This number stands on line {self.seen[key]} already. Give each row its own"
                self._find("refused", tally, row.line, says, "source_id")
                tally.refused += 1
            else:
                tally.held += 1  # the same row twice says nothing more

    def _refuse(self, kind: type[Imported], row: Mapping[str, str], tally: Tally) -> None:
        tally.refused += 1
        if kind is ImportedPerson:
            self.refused.add(row.get("source_id", "").strip())

    def _not_held(self, rows: list[_Row], tally: Tally) -> list[_Row]:
        """Those that no earlier run brought over."""
        keys = [row.key for row in rows]
        held = dict(Entry.objects.filter(idempotency_key__in=keys).values_list("idempotency_key", "payload"))
        for row in rows:
            if row.key in held:
                tally.held += 1
                if {name: said for name, said in held[row.key].items() if name not in _ADDED} != row.values:
                    says = "It was brought over before and read otherwise then. Nothing was changed"
                    self._find("changed", tally, row.line, says)
        return [row for row in rows if row.key not in held]

    def _people(self, rows: Sequence[_Row], tally: Tally) -> None:
        """State each row of the person on record, where one surely is it, or else of somebody new."""
        answers = self.matcher.answers({row.line: row.values for row in rows})
        found = [answers.get(row.line, Answer()) for row in rows]
        new = iter(bulk.new_subjects(by=self.by, at=self.at, how_many=sum(not one.same for one in found)))
        signing = []
        for row, answer in zip(rows, found, strict=True):
            signing.append((row, [answer.same or next(new).pk]))
            if answer.maybe:
                self._find("possible", tally, row.line, answer.maybe, "source_id")
        self._sign(ImportedPerson, signing)
        tally.linked += (linked := sum(bool(one.same) for one in found))
        tally.imported += len(rows) - linked

    def _of_people(
        self, kind: type[Imported], rows: Sequence[_Row], tally: Tally
    ) -> Iterator[tuple[_Row, list[UUID]]]:
        """The rows whose people are on record, with them."""
        about = [name for name in ("person", "other") if name in kind.fields]
        known = self._subjects({row.values[name] for row in rows for name in about})
        for row in rows:
            missing = next((name for name in about if row.values[name] not in known), None)
            people = [
                known[row.values[name]] for name in about if name != missing and row.values[name] in known
            ]
            if missing:
                self._find("refused", tally, row.line, self._nobody(row.values[missing]), missing)
            elif len(set(people)) < len(about):
                self._find(
                    "refused", tally, row.line, "Both numbers are one person. Check the second", "other"
                )
            else:
                tally.imported += 1
                yield row, people
                continue
            tally.refused += 1

    def _nobody(self, number: str) -> str:
        if number in self.refused:
            return f"The row of “{number}” in people.csv was refused. Mend that one first"
        return f"Nobody with the number “{number}” was brought over. Add them to people.csv"

    def _subjects(self, numbers: Iterable[str]) -> dict[str, UUID]:
        """Who the numbers of the other system are."""
        keys = {_key(self.by.name, ImportedPerson, {"source_id": number}): number for number in numbers}
        found = EntrySubject.objects.filter(entry__idempotency_key__in=list(keys))
        return {keys[key]: who for key, who in found.values_list("entry__idempotency_key", "subject_id")}

    def _sign(self, kind: type[Imported], rows: Sequence[tuple[_Row, list[UUID]]]) -> None:
        bulk.sign_all(
            by=self.by,
            at=self.at,
            entries=[
                bulk.ToSign(kind.kind, self._payload(row, people), people, row.key, self._when(kind, row))
                for row, people in rows
            ],
        )

    def _payload(self, row: _Row, people: Sequence[UUID]) -> dict[str, Any]:
        own = {"subjects": [str(one) for one in people]} if len(people) > 1 else {}
        return {**row.values, **own, "system": self.by.name, "line": row.line}

    def _when(self, kind: type[Imported], row: _Row) -> datetime:
        """When it happened: the first instant of its first day, for what was done; else now."""
        if "what" not in kind.fields:
            return self.at
        begun = datetime.combine(date.fromisoformat(row.values["from_date"]), time(), LONDON)
        return min(begun, self.at)

    def _find(self, what: str, tally: Tally, line: int, says: str, column: str = "") -> None:
        self.report.findings.append(Finding(what, tally.file, line, column, says))


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _key(system: str, kind: type[Imported], values: Mapping[str, Any]) -> str:
    """The same for the same row of the same system, for ever: by its number, or by all that it says."""
    own = {"source_id": values.get("source_id")} if "source_id" in kind.fields else values
    told = json.dumps([system, kind.kind, own], sort_keys=True)
    return f"import/{hashlib.sha256(told.encode()).hexdigest()[:48]}"
