"""Which event first met each duty."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.authorising import Effects
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import Records, Tables, Words


@compiled
def meet(tables: Tables, effects: Effects, answers: Words, found: Records, until: int) -> None:
    """Tell duties when they were first met, up to an instant. Many of one start are met by the same."""
    rules, meets, starts, own = tables.rules, tables.meets, tables.starts, tables.own
    events, first = effects.all, effects.first
    met_at = np.empty(len(meets), np.int64)
    met_of = np.full(len(meets), NOTHING, np.int64)  # of which start `met_at` is
    for place in range(len(found)):
        duty = found[place]
        rule, start = rules[duty.rule], events[duty.start]
        if met_of[rule.meeting] != duty.start:
            met_of[rule.meeting], met_at[rule.meeting] = duty.start, NEVER
            for other in range(start.search, first[duty.case + 1]):
                one = events[other]
                if one.at > until:
                    break
                is_before = other < start.since and one.answers != start.root
                if is_before or other == duty.start or not _answers(meets, rule.meeting, answers, one):
                    continue
                if _concerns(starts, own, events, rule, start, one):
                    met_at[rule.meeting] = one.at
                    break
        duty.met = met_at[rule.meeting]


@inlined
def _concerns(starts: Bools, own: Bools, effects: Records, rule: Any, start: Any, one: Any) -> bool:
    """Whether an event can meet the duty that another started: as for one case."""
    both_said = start.agency * one.agency != 0
    if both_said and start.agency != one.agency and own[rule.meeting, start.role]:
        return False
    if one.answers == NOTHING or rule.once:
        return bool(one.episode == start.episode)
    if one.answers == start.root:
        return True
    if one.answered == NOTHING or starts[rule.meeting, effects[one.answered].name]:
        return False
    return bool(start.contact == NOTHING or start.contact == effects[one.answered].contact)


@inlined
def _answers(meets: Words, meeting: int, answers: Words, one: Any) -> bool:
    """Whether an event answers one of the questions that a way of meeting asks of it with yes."""
    some = np.uint64(0)
    for word in range(answers.shape[1]):
        some |= meets[meeting, one.name, word] & answers[one.first_period, word]
    return bool(some != 0)
