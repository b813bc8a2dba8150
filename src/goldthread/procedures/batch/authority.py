"""Every duty of every case of an authority: some cases after others, in two threads."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np

from goldthread.procedures.batch.columns import NEVER, Events, micros
from goldthread.procedures.batch.desk import Desk
from goldthread.procedures.batch.one_by_one import duties_of_case
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.records import DUTY
from goldthread.procedures.tables import Procedure, Rule

THREADS = 2
ROWS = 8_000
"""About how many events are taken at a time."""
LONG_CASE, DUTIES = 200, 20_000
"""Room for how many events of one case, and for how many duties, is made at first."""


class Answer(NamedTuple):
    """The duties of some cases, in the columns of DUTY, and the rules that they number.

    `one_by_one` says how many of the cases were too odd for compiled code, and were folded one by one.
    """

    duties: Any
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
    parts = list(batch.parts(at, known_at))
    duties = np.concatenate([np.empty(0, DUTY), *(part.duties for part in parts)])
    return Answer(duties.view(np.recarray), batch.rules, events.cases, sum(part.one_by_one for part in parts))


class Batch:
    """A procedure, and the events of many cases."""

    def __init__(self, procedure: Procedure, events: Events) -> None:
        self._plan, self._events = Plan(procedure, events), events
        self.rules = self._plan.rules

    def parts(
        self, at: datetime, known_at: datetime | None = None, threads: int = THREADS
    ) -> Iterator[Answer]:
        """As `duties_batch`, but some cases at a time, so that a nation needs little room."""
        until, known = micros(at), NEVER if known_at is None else micros(known_at)
        waiting: deque[Future[Answer]] = deque()
        desks: SimpleQueue[Desk] = SimpleQueue()
        for _ in range(threads):
            desks.put(self.desk())
        with ThreadPoolExecutor(threads) as pool:
            begin = 0
            while begin < self._events.cases:
                end = int(np.searchsorted(self._events.first, self._events.first[begin] + ROWS)) or 1
                end = min(max(end, begin + 1), self._events.cases)
                waiting.append(pool.submit(self._part, desks, begin, end, until, known))
                begin = end
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def desk(self) -> Desk:
        """A desk with these events, for one thread."""
        desk = Desk(self._plan.tables, self._plan.numbers)
        desk.take(self._events)
        desk.make_room(LONG_CASE, DUTIES)
        return desk

    def _part(self, desks: "SimpleQueue[Desk]", begin: int, end: int, until: int, known_at: int) -> Answer:
        desk = desks.get()
        try:
            found = list(desk.fold(begin, end, known_at, until))
        finally:
            desks.put(desk)
        cases = [case for _, odd in found for case in odd]
        ones = [
            duty for case in cases for duty in duties_of_case(self._plan, self._events, case, until, known_at)
        ]
        parts = [*(duties for duties, _ in found), *([np.array(ones, DUTY)] if ones else [])]
        duties = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return Answer(duties.view(np.recarray), self.rules, end - begin, len(cases))
