"""Which rules the events of some cases started duties by."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import answer, holds
from goldthread.procedures.batch.child import Children
from goldthread.procedures.batch.columns import NOTHING
from goldthread.procedures.batch.compiled import compiled
from goldthread.procedures.batch.placing import copy, lay_under
from goldthread.procedures.batch.records import DUTY, Records, Small, Words


@compiled
def periods(missing: Words, children: Children, effects: Records, facts: Words, until: int) -> Words:
    """What held for each effect, and then since each later statement about the child, up to an instant.

    Each effect is told from where to where its periods lie.
    """
    many = 0
    for place in range(len(effects)):
        one = effects[place]
        one.first_period = many
        many += 1
        later = one.child + 1
        while one.child != NOTHING and _is_later(children, later, until):
            later, many = later + 1, many + 1
        one.last_period = many
    held, together = np.empty((many, len(missing)), np.uint64), np.empty((1, 2, len(missing)), np.uint64)
    for place in range(len(effects)):
        one = effects[place]
        for period in range(one.first_period, one.last_period):
            if one.child == NOTHING:
                answer(missing, facts, place, held, period)
            else:
                copy(children.known, one.child + period - one.first_period, together, 0)
                lay_under(together, 0, facts, place)
                answer(missing, together, 0, held, period)
    return held


@compiled
def _is_later(children: Children, place: int, until: int) -> bool:
    """Whether there is a statement at a place, of the same episode as the one before it."""
    if place >= children.first[-1]:
        return False
    return bool(not children.all[place].anew and children.all[place].at <= until)


class Found(NamedTuple):
    """Duties; those of case n from `first[n]` to before `first[n + 1]`."""

    all: Records
    first: Small


@compiled
def start(
    kinds: Records,
    rules: Records,
    by_kind: Small,
    clauses: Words,
    effects: Records,
    firsts: Small,
    held: Words,
    until: int,
) -> Found:
    """The duties that events up to an instant started: of rules that applied then, or in a later period."""
    most = 0
    for place in range(len(effects)):
        most += kinds[effects[place].kind].last_rule - kinds[effects[place].kind].first_rule
    found, first, end = np.empty(most, DUTY), np.zeros(len(firsts), np.int32), 0
    for case in range(len(firsts) - 1):
        for place in range(firsts[case], firsts[case + 1]):
            one = effects[place]
            if one.at > until:
                break
            for turn in range(kinds[one.kind].first_rule, kinds[one.kind].last_rule):
                rule = rules[by_kind[turn]]
                in_force = rule.since <= one.day <= rule.until
                if in_force and _ever(clauses, rule.question, held, one.first_period, one.last_period):
                    duty = found[end]
                    duty.case, duty.start, duty.rule, duty.opened = case, place, by_kind[turn], one.at
                    end += 1
        first[case + 1] = end
    return Found(found[:end], first)


@compiled
def _ever(clauses: Words, question: int, held: Words, begin: int, end: int) -> bool:
    """Whether a question is answered with yes in any period."""
    for period in range(begin, end):  # noqa: SIM110 - any() over this is not compiled
        if holds(clauses, question, held, period):
            return True
    return False
