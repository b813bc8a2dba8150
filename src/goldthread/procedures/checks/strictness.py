"""Whether one limit is stricter than another: tried for every start over twelve years, not judged."""

from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.working_calendar import WorkingCalendar

Effect = Literal["same", "stricter", "looser", "mixed"]
YEARS = 12
HOURS = (0, 9, 12, 17, 22)
"""Of universal time: at each of them it is the same day in London."""


class Comparison(NamedTuple):
    """For how many of the starts tried the one limit falls before, and after, the other."""

    earlier: int
    later: int
    tried: int
    example: str

    @property
    def effect(self) -> Effect:
        """What the one limit is, beside the other."""
        if self.earlier and self.later:
            return "mixed"
        return "stricter" if self.earlier else "looser" if self.later else "same"


def compare(
    calendar: WorkingCalendar, one: Duration, other: Duration, sign: Literal[1, -1] = 1
) -> Comparison:
    """How one limit compares with another, over twelve years of starts at five times of day."""
    first, second = calendar.counter(one, sign), calendar.counter(other, sign)
    by_the_hour = {Unit.HOURS, Unit.IMMEDIATELY} & {one.unit, other.unit}
    hours = HOURS if by_the_hour else HOURS[:1]  # the time of day changes nothing in days
    earlier = later = tried = 0
    example = ""
    begin = datetime(calendar.first.year + 1, 1, 1, tzinfo=UTC)
    for days in range(YEARS * 365 + 3):
        for hour in hours:
            start = begin + timedelta(days, hours=hour)
            ours, theirs = first(start, start.date()).instant, second(start, start.date()).instant
            tried += 1
            earlier += ours < theirs
            later += ours > theirs
            if ours > theirs and not example:
                example = f"from {start:%a %d %b %Y %H:%M}"
    return Comparison(earlier, later, tried, example)
