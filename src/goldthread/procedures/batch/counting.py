"""Until when each duty may be done."""

from typing import Any

from goldthread.procedures.batch.clock import OUTSIDE, due_at
from goldthread.procedures.batch.columns import NEVER, NOTHING
from goldthread.procedures.batch.compiled import column, whole, within
from goldthread.procedures.batch.records import EFFECT, I4, I8, RULE


@within
def count(desk: Any, duty: Any) -> None:
    """Put limits into a duty. A case with one beyond the calendar is odd."""
    rule, start = column(desk.rules, RULE)[duty.rule], column(desk.effects, EFFECT)[duty.start]
    at, day = start.at, whole(start.day)
    if rule.counted_from != NOTHING:
        row, stated = _stating(desk, rule.counted_from, duty.start), desk.statements * rule.counted_from
        at, day = NEVER, NOTHING
        if row != NOTHING:
            stated += column(desk.statement, I4)[desk.low + row]
            at, day = column(desk.dates, I8)[stated], column(desk.days, I8)[stated]
    duty.due = duty.usual = NEVER
    if day != NOTHING:
        duty.due = due_at(desk, rule.limit, at, day)
        duty.usual = due_at(desk, rule.usual, at, day)
    desk.is_odd |= duty.due == OUTSIDE or duty.usual == OUTSIDE  # noqa: PLR1714 - compiled


@within
def _stating(desk: Any, fact: int, place: int) -> int:
    """The row that states a date: an event's own, or else what it authorised, or else its contact's."""
    effects, statement, days = column(desk.effects, EFFECT), column(desk.statement, I4), column(desk.days, I8)
    while place != NOTHING:
        one = effects[place]
        for row in (one.row, one.proposed):
            if row != NOTHING and days[desk.statements * fact + statement[desk.low + row]] != NOTHING:
                return int(row)
        place = one.around
    return NOTHING
