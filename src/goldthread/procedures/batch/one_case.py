"""Everything due in one case, what may be recorded and what is forbidden, in compiled code."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.columns import NOTHING, Bools, Words, from_cases, micros
from goldthread.procedures.batch.compiled import Entry
from goldthread.procedures.batch.folding import fold_some
from goldthread.procedures.batch.part import Part
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.records import STATES, Facts, Tables
from goldthread.procedures.events import CaseEvent
from goldthread.procedures.tables import Ban, May, Procedure, Rule
from goldthread.procedures.walltime import london_day

in_order = attrgetter("recorded_at", "id")
_owed = tuple.__new__  # three times as quick as Owed(...)


class Columns(NamedTuple):
    """The events of one case, in the numbers of a procedure, and what they state."""

    part: Part
    facts: Facts
    events: Sequence[CaseEvent]


class Owed(NamedTuple):
    """A duty, and why: its rule (with its clause), and the event that started it.

    Times are microseconds since 1970, NEVER where there is none.
    """

    rule: Rule
    because: CaseEvent
    opened: int
    due: int
    usual: int
    met: int
    state: str


class Position(NamedTuple):
    """Where a case stands, as `standing.Situation`; each open step with the event that opened it."""

    duties: Sequence[Owed]
    open: Sequence[tuple[str, CaseEvent]]
    may: Sequence[May]
    must_not: Sequence[Ban]


class TooOdd(ValueError):
    """The case has something that only the fold answers."""


class OneCase:
    """Answers single cases of a procedure."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        names = sorted({name for table in procedure.tables for name in table.outcomes})
        roles = sorted({role for table in procedure.tables for role in table.pack.roles})
        self._plan = Plan(procedure, from_cases([])._replace(names=names, roles=roles))
        self._rules = self._plan.rules
        self._kinds = {tuple(name.split(".")): number for number, name in enumerate(names)}
        self._roles = {role: number for number, role in enumerate(roles)}
        self._order = [list(table.pack.steps) for table in procedure.tables]
        self._folded = Entry(fold_some)
        self._may: dict[tuple[int, bytes], Sequence[May]] = {}
        self._bans: dict[tuple[int, bytes], Sequence[Ban]] = {}

    def columns(self, events: Iterable[CaseEvent]) -> Columns:
        """The events of a case in columns. Raises TooOdd for words that the procedure does not have."""
        ordered = sorted(events, key=in_order)
        rows = {event.id: row for row, event in enumerate(ordered)}
        people, agencies = Words({"": 0}), Words({"": 0})
        try:
            lines = [
                (
                    self._kinds[event.step, event.outcome],
                    micros(event.at),
                    micros(event.recorded_at),
                    self._roles[event.role],
                    people[event.person],
                    agencies[event.agency],
                    rows[event.corrects] if event.corrects else NOTHING,
                    rows[event.answers] if event.answers else NOTHING,
                    rows[event.authorises] if event.authorises else NOTHING,
                    rows[event.declines] if event.declines else NOTHING,
                )
                for event in ordered
            ]
        except KeyError as error:
            raise TooOdd(f"unknown word or event: {error}") from error
        table = np.array(lines, np.int64).reshape(-1, 10)
        statements = [event.facts for event in ordered if event.facts]
        numbers = iter(range(len(ordered)))
        part = Part(
            np.zeros(1, np.int64),
            np.array([len(ordered)], np.int64),
            table[:, 0].astype(np.int16),
            table[:, 1].copy(),
            table[:, 2].copy(),
            table[:, 3].astype(np.int16),
            table[:, 4].astype(np.int32),
            table[:, 5].astype(np.int32),
            np.array([next(numbers) if event.facts else len(statements) for event in ordered], np.int32),
            np.ascontiguousarray(table[:, 6:], np.int32),
        )
        return Columns(part, self._plan.facts(statements), ordered)

    def position(self, case: Columns, at: datetime) -> Position:
        """Where a case stands at an instant. Raises TooOdd where only the fold can tell."""
        version = self.procedure.tables.index(self.procedure.on(london_day(at)))
        tables = Tables._make(self._plan.tables[: -len(Facts._fields)] + case.facts)
        kind, until = version * len(self._kinds), micros(at)
        _, odd, found, where = self._folded(tables, self._plan.steps[version], case.part, (0, 0), kind, until)
        if odd[0]:
            raise TooOdd("links, times or versions of the procedure")
        rules, events, order = self._rules, case.events, self._order[version]
        return Position(
            [
                _owed(Owed, (rules[rule], events[start], opened, due, usual, met, STATES[state]))
                for start, _, opened, due, usual, met, rule, state in found.tolist()
            ],
            [(order[step], events[row]) for step, row in where.open.tolist()],
            self._may_be_recorded(version, where.asked),
            self._forbidden(version, where.forbids),
        )

    def _may_be_recorded(self, version: int, asked: Bools) -> Sequence[May]:
        key = version, asked.tobytes()
        found = self._may.get(key)
        if found is None:
            table, order = self.procedure.tables[version], self._order[version]
            steps = {order[step] for step in np.flatnonzero(asked[: len(order)])}
            refused = [table.bans[ban].refuses for ban in np.flatnonzero(asked[len(order) :])]
            found = self._may[key] = table.may_record(steps, frozenset().union(*refused))
        return found

    def _forbidden(self, version: int, forbids: Bools) -> Sequence[Ban]:
        key = version, forbids.tobytes()
        found = self._bans.get(key)
        if found is None:
            bans = self.procedure.tables[version].bans
            found = self._bans[key] = [bans[ban] for ban in np.flatnonzero(forbids)]
        return found
