"""Whether one limit is stricter than another: tried for every start over twelve years, not judged."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.walltime import london_day
from goldthread.procedures.working_calendar import Due, WorkingCalendar

Effect = Literal["same", "stricter", "looser", "mixed"]
Sign = Literal[1, -1]
YEARS = 12
DAYS = YEARS * 365 + 3
HOURS = (0, 9, 12, 17, 22)
"""Of universal time: at each of them it is the same day in London."""
NOON = HOURS[2:3]
RECENT = DAYS - 3 * 365
"""Examples are of the last three years, where there are any."""
BY_THE_HOUR = {Unit.HOURS, Unit.IMMEDIATELY}
END_OF_DAY = 10**6
"""Later than any number of hours."""


class Example(NamedTuple):
    """A start for which two limits differ, and when each falls."""

    start: datetime
    ours: Due
    theirs: Due


class Comparison(NamedTuple):
    """For how many of the starts tried one limit falls before, and after, another; one start of each."""

    earlier: int
    later: int
    tried: int
    examples: tuple[Example, ...] = ()

    @property
    def effect(self) -> Effect:
        """What the one limit is, beside the other."""
        if self.earlier and self.later:
            return "mixed"
        return "stricter" if self.earlier else "looser" if self.later else "same"


class Limit(NamedTuple):
    """A length of time, counted forwards or backwards in one authority's calendar."""

    calendar: WorkingCalendar
    length: Duration
    sign: Sign = 1

    @property
    def by_the_hour(self) -> bool:
        """Whether the time of day of the start makes a difference."""
        return self.length.unit in BY_THE_HOUR

    def due(self, start: datetime) -> Due:
        """When it falls for one start."""
        return self.calendar.counter(self.length, self.sign)(start, london_day(start))

    def falls(self, begin: date, hour: int) -> list[tuple[int, int]]:
        """For a start on each day at that hour of universal time: the London day, and how late on it."""
        if not self.by_the_hour:
            return [(day, END_OF_DAY) for day in self.calendar.days_due(begin, DAYS, self.length, self.sign)]
        hours = self.length.amount * self.sign
        first = datetime.combine(begin, time(hour), UTC) + timedelta(hours=hours)
        if first.hour == 23:  # in summer it is already the next day in London
            moments = (first + timedelta(days) for days in range(DAYS))
            return [(london_day(moment).toordinal(), hours) for moment in moments]
        return [(day, hours) for day in range(first.toordinal(), first.toordinal() + DAYS)]


@lru_cache(maxsize=1000)
def compare(ours: Limit, theirs: Limit) -> Comparison:
    """How one limit compares with another, over twelve years of starts at five times of day.

    Where both limits fall on days, the time of day makes no difference, and each day is tried once.
    """
    begin = date(ours.calendar.last.year - YEARS, 1, 1)  # a year is left for what is due after the last
    hours = HOURS if ours.by_the_hour or theirs.by_the_hour else NOON
    earlier: list[tuple[int, int]] = []
    later: list[tuple[int, int]] = []
    for hour in hours:
        pairs = zip(ours.falls(begin, hour), theirs.falls(begin, hour), strict=True)
        for place, (mine, other) in enumerate(pairs):
            if mine != other:
                (earlier if mine < other else later).append((place, hour))
    examples = tuple(_example(begin, ours, theirs, places) for places in (earlier, later) if places)
    return Comparison(len(earlier), len(later), DAYS * len(hours), examples)


def _example(begin: date, ours: Limit, theirs: Limit, places: list[tuple[int, int]]) -> Example:
    """One of the starts: of a recent year, on a working day and at noon, if there is one."""

    def ordinary(each: tuple[int, int]) -> tuple[bool, bool, bool]:
        place, hour = each
        works = ours.calendar.why_not(begin + timedelta(place)) is None
        return place >= RECENT, works, hour in NOON

    place, hour = max(places, key=ordinary)
    start = datetime.combine(begin + timedelta(place), time(hour), UTC)
    return Example(start, ours.due(start), theirs.due(start))
