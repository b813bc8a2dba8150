"""Counts working days, hours, weeks and months as readings R1 to R6 say, from tables made once."""

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from goldthread.procedures.durations import Duration, Unit
from goldthread.procedures.walltime import LONDON

SATURDAY = 5
LAST_MOMENT = time(23, 59, 59, 999999)


class OutsideCalendar(ValueError):
    """A date in a year whose bank holidays nobody has checked."""


class NotCounted(NamedTuple):
    """A day that is no working day, and why."""

    date: date
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """A limit: the end of a day (kind `day`), or an instant. Done at `instant` is in time."""

    calendar: "WorkingCalendar"
    kind: Literal["day", "instant"]
    start: date
    date: date
    instant: datetime
    in_working_days: bool

    @property
    def last_working_day(self) -> "date":
        """The latest working day on or before the limit (R5)."""
        return self.calendar.working_day_on_or_before(self.date)

    @property
    def not_counted(self) -> list[NotCounted]:
        """The days between start and limit that did not count, in order."""
        return self.calendar.not_counted(self.start, self.date) if self.in_working_days else []


class WorkingCalendar:
    """The working days of one authority: Monday to Friday, but not the days it names (R1)."""

    def __init__(self, first_year: int, last_year: int, closed: Mapping[date, str]) -> None:
        """Years are those whose bank holidays are checked, both included; `closed` says why each day is."""
        self.first, self.last = date(first_year, 1, 1), date(last_year, 12, 31)
        self._closed = dict(closed)
        days = range(self.first.toordinal(), self.last.toordinal() + 1)
        shut = {day.toordinal() for day in closed}
        self._working = [day for day in days if (day - 1) % 7 < SATURDAY and day not in shut]
        self._ends: dict[date, datetime] = {}

    def add(self, start: date | datetime, duration: Duration) -> Due:
        """When a duty that starts then and may take so long is due.

        `start` is a UTC instant, or a London date where the time of day makes no difference. Raises
        OutsideCalendar beyond the verified years, and ValueError for hours without a time of day or for
        "no limit".
        """
        day = start.astimezone(LONDON).date() if isinstance(start, datetime) else start
        if duration.unit in {Unit.HOURS, Unit.IMMEDIATELY}:
            return self._later(start, day, timedelta(hours=duration.amount))
        return self._at_end_of(day, self._moved(day, duration, 1), duration)

    def back(self, end: date | datetime, duration: Duration) -> Due:
        """When something that must be done so long before a date is due. Errors as for `add`."""
        day = end.astimezone(LONDON).date() if isinstance(end, datetime) else end
        if duration.unit in {Unit.HOURS, Unit.IMMEDIATELY}:
            return self._later(end, day, -timedelta(hours=duration.amount))
        return self._at_end_of(day, self._moved(day, duration, -1), duration)

    def is_working(self, day: date) -> bool:
        """Whether a day is a working day."""
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Why a day is no working day; None if it is one."""
        self._check(day)
        if day in self._closed:
            return self._closed[day]
        return None if day.weekday() < SATURDAY else f"{day:%A}"

    def working_day_on_or_before(self, day: date) -> date:
        """The latest working day on or before a day."""
        self._check(day)
        return self._nth(bisect_right(self._working, day.toordinal()) - 1, day)

    def not_counted(self, start: date, end: date) -> list[NotCounted]:
        """The days after `start` up to and including `end` that are no working days, whichever comes first."""
        first, last = (start + timedelta(1), end) if start < end else (end, start - timedelta(1))
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        return [NotCounted(day, why) for day in days if (why := self.why_not(day))]

    def end_of(self, day: date) -> datetime:
        """The last moment of a London day, in UTC."""
        if day not in self._ends:
            self._ends[day] = datetime.combine(day, LAST_MOMENT, LONDON).astimezone(UTC)
        return self._ends[day]

    def _later(self, start: date | datetime, day: date, by: timedelta) -> Due:
        if not isinstance(start, datetime):
            raise ValueError("hours count from a time of day, and here there is only a date")  # noqa: TRY004
        instant = start + by
        due = instant.astimezone(LONDON).date()
        self._check(day, due)
        return Due(self, "instant", day, due, instant, in_working_days=False)

    def _at_end_of(self, start: date, day: date, duration: Duration) -> Due:
        self._check(start, day)
        return Due(self, "day", start, day, self.end_of(day), duration.unit is Unit.WORKING_DAYS)

    def _moved(self, day: date, duration: Duration, sign: int) -> date:
        amount = duration.amount
        match duration.unit:
            case Unit.WORKING_DAYS if sign > 0:
                return self._nth(bisect_right(self._working, day.toordinal()) + amount - 1, day)
            case Unit.WORKING_DAYS:
                return self._nth(bisect_left(self._working, day.toordinal()) - amount, day)
            case Unit.DAYS:
                return day + timedelta(sign * amount)
            case Unit.WEEKS:
                return day + timedelta(sign * amount * 7)
            case Unit.MONTHS:
                return _months(day, sign * amount)
        raise ValueError(f'"{duration}" has no date')

    def _nth(self, place: int, day: date) -> date:
        if not 0 <= place < len(self._working):
            raise self._outside(day)
        return date.fromordinal(self._working[place])

    def _check(self, *days: date) -> None:
        for day in days:
            if not self.first <= day <= self.last:
                raise self._outside(day)

    def _outside(self, day: date) -> OutsideCalendar:
        years = f"{self.first.year} to {self.last.year}"
        return OutsideCalendar(f"{day} cannot be counted from or to: bank holidays are known for {years} only")


def _months(day: date, amount: int) -> date:
    """The same day number so many months on, clipped to the last day of a shorter month (R4)."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
