"""Every duty of a block of cases, in columns."""

import numpy as np

from goldthread.procedures.batch.columns import NEVER, Bools
from goldthread.procedures.batch.folded import Happened
from goldthread.procedures.batch.found import MET, MET_LATE, MISSED, NONE, OPEN, OVERDUE, Found, States
from goldthread.procedures.batch.once import that_count
from goldthread.procedures.batch.plan import Plan
from goldthread.procedures.batch.starting import Starting
from goldthread.procedures.batch.successors import Successors


def duties_of(plan: Plan, happened: Happened, until: int, odd: Bools) -> tuple[Found, States]:
    """Every duty that was started until an instant, as it then stood, and its state.

    More cases may be marked as odd: their duties are to be found one by one.
    """
    starting = Starting(plan, happened, until, odd)
    pieces = [starting.duties(rule, kind) for rule in plan.rules for kind in rule.kinds]
    found = Found(*map(np.concatenate, zip(*(NONE, *pieces), strict=True)))
    if plan.successors:
        found = Successors(plan, happened, found, starting).taken_over(until)
    states = _states(happened, found, until)
    counts = that_count(plan, happened, found, states)
    return (found, states) if counts.all() else (found.of(counts), states[counts])


def _states(happened: Happened, found: Found, until: int) -> States:
    met = np.append(happened.at, NEVER)[found.met]
    closed = happened.closed[happened.episode[found.start]] <= until
    in_time = np.where(met < NEVER, np.where(met <= found.due, MET, MET_LATE), OPEN)
    is_late = (met == NEVER) & (until > found.due)
    return np.where(is_late, np.where(closed, MISSED, OVERDUE), in_time).astype(np.int8)
