"""Which rules the events of some cases started duties by."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import answer, holds
from goldthread.procedures.batch.child import Children
from goldthread.procedures.batch.columns import NOTHING, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.placing import copy, lay_under
from goldthread.procedures.batch.records import DUTY, Records, Small, Words


class Periods(NamedTuple):
    """What held for effects from an instant on, in the bits of the questions that they raise."""

    held: Words
    since: Ints


@compiled
def periods(
    kinds_ask: Words, missing: Words, children: Children, effects: Records, facts: Words, until: int
) -> Periods:
    """What held for each effect, and then since each later statement about the child, up to an instant.

    Statements that change no answer are left out. Each effect is told from where to where its periods lie.
    """
    stated, known, last, words = children.all, children.known, children.first[-1], len(missing)
    room = len(effects)
    for place in range(len(effects)):
        later = effects[place].child + 1
        while effects[place].child != NOTHING and _is_later(stated, later, last, until):
            later, room = later + 1, room + 1
    held, since = np.empty((room, words), np.uint64), np.empty(room, np.int64)
    together, many = np.empty((1, 2, words), np.uint64), 0
    for place in range(len(effects)):
        one = effects[place]
        one.first_period, since[many] = many, one.at
        if one.child == NOTHING:
            answer(missing, facts, place, held, many)
            many += 1
        else:
            later = one.child
            while later == one.child or _is_later(stated, later, last, until):
                copy(known, later, together, 0)
                lay_under(together, 0, facts, place)
                answer(missing, together, 0, held, many)
                if later == one.child:
                    many += 1
                elif _differs(held, many, kinds_ask, one.kind):
                    since[many] = stated[later].at
                    many += 1
                later += 1
        one.last_period = many
    return Periods(held[:many], since[:many])


@inlined
def _is_later(stated: Records, place: int, last: int, until: int) -> bool:
    """Whether there is a statement at a place, of the same episode as the one before it."""
    return bool(place < last and not stated[place].anew and stated[place].at <= until)


@inlined
def _differs(held: Words, period: int, kinds_ask: Words, kind: int) -> bool:
    """Whether a period differs from the one before it in what a kind of event asks."""
    change = np.uint64(0)
    for word in range(held.shape[1]):
        change |= (held[period, word] ^ held[period - 1, word]) & kinds_ask[kind, word]
    return bool(change != 0)


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


@inlined
def _ever(clauses: Words, question: int, held: Words, begin: int, end: int) -> bool:
    """Whether a question is answered with yes in any period."""
    for period in range(begin, end):  # noqa: SIM110 - any() over this is not compiled
        if holds(clauses, question, held, period):
            return True
    return False
