"""When duties began to apply, given what was stated about the child later; and how they stand."""

from typing import Any

from goldthread.procedures.batch.asking import holds
from goldthread.procedures.batch.columns import NEVER, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import MET, MET_LATE, MISSED, OPEN, OVERDUE, Records, Words


@compiled
def applying(rules: Records, effects: Records, answers: Words, since: Ints, found: Records) -> Records:
    """The duties that apply, moved together. Those that later statements opened are told since when."""
    kept = 0
    for place in range(len(found)):
        start = effects[found[place].start]
        is_one_period = start.last_period == start.first_period + 1
        if is_one_period or _applies(rules[found[place].rule], start, answers, since, found[place]):
            if kept < place:
                found[kept] = found[place]
            kept += 1
    return found[:kept]


@inlined
def _applies(rule: Any, start: Any, answers: Words, since: Ints, duty: Any) -> bool:
    """Whether a duty applies. Once done or late, what is stated no longer takes it away."""
    opened, stays = NEVER, False
    for period in range(start.first_period, start.last_period):
        if holds(answers, period, rule.question):
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
