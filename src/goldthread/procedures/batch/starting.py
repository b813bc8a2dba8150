"""Which rules the events of some cases started duties by."""

from typing import NamedTuple

import numpy as np

from goldthread.procedures.batch.asking import answer, holds
from goldthread.procedures.batch.child import Children
from goldthread.procedures.batch.columns import NOTHING, Ints
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.placing import copy, lay_under
from goldthread.procedures.batch.records import DUTY, Asked, Records, Small, Words


class Periods(NamedTuple):
    """To which questions the answer was yes for effects, as bits, from an instant on."""

    answers: Words
    since: Ints


@compiled
def periods(
    kinds_ask: Words, asked: Asked, children: Children, effects: Records, facts: Words, until: int
) -> Periods:
    """The answers for each effect, and then since each later statement about the child, up to an instant.

    Statements that change none that the effect asks are left out. Each effect is told from where to where its
    periods lie.
    """
    stated, end, room = children.all, children.first[-1], len(effects)
    for place in range(len(effects)):
        one = effects[place]
        one.last_period = _last(stated, one.child, end, kinds_ask[one.kind], until)
        room += one.last_period - one.child
    answers, since = np.empty((room, kinds_ask.shape[1]), np.uint64), np.empty(room, np.int64)
    known, together, many = np.empty(facts.shape[2], np.uint64), np.empty((1, *facts.shape[1:]), np.uint64), 0
    for place in range(len(effects)):
        one = effects[place]
        one.first_period = many
        for child in range(one.child, one.last_period + 1):
            if child == NOTHING:
                copy(facts, place, together, 0)
            else:
                copy(children.known, child, together, 0)
                lay_under(together, 0, facts, place)
            answer(asked, one.name, together, 0, known, answers, many)
            if child == one.child or _differs(answers, many, kinds_ask[one.kind]):
                since[many] = one.at if child == one.child else stated[child].at
                many += 1
        one.last_period = many
    return Periods(answers[:many], since[:many])


@inlined
def _last(stated: Records, child: int, end: int, asks: Words, until: int) -> int:
    """The place of the last statement that may change what is asked, of the episode of that at a place."""
    last = child
    if child != NOTHING and np.any(asks):
        while last + 1 < end and not stated[last + 1].anew and stated[last + 1].at <= until:
            last += 1
    return last


@inlined
def _differs(answers: Words, period: int, asks: Words) -> bool:
    """Whether a period differs from the one before it in one of the questions asked."""
    change = np.uint64(0)
    for word in range(len(asks)):
        change |= (answers[period, word] ^ answers[period - 1, word]) & asks[word]
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
    effects: Records,
    firsts: Small,
    answers: Words,
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
                is_ever = _ever(answers, one.first_period, one.last_period, rule.question)
                if is_ever and rule.since <= one.day <= rule.until:
                    duty = found[end]
                    duty.case, duty.start, duty.rule, duty.opened = case, place, by_kind[turn], one.at
                    end += 1
        first[case + 1] = end
    return Found(found[:end], first)


@inlined
def _ever(answers: Words, begin: int, end: int, question: int) -> bool:
    """Whether a question is answered with yes in any period."""
    for period in range(begin, end):  # noqa: SIM110 - any() over this is not compiled
        if holds(answers, period, question):
            return True
    return False
