"""Every duty of every case of an authority: block by block, on as many threads as there are processors."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.block import block, cut
from goldthread.procedures.batch.columns import NEVER, Column, Events, micros
from goldthread.procedures.batch.duties import duties_of
from goldthread.procedures.batch.folded import fold_block
from goldthread.procedures.batch.one_by_one import duties_of_case
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.settling import settle
from goldthread.procedures.tables import Procedure, Rule

THREADS = 2


class Duties(NamedTuple):
    """Duties in columns: numbers of rules and cases, rows of starts as first recorded; instants or NEVER.

    `state` numbers STATES of `found`.
    """

    rule: Column
    case: Column
    start: Column
    opened: Column
    due: Column
    usual: Column
    met: Column
    state: Column

    @property
    def rows(self) -> int:
        """How many duties there are."""
        return len(self.rule)


class Answer(NamedTuple):
    """The duties of some cases, and the rules that they number.

    `one_by_one` says how many of the cases were too odd for columns, and were folded one by one.
    """

    duties: Duties
    rules: Sequence[Rule]
    cases: int
    one_by_one: int


def duties_batch(
    events: Events, procedure: Procedure, at: datetime, known_at: datetime | None = None
) -> Answer:
    """Every duty of every case as it stood at an instant, as far as known by `known_at` (None: as known now).

    The same answer as `duties(fold(procedure, events_of_a_case, known_at), at)` gives for each case.
    Raises OutsideCalendar if a limit lies beyond the years for which bank holidays are known.
    """
    batch = Batch(procedure, events)
    blocks = list(batch.blocks(at, known_at))
    return Answer(
        _together([block.duties for block in blocks]) if blocks else NONE,
        batch.rules,
        events.cases,
        sum(block.one_by_one for block in blocks),
    )


class Batch:
    """A procedure, and the events of many cases."""

    def __init__(self, procedure: Procedure, events: Events) -> None:
        self._plan = Plan(procedure, events)
        self._events = events
        self.rules = [planned.rule for planned in self._plan.rules]

    def blocks(
        self, at: datetime, known_at: datetime | None = None, threads: int = THREADS
    ) -> Iterator[Answer]:
        """As `duties_batch`, but some thousands of cases at a time, so that a nation needs little room."""
        until, known = micros(at), NEVER if known_at is None else micros(known_at)
        waiting: deque[Future[Answer]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            for cases in cut(self._events, self._plan.london):
                waiting.append(pool.submit(self._block, cases, until, known))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _block(self, cases: tuple[int, int], until: int, known_at: int) -> Answer:
        plan = self._plan
        part = block(self._events, cases, plan.london, known_at)
        items, effects, odd = settle(plan, part)
        happened = fold_block(plan, part, items, effects, odd)
        found, states = duties_of(plan, happened, until, odd)
        duties = Duties(
            found.rule,
            happened.case[found.start] + part.first_case,
            part.row[happened.root[found.start]],
            found.opened,
            found.due,
            found.usual,
            np.append(happened.at, NEVER)[found.met],
            states,
        )
        odd_cases = [int(case) + part.first_case for case in np.flatnonzero(odd)]
        if odd_cases:
            kept = ~odd[duties.case - part.first_case]
            ones = [self._one_by_one(case, until, known_at) for case in odd_cases]
            duties = _together([Duties(*(column[kept] for column in duties)), *ones])
        return Answer(duties, self.rules, part.cases, len(odd_cases))

    def _one_by_one(self, case: int, until: int, known_at: int) -> Duties:
        """The duties of an odd case."""
        found = list(duties_of_case(self._plan, self._events, case, until, known_at))
        if not found:
            return NONE
        return Duties(*(np.array(column, dtype=np.int64) for column in zip(*found, strict=True)))


def _together(parts: Sequence[Duties]) -> Duties:
    return Duties(*map(np.concatenate, zip(*parts, strict=True)))


NONE = Duties(*(np.zeros(0, dtype=np.int64) for _ in Duties._fields))
