"""When duties began to apply, given what was stated about the child later; and how they stand."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.asking import holds
from goldthread.procedures.batch.columns import NEVER, Bools, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import MET, MET_LATE, MISSED, OPEN, OVERDUE, Records, Words


@compiled
def applying(
    rules: Records, clauses: Words, effects: Records, held: Words, since: Ints, found: Records
) -> Bools:
    """Which duties apply. Those that later statements opened are told since when."""
    applies = np.ones(len(found), np.bool_)
    for place in range(len(found)):
        duty = found[place]
        start = effects[duty.start]
        if start.last_period > start.first_period + 1:
            applies[place] = _applies(rules[duty.rule], clauses, start, held, since, duty)
    return applies


@inlined
def _applies(rule: Any, clauses: Words, start: Any, held: Words, since: Ints, duty: Any) -> bool:
    """Whether a duty applies. Once done or late, what is stated no longer takes it away."""
    opened, stays = NEVER, False
    for period in range(start.first_period, start.last_period):
        if holds(clauses, rule.question, held, period):
            end = NEVER if period == start.last_period - 1 else since[period + 1]
            opened = min(opened, since[period])
            stays |= end == NEVER or duty.due < end or duty.met < end
    if stays and rule.immediate and opened != start.at:
        duty.due = opened
    duty.opened = opened
    return stays


@compiled
def stand(effects: Records, episodes: Records, found: Records, until: int) -> None:
    """Tell duties how they stood at an instant."""
    for place in range(len(found)):
        duty = found[place]
        if duty.met != NEVER:
            duty.state = MET if duty.met <= duty.due else MET_LATE
        elif until <= duty.due:
            duty.state = OPEN
        else:
            closed = episodes[effects[duty.start].episode].closed
            duty.state = MISSED if closed <= until else OVERDUE
