"""The duties that the events of a case started."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.asking import answer, asks_anything, holds, know
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.counting import count
from goldthread.procedures.batch.meeting import meet
from goldthread.procedures.batch.records import DUTY, EFFECT, I4, I8, KIND, RULE, STATED, U8


@within
def answer_all(desk: Any, many: int) -> None:
    """Lay out what the facts of each effect answer, given what was known of the child when it happened."""
    effects, answers = column(desk.effects, EFFECT), column(desk.answers, U8)
    for place in range(many):
        one = effects[place]
        if asks_anything(desk, whole(one.name)):
            know(desk, place, whole(one.child))
        answer(desk, whole(one.name), answers, place)


@within
def start(desk: Any, many: int, stated: int) -> int:
    """Lay out the duties that events up to an instant started; the place after the last.

    Of rules that applied then, or after a later statement about the child.
    """
    effects, kinds, rules = column(desk.effects, EFFECT), column(desk.kinds, KIND), column(desk.rules, RULE)
    duties, by_kind, end = column(desk.duties, DUTY), column(desk.by_kind, I4), desk.found
    for place in range(many):
        one = effects[place]
        if one.at > desk.until:
            break
        kind = kinds[one.kind]
        if kind.first_rule == kind.last_rule:
            continue
        desk.turn += 1
        later = _later(desk, place, stated)
        for turn in range(kind.first_rule, kind.last_rule):
            rule = rules[by_kind[turn]]
            if rule.since <= one.day <= rule.until and _ever(desk, place, later, rule.question):
                duty = duties[end]
                duty.case, duty.start, duty.rule, duty.opened = desk.case, place, by_kind[turn], one.at
                count(desk, duty)
                meet(desk, duty, many)
                if later == 0 or _applies(desk, duty, later):
                    end += 1
    return int(end)


@within
def _later(desk: Any, place: int, stated: int) -> int:
    """Lay out the answers for an effect since each later statement about the child in its episode.

    Statements that change none that it asks are left out. How many are left.
    """
    one, statement = column(desk.effects, EFFECT)[place], column(desk.stated, STATED)
    later, since, many = column(desk.later, U8), column(desk.since, I8), whole(0)
    if one.child == NOTHING or not _asks(desk, one.kind):
        return 0
    for child in range(one.child + 1, stated):
        if statement[child].anew or statement[child].at > desk.until:
            break
        know(desk, place, whole(child))
        answer(desk, whole(one.name), later, many)
        if _differs(desk, place, many, one.kind):
            since[many] = statement[child].at
            many += 1
    return int(many)


@within
def _asks(desk: Any, kind: int) -> bool:
    """Whether the rules of a kind ask anything."""
    asks = column(desk.kinds_ask, U8)
    for word in range(desk.asks * kind, desk.asks * (kind + 1)):  # noqa: SIM110 - any() over this is not compiled
        if asks[word] != np.uint64(0):
            return True
    return False


@within
def _differs(desk: Any, place: int, period: int, kind: int) -> bool:
    """Whether later answers differ from those before them in one of the questions asked."""
    answers, later, ask = column(desk.answers, U8), column(desk.later, U8), column(desk.kinds_ask, U8)
    change, asks = np.uint64(0), desk.asks
    for word in range(asks):
        before = later[(period - 1) * asks + word] if period > 0 else answers[place * asks + word]
        change |= (later[period * asks + word] ^ before) & ask[kind * asks + word]
    return bool(change != np.uint64(0))


@within
def _ever(desk: Any, place: int, later: int, question: int) -> bool:
    """Whether a question is answered with yes at first, or later."""
    asks = desk.asks
    if holds(column(desk.answers, U8), place * asks, question):
        return True
    for period in range(later):  # noqa: SIM110 - any() over this is not compiled
        if holds(column(desk.later, U8), period * asks, question):
            return True
    return False


@within
def _applies(desk: Any, duty: Any, later: int) -> bool:
    """Whether a duty applies. Once done or late, what is stated no longer takes it away."""
    rule, began = column(desk.rules, RULE)[duty.rule], duty.opened
    opened, stays, since = NEVER, False, column(desk.since, I8)
    for period in range(-1, later):
        if period < 0:
            held = holds(column(desk.answers, U8), duty.start * desk.asks, rule.question)
        else:
            held = holds(column(desk.later, U8), period * desk.asks, rule.question)
        if held:
            end = NEVER if period == later - 1 else since[period + 1]
            opened = min(opened, began if period < 0 else since[period])
            stays |= end == NEVER or duty.due < end or duty.met < end
    if stays and rule.immediate and opened != began:
        duty.due = opened
    duty.opened = opened
    return stays
