"""Reads CASE.yaml: a case's events in the words of its authority's procedure."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from goldthread.procedures.events import CaseEvent
from goldthread.procedures.format.findings import Damaged
from goldthread.procedures.format.keys import NONE, Id, Part, Value, Written
from goldthread.procedures.format.reader import Reader, close_match
from goldthread.procedures.format.words import Fact
from goldthread.procedures.register import NoProcedure
from goldthread.procedures.tables import Procedure, Table
from goldthread.procedures.walltime import date_or_instant, london_day

ProcedureOf = Callable[[str], Procedure]
LINKS = ("corrects", "answers", "authorises", "declines")


class Subject(Part):
    """The child, or another person, whom the case is about."""

    born: date | None = None
    """The day of birth."""
    expected: date | None = None
    """For an unborn child: the day it is expected."""


class By(Part):
    """Who recorded an event."""

    role: Id
    """A role of the procedure."""
    agency: str = ""
    """The agency, where it is another one."""
    person: str = ""
    """An opaque id of the person, where two people are required."""


class EventEntry(Part):
    """One event of a case."""

    id: str
    """An id of its own within the case."""
    at: datetime
    """When it happened."""
    recorded_at: datetime | None = None
    """When it was written; absent: then."""
    step: Id
    """The step of the procedure."""
    outcome: Id
    """Its outcome."""
    by: By
    """Who recorded it."""
    facts: Mapping[Id, Written] = NONE
    """What it states."""
    corrects: str = ""
    """The event in whose place it stands."""
    answers: str = ""
    """The event that it answers."""
    authorises: str = ""
    """The event that it authorises."""
    declines: str = ""
    """The event that it declines to authorise."""
    reason: str = ""
    """Why it was recorded outside the procedure, or late."""


class CaseFile(Part):
    """The file CASE.yaml."""

    title: str = ""
    """What the case is about."""
    authority: str
    """The authority's id."""
    subject: Subject = Subject()
    """The person."""
    events: tuple[EventEntry, ...]
    """What happened."""


class Case:
    """A case that has been read and found to make sense."""

    def __init__(self, procedure: Procedure, file: CaseFile, events: list[CaseEvent]) -> None:
        self.procedure = procedure
        self.file = file
        self.events = events


class BadInput(Damaged):
    """What was asked cannot be understood: findings say where and why."""


def read_case(path: Path, procedure_of: ProcedureOf, kind: type[CaseFile] = CaseFile) -> Case:
    """The case in a file, given the procedures by authority: PackRegister.procedure.

    Raises BadInput, naming file, line and key; and Damaged if the authority's pack is.
    """
    reader = Reader("", path.parent)
    if not path.is_file():
        reader.file = str(path)
        reader.fault(1, "no_file", "There is no such file.")
        raise BadInput(reader.findings)
    file: CaseFile | None = reader.read(path, kind)
    if file is None or reader.findings:
        raise BadInput(reader.findings)
    try:
        procedure = procedure_of(file.authority)
    except NoProcedure as error:
        _fault(reader, file, "authority", "unknown_authority", str(error))
        raise BadInput(reader.findings) from error
    events = [_event(reader, entry, procedure.on(london_day(entry.at))) for entry in file.events]
    _links(reader, file.events)
    if reader.findings:
        raise BadInput(reader.findings)
    return Case(procedure, file, events)


def _event(reader: Reader, entry: EventEntry, table: Table) -> CaseEvent:
    pack = table.pack
    _known(reader, entry, "step", entry.step, pack.steps)
    if entry.step in pack.steps:
        _known(reader, entry, "outcome", entry.outcome, pack.steps[entry.step].outcomes)
    _known(reader, entry.by, "role", entry.by.role, pack.roles)
    facts = {name: _fact(reader, name, written, pack.facts) for name, written in entry.facts.items()}
    return CaseEvent(
        id=entry.id,
        step=entry.step,
        outcome=entry.outcome,
        at=entry.at,
        recorded_at=entry.recorded_at or entry.at,
        role=entry.by.role,
        agency=entry.by.agency,
        person=entry.by.person,
        facts=facts,
        corrects=entry.corrects,
        answers=entry.answers,
        authorises=entry.authorises,
        declines=entry.declines,
        reason=entry.reason,
    )


def _links(reader: Reader, entries: tuple[EventEntry, ...]) -> None:
    """Every event has its own id, and links name other events of the case."""
    ids: set[str] = set()
    for entry in entries:
        if entry.id in ids:
            _fault(reader, entry, "id", "duplicate_id", f'Another event has the id "{entry.id}".')
        ids.add(entry.id)
    for entry in entries:
        for link in LINKS:
            named = getattr(entry, link)
            if named == entry.id:
                message = f"{link}: names this event itself; name the event that it {link}."
                _fault(reader, entry, link, "names_itself", message)
            elif named and named not in ids:
                message = f'{link}: there is no event "{named}" in this case.{close_match(named, ids)}'
                _fault(reader, entry, link, f"unknown_{link}", message)


def _fact(reader: Reader, name: str, written: Written, known: Mapping[str, Fact]) -> Any:
    """A fact's value in its type; faults are reported at its line."""
    reader.key = name
    if name not in known:
        reader.fault(written.line, "unknown_fact", f'There is no fact "{name}".{close_match(name, known)}')
        return None
    try:
        return typed(written.value, known[name])
    except ValueError as error:
        reader.fault(written.line, "bad_fact", f"{error}.")
        return None


def typed(value: Value | tuple[str, ...], fact: Fact) -> Any:
    """A value in a fact's type. Raises ValueError, with what would be right."""
    match fact.type, value:
        case "yes_no", bool():
            return value
        case "list", tuple():
            return tuple(_chosen(each, fact) for each in value)
        case "choice", str():
            return _chosen(value, fact)
        case (("date" | "datetime"), str()):
            return date_or_instant(value)
        case "number", str():
            return float(value)
        case "text", str():
            return value
    raise ValueError(
        {"yes_no": "write true or false", "list": "write a list, [a, b]"}.get(fact.type, "write one value")
    )


def _chosen(value: str, fact: Fact) -> str:
    if value not in fact.values:
        raise ValueError(f'"{value}" is not possible; write one of: {", ".join(fact.values)}')
    return value


def _known(reader: Reader, part: Part, key: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        _fault(reader, part, key, f"unknown_{key}", f'There is no {key} "{name}".{close_match(name, known)}')


def _fault(reader: Reader, part: Part, key: str, code: str, message: str) -> None:
    reader.key = key
    reader.fault(part.line(key), code, message)
