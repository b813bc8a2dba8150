"""Every duty of some cases, one after the other, stage by stage."""

from typing import Any

from goldthread.procedures.batch.authorising import take_effect
from goldthread.procedures.batch.child import child
from goldthread.procedures.batch.columns import NEVER
from goldthread.procedures.batch.compiled import column, entry, within
from goldthread.procedures.batch.involvement import involve
from goldthread.procedures.batch.meeting import see_names
from goldthread.procedures.batch.once import hand_over, leave_out, stand
from goldthread.procedures.batch.ordering import KINDS_OF_LINK, order
from goldthread.procedures.batch.placing import place, state
from goldthread.procedures.batch.records import DESK, EFFECT, I8, KIND
from goldthread.procedures.batch.starting import answer_all, start
from goldthread.procedures.batch.successors import take_over


@entry
def fold_cases(address: int, begin: int, end: int, known_at: int, until: int) -> int:
    """The duties of the cases from one to before another, as far as there is room; which case comes next.

    As they stood at `until`, of what had been recorded by `known_at`. The desk at the address is told how
    many duties were `found`, and how many were `odd_cases`, which have none here.
    """
    desk = column(address, DESK)[0]
    first, odd = column(desk.first, I8), column(desk.odd, I8)
    desk.found = desk.odd_cases = 0
    desk.until = until
    _find_links(desk, first[begin])
    for case in range(begin, end):
        desk.case, desk.low, desk.rows = case, first[case], _known(desk, case, known_at)
        if desk.rows > desk.most_rows or desk.odd_cases >= desk.most_duties:
            return case
        items = order(desk)
        many = take_effect(desk, items)
        if not _has_room(desk, many):
            return case
        place(desk, many)
        state(desk, many)
        episodes = involve(desk, many)
        stated = child(desk, items, many, episodes)
        answer_all(desk, many)
        see_names(desk, many)
        turn, found = desk.turn, start(desk, many, stated)
        if desk.changed > 0:
            desk.is_odd |= stated > 0  # what is stated about a child might change what is taken over
            take_over(desk, found, many)
        if desk.is_odd:
            odd[desk.odd_cases] = case
            desk.odd_cases += 1
            continue
        if stand(desk, found):
            leave_out(desk, found, turn)
        hand_over(desk, found)
    return end


@within
def _known(desk: Any, case: int, known_at: int) -> int:
    """How many events of a case had been recorded by an instant."""
    first, recorded_at = column(desk.first, I8), column(desk.recorded_at, I8)
    end = first[case + 1]
    if known_at != NEVER:
        while end > first[case] and recorded_at[end - 1] > known_at:
            end -= 1
    return int(end - first[case])


@within
def _find_links(desk: Any, low: int) -> None:
    """From where on the links of the cases lie that begin at a row."""
    until, cursor = column(desk.linked_until, I8), column(desk.cursor, I8)
    for kind in range(KINDS_OF_LINK):
        linked, begin, end = column(column(desk.linked, I8)[kind], I8), 0, until[kind]
        while begin < end:
            middle = (begin + end) // 2
            if linked[middle] < low:
                begin = middle + 1
            else:
                end = middle
        cursor[kind] = begin


@within
def _has_room(desk: Any, many: int) -> bool:
    """Whether there is room for all duties that some effects may start."""
    effects, kinds, most = column(desk.effects, EFFECT), column(desk.kinds, KIND), 0
    for turn in range(many):
        kind = kinds[effects[turn].kind]
        most += kind.last_rule - kind.first_rule
    return bool(desk.found + most <= desk.most_duties)
