"""Which event first met a duty."""

from typing import Any

import numpy as np

from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, within
from goldthread.procedures.batch.records import EFFECT, MEETING, RULE, U8, YES


@within
def meet(desk: Any, duty: Any, many: int) -> None:
    """Tell a duty when it was first met. Many of one start, and turn, are met by the same."""
    rule = column(desk.rules, RULE)[duty.rule]
    meeting = column(desk.meetings, MEETING)[rule.meeting]
    if meeting.turn != desk.turn:
        meeting.turn, meeting.at = desk.turn, NEVER
        if (column(desk.met_by, U8)[rule.meeting] & np.uint64(desk.seen)) != np.uint64(0):
            meeting.at = _first(desk, rule, duty.start, many)
    duty.met = meeting.at


@within
def see_names(desk: Any, many: int) -> None:
    """Note the names of all effects, as bits; two that are 64 apart have one in common."""
    effects, names = column(desk.effects, EFFECT), np.uint64(0)
    for place in range(many):
        names |= np.uint64(1) << np.uint64(effects[place].name & 63)
    desk.seen = np.int64(names)


@within
def _first(desk: Any, rule: Any, place: int, many: int) -> int:
    """When first something happened that meets what an event started; NEVER if nothing did."""
    effects = column(desk.effects, EFFECT)
    start = effects[place]
    for other in range(start.search, many):
        one = effects[other]
        if one.at > desk.until:
            break
        is_before = other < start.since and one.answers != start.root
        if is_before or other == place or not _answers(desk, rule.meeting, other):
            continue
        if _concerns(desk, rule, start, one):
            return int(one.at)
    return NEVER


@within
def _concerns(desk: Any, rule: Any, start: Any, one: Any) -> bool:
    """Whether an event can meet the duty that another started: as for one case."""
    both_said = start.agency != 0 and one.agency != 0
    own, starts = column(desk.own, YES), column(desk.starts, YES)
    if both_said and start.agency != one.agency and own[rule.meeting * desk.roles + start.role]:
        return False
    if one.answers == NOTHING or rule.once:
        return bool(one.episode == start.episode)
    if one.answers == start.root:
        return True
    if one.answered == NOTHING:
        return False
    answered = column(desk.effects, EFFECT)[one.answered]
    if starts[rule.meeting * desk.names + answered.name]:
        return False
    return bool(start.contact == NOTHING or start.contact == answered.contact)  # noqa: PLR1714 - compiled


@within
def _answers(desk: Any, meeting: int, place: int) -> bool:
    """Whether an event answers one of the questions that a way of meeting asks of it with yes."""
    meets, answers, asks = column(desk.meets, U8), column(desk.answers, U8), desk.asks
    asked = (meeting * desk.names + column(desk.effects, EFFECT)[place].name) * asks
    some = np.uint64(0)
    for word in range(asks):
        some |= meets[asked + word] & answers[place * asks + word]
    return bool(some != np.uint64(0))
