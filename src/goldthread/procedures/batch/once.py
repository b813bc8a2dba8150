"""How duties stand; and which count, of rules that count from the first or the last of their events."""

from typing import Any

from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, within
from goldthread.procedures.batch.records import (
    DUTY,
    EFFECT,
    EPISODE,
    LATEST,
    MET,
    MET_LATE,
    MISSED,
    OPEN,
    OVERDUE,
    RULE,
)


@within
def stand(desk: Any, end: int) -> bool:
    """Tell the duties of a case how they stand; whether any counts once an episode."""
    duties, rules, is_any = column(desk.duties, DUTY), column(desk.rules, RULE), False
    until, effects, episodes = desk.until, column(desk.effects, EFFECT), column(desk.episodes, EPISODE)
    for place in range(desk.found, end):
        duty = duties[place]
        is_any |= rules[duty.rule].once
        if duty.met != NEVER:
            duty.state = MET if duty.met <= duty.due else MET_LATE
        elif until <= duty.due:
            duty.state = OPEN
        else:
            duty.state = MISSED if episodes[effects[duty.start].episode].closed <= until else OVERDUE
    return is_any


@within
def leave_out(desk: Any, end: int, turn: int) -> None:
    """Mark the duties that do not count: their state is NOTHING. Where a clock started anew, it changes.

    `turn` is that on which the case began.
    """
    duties, rules, effects = column(desk.duties, DUTY), column(desk.rules, RULE), column(desk.effects, EFFECT)
    latest = column(desk.latest, LATEST)  # the last duty of each family that counts
    for place in range(desk.found, end):
        duty = duties[place]
        rule, start = rules[duty.rule], effects[duty.start]
        if not rule.once:
            continue
        last = latest[rule.family]
        if last.turn == turn and effects[duties[last.place].start].episode == start.episode:
            earlier = duties[last.place]
            was_met = earlier.met <= start.at
            if rule.from_first and not was_met:
                duty.state = NOTHING
                continue
            if not was_met and earlier.due < start.at:
                earlier.state = MISSED if earlier.met == NEVER else MET_LATE
            elif not was_met:
                earlier.state = NOTHING
        last.turn, last.place = turn, place


@within
def hand_over(desk: Any, end: int) -> None:
    """Move the duties that count together. Each is told the row, among those of all cases, of its start."""
    duties, effects, kept = column(desk.duties, DUTY), column(desk.effects, EFFECT), desk.found
    for place in range(desk.found, end):
        if duties[place].state != NOTHING:
            if kept < place:
                duties[kept] = duties[place]
            duties[kept].start = effects[duties[kept].start].root + desk.low
            kept += 1
    desk.found = kept
