"""Of rules that count from the first or the last occurrence of their event: the duties that count."""

import numpy as np

from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools
from goldthread.procedures.batch.compiled import compiled
from goldthread.procedures.batch.records import MET_LATE, MISSED, Records


@compiled
def that_count(rules: Records, effects: Records, found: Records) -> Bools:
    """Which duties count. The states of those whose clock was started anew change in place."""
    counts = np.ones(len(found), np.bool_)
    goes_on = np.full(len(rules), NOTHING, np.int64)  # the last duty of each family that counts
    for place in range(len(found)):
        duty = found[place]
        rule, start = rules[duty.rule], effects[duty.start]
        if not rule.once:
            continue
        before = goes_on[rule.family]
        if before != NOTHING and effects[found[before].start].episode == start.episode:
            earlier = found[before]
            was_met = earlier.met <= start.at
            if rule.from_first and not was_met:
                counts[place] = False
                continue
            if not was_met and earlier.due < start.at:
                earlier.state = MISSED if earlier.met == NEVER else MET_LATE
            elif not was_met:
                counts[before] = False
        goes_on[rule.family] = place
    return counts


@compiled
def handed_over(
    effects: Records, found: Records, counts: Bools, odd: Bools, first_row: int, first_case: int
) -> Records:
    """The duties that count, of cases that are not odd, moved together, with the numbers of all cases."""
    kept = 0
    for place in range(len(found)):
        if counts[place] and not odd[found[place].case]:
            duty = found[kept]
            if kept < place:
                found[kept] = found[place]
            duty.start = effects[duty.start].root + first_row
            duty.case += first_case
            kept += 1
    return found[:kept]
