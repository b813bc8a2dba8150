"""London days and limits for whole columns of instants, from tables made once for each day."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from goldthread.procedures.batch.columns import Bools, Ints, micros
from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.walltime import LONDON
from goldthread.procedures.working_calendar import OutsideCalendar, WorkingCalendar

DAY = 24 * 60 * 60 * 1_000_000
HOUR = 60 * 60 * 1_000_000
OUTSIDE = -1
Count = Callable[[Ints, Ints], Ints]
"""From instants, and their London days, to the instants until which something may be done."""


class London:
    """The London days from one to another, both included, numbered from the first."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1
        begins = [first + timedelta(n) for n in range(self.days + 1)]
        self._begins = np.array(
            [micros(datetime.combine(day, time(), LONDON)) for day in begins], dtype=np.int64
        )

    def number(self, day: date) -> int:
        """The number of a day, which may lie outside."""
        return (day - self.first).days

    def holds(self, at: Ints) -> Bools:
        """Whether instants lie within these days."""
        is_within: Bools = (at >= self._begins[0]) & (at < self._begins[-1])
        return is_within

    def clipped(self, at: Ints) -> Ints:
        """Instants, moved within these days, counted from the first moment."""
        clipped: Ints = np.clip(at, self._begins[0], self._begins[-1] - 1) - self._begins[0]
        return clipped

    @property
    def span(self) -> int:
        """How many microseconds these days are long."""
        return int(self._begins[-1] - self._begins[0])

    def day(self, at: Ints) -> Ints:
        """The days of instants within them."""
        day: Ints = (at - self._begins[0]) // DAY  # or one beside it: the clocks change
        day += at >= self._begins[np.minimum(day + 1, self.days)]
        day -= at < self._begins[np.minimum(day, self.days)]
        return np.clip(day, 0, self.days - 1)

    @cached_property
    def ends(self) -> Ints:
        """The last moment of each day."""
        return self._begins[1:] - 1


class Counting:
    """How the limits of one pack are counted, for columns."""

    def __init__(self, calendar: WorkingCalendar, london: London) -> None:
        self.london = london
        self._calendar = calendar
        self._days = np.arange(london.days)
        self._known: dict[tuple[Duration, int], Count] = {}

    def count(self, length: Duration | None, sign: int = 1) -> Count | None:
        """How a length is counted, forwards or backwards; None if there is no limit."""
        if length is None or length.unit is Unit.NO_LIMIT:
            return None
        if length.unit in {Unit.HOURS, Unit.IMMEDIATELY}:
            return self._hours(length.amount * sign * HOUR)
        if (length, sign) not in self._known:
            due = self._due_days(length, length.amount * sign)
            fits = (due >= 0) & (due < self.london.days)
            table = np.where(fits, self.london.ends[np.where(fits, due, 0)], OUTSIDE)
            self._known[length, sign] = self._end_of(table)
        return self._known[length, sign]

    def _due_days(self, length: Duration, amount: int) -> Ints:
        """For each day, the day on which what started then is due; outside where it cannot be known."""
        match length.unit:
            case Unit.WORKING_DAYS:
                return self._working_days(amount)
            case Unit.MONTHS:
                return self._months(amount)
        return self._days + amount * (7 if length.unit is Unit.WEEKS else 1)

    def _working_days(self, amount: int) -> Ints:
        working = self._working
        # The day itself is day 0 (R2): forwards from the last working day up to it, backwards from the next.
        side, step = ("right", amount - 1) if amount > 0 else ("left", amount)
        place = np.searchsorted(working, self._days, side="right" if side == "right" else "left") + step
        fits = (place >= 0) & (place < len(working))
        return np.where(fits, working[np.where(fits, place, 0)], OUTSIDE)

    @cached_property
    def _working(self) -> Ints:
        """The working days."""
        works = [
            self._calendar.why_not(self.london.first + timedelta(day)) is None
            for day in range(self.london.days)
        ]
        return np.flatnonzero(works)

    def _months(self, amount: int) -> Ints:
        first = np.datetime64(self.london.first)
        days = first + self._days
        month = days.astype("datetime64[M]")
        place = days - month.astype("datetime64[D]")
        target = (month + amount).astype("datetime64[D]")
        last = (month + amount + 1).astype("datetime64[D]") - 1  # a shorter month: its last day (R4)
        due: Ints = (np.minimum(target + place, last) - first).astype(np.int64)
        return due

    def _hours(self, length: int) -> Count:
        def count(at: Ints, _: Ints) -> Ints:
            due = at + length
            if not (self.london.holds(due).all() and self.london.holds(at).all()):
                raise self._outside()
            return due

        return count

    def _end_of(self, table: Ints) -> Count:
        def count(_: Ints, day: Ints) -> Ints:
            due: Ints = table[day]
            if (due == OUTSIDE).any():
                raise self._outside()
            return due

        return count

    def _outside(self) -> OutsideCalendar:
        years = f"{self.london.first.year} to {self.london.last.year}"
        return OutsideCalendar(f"a limit cannot be counted: bank holidays are known for {years} only")
