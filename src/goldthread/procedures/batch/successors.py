"""Rules that take over, on their first day, what the rules before them started and is still to be done."""

import numpy as np

from goldthread.procedures.batch.asking import holds
from goldthread.procedures.batch.columns import NOTHING, Ints
from goldthread.procedures.batch.compiled import compiled
from goldthread.procedures.batch.records import Records, Small, Tables, Words
from goldthread.procedures.batch.starting import Found


@compiled
def taken_over(
    tables: Tables, change: int, effects: Records, episodes: Records, answers: Words, found: Found
) -> Ints:
    """Which duties a change of rules took over: those neither done, late, closed nor started anew by then."""
    rules, starts, by_family = tables.rules, tables.starts, tables.changes
    begins, duties, first = tables.change_at[change], found.all, found.first
    taken = np.full(len(duties), NOTHING, np.int64)
    for place in range(len(duties)):
        duty = duties[place]
        start, older = effects[duty.start], rules[duty.rule]
        number = by_family[change, older.family]
        if number == NOTHING:
            continue
        rule, closed = rules[number], episodes[start.episode].closed
        if (
            older.since < rule.since
            and start.at < begins <= min(duty.met, duty.due, closed)
            and starts[rule.meeting, start.name]
            and holds(answers, start.first_period, rule.question)
            and not (older.from_last and _is_anew(rules, effects, duties, first, place, begins))
        ):
            taken[place] = number
    return taken


@compiled
def _is_anew(
    rules: Records, effects: Records, duties: Records, first: Small, place: int, begins: int
) -> bool:
    """Whether the clock of a duty was started anew before an instant."""
    duty = duties[place]
    start, family = effects[duty.start], rules[duty.rule].family
    for turn in range(first[duty.case], first[duty.case + 1]):
        other = effects[duties[turn].start]
        is_alike = rules[duties[turn].rule].family == family and other.episode == start.episode
        if is_alike and start.at < other.at < begins:
            return True
    return False
