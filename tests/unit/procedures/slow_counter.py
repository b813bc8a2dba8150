"""Counts limits one day at a time, as the readings say: slow, plain, and sharing no code with the service."""

import datetime as dt
from collections.abc import Set

UTC = dt.UTC
DAY = dt.timedelta(days=1)
LAST_TICK = dt.timedelta(microseconds=1)


def last_sunday(year: int, month: int) -> dt.date:
    """The last Sunday of a month of 31 days."""
    day = dt.date(year, month, 31)
    while day.weekday() != 6:
        day -= DAY
    return day


def london_date(moment: dt.datetime) -> dt.date:
    """The date in London: an hour ahead between 01:00 UTC on the last Sundays of March and October."""
    clocks = dt.time(1, tzinfo=UTC)
    begins = dt.datetime.combine(last_sunday(moment.year, 3), clocks)
    ends = dt.datetime.combine(last_sunday(moment.year, 10), clocks)
    hours = 1 if begins <= moment < ends else 0
    return (moment + dt.timedelta(hours=hours)).date()


def end_of(day: dt.date) -> dt.datetime:
    """The last moment of a London day: just before the next midnight, which in summer is 23:00 UTC."""
    next_day = day + DAY
    summer = last_sunday(next_day.year, 3) < next_day <= last_sunday(next_day.year, 10)
    midnight = dt.datetime.combine(next_day, dt.time(), UTC)
    return midnight - dt.timedelta(hours=1 if summer else 0) - LAST_TICK


class SlowCounter:
    """One authority's days: weekends, bank holidays and its own closure days are not worked (R1)."""

    def __init__(self, closed: Set[dt.date], first_year: int, last_year: int) -> None:
        self.closed = closed
        self.years = range(first_year, last_year + 1)

    def works(self, day: dt.date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < 5 and day not in self.closed

    def day_due(self, start: dt.date, amount: int, unit: str) -> dt.date | None:
        """The day at whose end it is due (R2, R4, R5); backwards if the amount is negative.

        None where a day counted is in a year whose bank holidays are not known.
        """
        step = DAY if amount > 0 else -DAY
        day = start
        if unit == "months":
            day = self._months(start, amount)
        else:
            left = abs(amount) * (7 if unit == "weeks" else 1)
            while left and day.year in self.years:
                day += step
                if unit != "working days" or self.works(day):
                    left -= 1
        return day if day.year in self.years and start.year in self.years else None

    @staticmethod
    def _months(start: dt.date, amount: int) -> dt.date:
        year, month = start.year, start.month
        for _ in range(abs(amount)):
            month += 1 if amount > 0 else -1
            if month == 13:
                year, month = year + 1, 1
            elif month == 0:
                year, month = year - 1, 12
        number = start.day
        while True:
            try:
                return dt.date(year, month, number)
            except ValueError:  # that month is shorter (R4)
                number -= 1

    def last_working_day(self, day: dt.date) -> dt.date:
        """The latest working day on or before a day (R5)."""
        while not self.works(day):
            day -= DAY
        return day

    def not_worked(self, start: dt.date, end: dt.date) -> list[dt.date]:
        """The days after `start`, up to `end`, that are not worked."""
        days = [start + DAY * number for number in range(1, (end - start).days + 1)]
        return [day for day in days if not self.works(day)]
