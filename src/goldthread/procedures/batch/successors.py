"""Rules that take over, on their first day, what the rules before them started and is still to be done."""

from typing import Any

from goldthread.procedures.batch.asking import holds
from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import column, within
from goldthread.procedures.batch.counting import count
from goldthread.procedures.batch.meeting import meet
from goldthread.procedures.batch.records import DUTY, EFFECT, EPISODE, I4, I8, RULE, U8, YES


@within
def take_over(desk: Any, end: int, many: int) -> None:
    """Put duties under the rules that took them over until the instant asked, the oldest change first."""
    change_at, duties, rules = column(desk.change_at, I8), column(desk.duties, DUTY), column(desk.rules, RULE)
    for change in range(desk.changed):
        if change_at[change] > desk.until:
            break
        for place in range(desk.found, end):
            taken = _taken_over(desk, change, place, end)
            if taken != NOTHING:
                duty = duties[place]
                duty.rule = taken
                desk.turn += 1
                count(desk, duty)
                meet(desk, duty, many)
                if rules[taken].immediate:
                    duty.due = change_at[change]


@within
def _taken_over(desk: Any, change: int, place: int, end: int) -> int:
    """Which rule took over a duty: one neither done, late, closed nor started anew by then."""
    duty, rules = column(desk.duties, DUTY)[place], column(desk.rules, RULE)
    start, older = column(desk.effects, EFFECT)[duty.start], rules[duty.rule]
    number = column(desk.changes, I4)[change * desk.families + older.family]
    if number == NOTHING:
        return NOTHING
    rule, closed = rules[number], column(desk.episodes, EPISODE)[start.episode].closed
    begins = column(desk.change_at, I8)[change]
    if (
        older.since < rule.since
        and start.at < begins <= min(duty.met, duty.due, closed)
        and column(desk.starts, YES)[rule.meeting * desk.names + start.name]
        and holds(column(desk.answers, U8), duty.start * desk.asks, rule.question)
        and not (older.from_last and _is_anew(desk, place, end, begins))
    ):
        return int(number)
    return NOTHING


@within
def _is_anew(desk: Any, place: int, end: int, begins: int) -> bool:
    """Whether the clock of a duty was started anew before an instant."""
    duties, rules, effects = column(desk.duties, DUTY), column(desk.rules, RULE), column(desk.effects, EFFECT)
    start, family = effects[duties[place].start], rules[duties[place].rule].family
    for turn in range(desk.found, end):
        other = effects[duties[turn].start]
        is_alike = rules[duties[turn].rule].family == family and other.episode == start.episode
        if is_alike and start.at < other.at < begins:
            return True
    return False
