"""Until when each duty may be done."""

from goldthread.procedures.batch.clock import OUTSIDE, due_at
from goldthread.procedures.batch.columns import NEVER, NOTHING, Bools
from goldthread.procedures.batch.compiled import compiled, inlined
from goldthread.procedures.batch.records import Records, Small, Tables


@compiled
def count(tables: Tables, statement: Small, effects: Records, found: Records, odd: Bools) -> None:
    """Put limits into duties. A case with one beyond the calendar is odd."""
    rules, begins, hours, due = tables.rules, tables.begins, tables.hours, tables.due
    dates, days = tables.dates, tables.days
    for place in range(len(found)):
        duty = found[place]
        rule, start = rules[duty.rule], effects[duty.start]
        at, day = start.at, start.day
        if rule.counted_from != NOTHING:
            row = _stating(days[rule.counted_from], statement, effects, duty.start)
            at = NEVER if row == NOTHING else dates[rule.counted_from, statement[row]]
            day = NOTHING if row == NOTHING else days[rule.counted_from, statement[row]]
        duty.due = duty.usual = NEVER
        if day != NOTHING:
            duty.due = due_at(begins, hours, due, rule.limit, at, day)
            duty.usual = due_at(begins, hours, due, rule.usual, at, day)
        odd[duty.case] |= duty.due == OUTSIDE or duty.usual == OUTSIDE  # noqa: PLR1714 - compiled


@inlined
def _stating(days: Small, statement: Small, effects: Records, place: int) -> int:
    """The row that states a date: an event's own, or else what it authorised, or else its contact's."""
    while place != NOTHING:
        one = effects[place]
        for row in (one.row, one.proposed):
            if row != NOTHING and days[statement[row]] != NOTHING:
                return int(row)
        place = one.around
    return NOTHING
