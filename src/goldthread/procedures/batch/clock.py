"""London days and limits, from tables made once for each day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from goldthread.procedures.batch.columns import NEVER, NOTHING, Ints, micros
from goldthread.procedures.batch.compiled import column, within
from goldthread.procedures.batch.records import I8
from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.walltime import LONDON
from goldthread.procedures.working_calendar import WorkingCalendar

DAY = 24 * 60 * 60 * 1_000_000
HOUR = 60 * 60 * 1_000_000
OUTSIDE = -1


class London:
    """The London days from one to another, both included, numbered from the first."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = (last - first).days + 1
        days = [first + timedelta(n) for n in range(self.days + 1)]
        self.begins = np.array([micros(datetime.combine(day, time(), LONDON)) for day in days], np.int64)
        """When each day begins, and the one after the last."""

    def number(self, day: date) -> int:
        """The number of a day, which may lie outside."""
        return (day - self.first).days


class Counting:
    """The limits of a procedure, each with a number. How working days fall, its packs say."""

    def __init__(self, london: London) -> None:
        self._london, self._days = london, np.arange(london.days)
        self._numbers: dict[tuple[int, Duration, int], int] = {}
        self._hours: list[int] = []
        self._due: list[Ints] = []
        self._working: dict[int, Ints] = {}

    def number(self, calendar: WorkingCalendar, length: Duration | None, sign: int = 1) -> int:
        """The number of a length, counted forwards or backwards; NOTHING if there is no limit."""
        if length is None or length.unit is Unit.NO_LIMIT:
            return NOTHING
        key = id(calendar), length, sign
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            in_hours = length.unit in {Unit.HOURS, Unit.IMMEDIATELY}
            self._hours.append(length.amount * sign * HOUR if in_hours else NEVER)
            days = self._days if in_hours else self._due_days(calendar, length, length.amount * sign)
            fits = (days >= 0) & (days < self._london.days)
            self._due.append(np.where(fits, self._london.begins[np.where(fits, days, 0) + 1] - 1, OUTSIDE))
        return self._numbers[key]

    @property
    def limits(self) -> tuple[Ints, Ints]:
        """All limits so far: how many microseconds on, and by day until when."""
        due = np.array(self._due, np.int64).reshape(-1, self._london.days)
        return np.array(self._hours, np.int64), due

    def _due_days(self, calendar: WorkingCalendar, length: Duration, amount: int) -> Ints:
        """For each day, the day on which what started then is due; outside where it cannot be known."""
        match length.unit:
            case Unit.WORKING_DAYS:
                return self._working_days(calendar, amount)
            case Unit.MONTHS:
                return self._months(amount)
        return self._days + amount * (7 if length.unit is Unit.WEEKS else 1)

    def _working_days(self, calendar: WorkingCalendar, amount: int) -> Ints:
        if id(calendar) not in self._working:
            days = (self._london.first + timedelta(day) for day in range(self._london.days))
            self._working[id(calendar)] = np.flatnonzero([not calendar.why_not(day) for day in days])
        working = self._working[id(calendar)]
        # The day itself is day 0 (R2): forwards from the last working day up to it, backwards from the next.
        place = np.searchsorted(working, self._days, side="right" if amount > 0 else "left")
        place += amount - 1 if amount > 0 else amount
        fits = (place >= 0) & (place < len(working))
        return np.where(fits, working[np.where(fits, place, 0)], OUTSIDE)

    def _months(self, amount: int) -> Ints:
        first = np.datetime64(self._london.first)
        days = first + self._days
        month = days.astype("datetime64[M]")
        place = days - month.astype("datetime64[D]")
        target = (month + amount).astype("datetime64[D]")
        last = (month + amount + 1).astype("datetime64[D]") - 1  # a shorter month: its last day (R4)
        due: Ints = (np.minimum(target + place, last) - first).astype(np.int64)
        return due


@within
def day_of(desk: Any, at: int) -> int:
    """The day of an instant within the days."""
    begins = column(desk.begins, I8)
    day = (at - begins[0]) // DAY  # or one beside it: the clocks change
    if at < begins[day]:
        return int(day - 1)
    return int(day + 1 if at >= begins[day + 1] else day)


@within
def due_at(desk: Any, limit: int, at: int, day: int) -> int:
    """Until when something that starts then may be done; NEVER without limit, OUTSIDE beyond the days."""
    if limit == NOTHING:
        return NEVER
    begins, hours, days = column(desk.begins, I8), column(desk.hours, I8), desk.day_count
    if hours[limit] != NEVER:
        then = at + hours[limit]
        return then if begins[0] <= at < begins[days] and begins[0] <= then < begins[days] else OUTSIDE
    return column(desk.due, I8)[limit * days + day] if 0 <= day < days else OUTSIDE
