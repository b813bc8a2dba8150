"""Which event first met each duty."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.asking import holds
from goldthread.procedures.batch.authorising import Effects
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import Records, Small, Tables, Words


@compiled
def meet(tables: Tables, effects: Effects, held: Words, found: Records, until: int) -> None:
    """Tell duties when they were first met, up to an instant. Many of one start are met by the same."""
    rules, meetings, own, asked, clauses = (
        tables.rules,
        tables.meetings,
        tables.own,
        tables.asked,
        tables.clauses,
    )
    events, first = effects.all, effects.first
    met_at = np.empty(len(meetings), np.int64)
    met_of = np.full(len(meetings), NOTHING, np.int64)  # of which start `met_at` is
    for place in range(len(found)):
        duty = found[place]
        rule, start = rules[duty.rule], events[duty.start]
        if met_of[rule.meeting] != duty.start:
            met_of[rule.meeting], met_at[rule.meeting] = duty.start, NEVER
            for other in range(start.search, first[duty.case + 1]):
                one = events[other]
                turn = meetings[rule.meeting, one.name].asked
                if one.at > until:
                    break
                is_before = other < start.since and one.answers != start.root
                if turn == NOTHING or other == duty.start or is_before:
                    continue
                if _concerns(meetings, own, events, rule, start, one) and _any(
                    asked, turn, clauses, held, one.first_period
                ):
                    met_at[rule.meeting] = one.at
                    break
        duty.met = met_at[rule.meeting]


@inlined
def _concerns(meetings: Records, own: Bools, effects: Records, rule: Any, start: Any, one: Any) -> bool:
    """Whether an event can meet the duty that another started: as for one case."""
    both_said = start.agency * one.agency != 0
    if both_said and start.agency != one.agency and own[rule.meeting, start.role]:
        return False
    if one.answers == NOTHING or rule.once:
        return bool(one.episode == start.episode)
    if one.answers == start.root:
        return True
    if one.answered == NOTHING or meetings[rule.meeting, effects[one.answered].name].starts:
        return False
    return bool(start.contact == NOTHING or start.contact == effects[one.answered].contact)


@inlined
def _any(asked: Small, turn: int, clauses: Words, held: Words, period: int) -> bool:
    """Whether one of several questions is answered with yes."""
    while asked[turn] != NOTHING:
        if holds(clauses, asked[turn], held, period):
            return True
        turn += 1
    return False
