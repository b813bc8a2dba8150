"""Counts working days, hours, weeks and months as readings R1 to R6 say, from tables made once."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.walltime import LONDON, london_day

SATURDAY = 5
LAST_MOMENT = time(23, 59, 59, 999999)
Counter = Callable[[date | datetime, date], "Due"]
"""Counts from a start, given with its London day."""


class OutsideCalendar(ValueError):
    """A date in a year whose bank holidays nobody has checked."""


class NotCounted(NamedTuple):
    """A day that is no working day, and why."""

    day: date
    why: str


class Due(NamedTuple):
    """A limit: the end of a day (kind `day`), or an instant. Done at `instant` is in time."""

    kind: Literal["day", "instant"]
    start: date
    instant: datetime
    calendar: "WorkingCalendar"
    in_working_days: bool

    @property
    def day(self) -> date:
        """The London day of the limit."""
        return london_day(self.instant)

    @property
    def last_working_day(self) -> date:
        """The latest working day on or before the limit (R5)."""
        return self.calendar.working_day_on_or_before(self.day)

    @property
    def not_counted(self) -> list[NotCounted]:
        """The days between start and limit that did not count, in order."""
        return self.calendar.not_counted(self.start, self.day) if self.in_working_days else []


class WorkingCalendar:
    """The working days of one authority: Monday to Friday, but not the days it names (R1)."""

    def __init__(self, first_year: int, last_year: int, closed: Mapping[date, str]) -> None:
        """Years are those whose bank holidays are checked, both included; `closed` says why each day is."""
        self.first, self.last = date(first_year, 1, 1), date(last_year, 12, 31)
        self._closed = dict(closed)
        shut = {day.toordinal() for day in closed}
        days = range(self.first.toordinal(), self.last.toordinal() + 1)
        self._working = [day for day in days if (day - 1) % 7 < SATURDAY and day not in shut]
        self._ends: dict[date, datetime] = {}
        self._begin = datetime.combine(self.first, time(), LONDON).astimezone(UTC)
        self._end = self.end_of(self.last)

    def add(self, start: date | datetime, duration: Duration) -> Due:
        """When something that starts then and may take so long is due.

        `start` is a UTC instant, or a London date where the time of day makes no difference. Raises
        OutsideCalendar beyond the verified years, and ValueError for hours without a time of day or for
        "no limit".
        """
        return self.counter(duration)(start, london_day(start))

    def back(self, end: date | datetime, duration: Duration) -> Due:
        """When something that must be done so long before a date is due. Errors as for `add`."""
        return self.counter(duration, -1)(end, london_day(end))

    def counter(self, duration: Duration, sign: Literal[1, -1] = 1) -> Counter:
        """The function that counts one length of time, forwards or backwards."""
        amount = duration.amount * sign
        match duration.unit:
            case Unit.HOURS | Unit.IMMEDIATELY:
                return self._hours(timedelta(hours=amount))
            case Unit.WORKING_DAYS:
                return self._end_of_day(self._working_days(amount), in_working_days=True)
            case Unit.DAYS | Unit.WEEKS:
                length = timedelta(days=amount * (7 if duration.unit is Unit.WEEKS else 1))
                return self._end_of_day(lambda day: day + length)
            case Unit.MONTHS:
                return self._end_of_day(lambda day: months_on(day, amount))
        raise ValueError(f'"{duration}" has no date')

    def days_due(self, begin: date, days: int, duration: Duration, sign: Literal[1, -1] = 1) -> list[int]:
        """The days, as ordinals, on which a limit in days falls for a start on each of so many days in turn.

        Raises OutsideCalendar as `add` does, and ValueError for a length that has no last day.
        """
        first, amount = begin.toordinal(), duration.amount * sign
        match duration.unit:
            case Unit.WORKING_DAYS:
                bisect, step = _counting(amount)
                last = first + days - 1
                self._nth(bisect(self._working, first) + step, begin)
                self._nth(bisect(self._working, last) + step, date.fromordinal(last))
                due = [self._working[bisect(self._working, day) + step] for day in range(first, last + 1)]
            case Unit.DAYS | Unit.WEEKS:
                length = amount * (7 if duration.unit is Unit.WEEKS else 1)
                due = list(range(first + length, first + length + days))
            case Unit.MONTHS:
                due = [
                    months_on(date.fromordinal(day), amount).toordinal() for day in range(first, first + days)
                ]
            case _:
                raise ValueError(f'"{duration}" has no last day')
        self._check(begin, begin + timedelta(days - 1), *map(date.fromordinal, (min(due), max(due))))
        return due

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
        """The days from `start` to `end` that are no working days, `start` itself left out."""
        first, last = (start + timedelta(1), end) if start < end else (end, start - timedelta(1))
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        return [NotCounted(day, why) for day in days if (why := self.why_not(day))]

    def end_of(self, day: date) -> datetime:
        """The last moment of a London day, in UTC."""
        if day not in self._ends:
            self._ends[day] = datetime.combine(day, LAST_MOMENT, LONDON).astimezone(UTC)
        return self._ends[day]

    def _hours(self, length: timedelta) -> Counter:
        def count(start: date | datetime, day: date) -> Due:
            if not isinstance(start, datetime):
                raise ValueError("it is counted in hours, so the start needs a time of day")  # noqa: TRY004 - bad input
            instant = start + length
            if not (self._begin <= start <= self._end and self._begin <= instant <= self._end):
                raise self._outside(day)
            return Due("instant", day, instant, self, in_working_days=False)

        return count

    def _end_of_day(self, move: Callable[[date], date], *, in_working_days: bool = False) -> Counter:
        """Counts to the end of the day to which `move` leads, and remembers it for each start."""
        known: dict[date, Due] = {}

        def count(_: date | datetime, day: date) -> Due:
            if day not in known:
                due = move(day)
                self._check(day, due)
                known[day] = Due("day", day, self.end_of(due), self, in_working_days)
            return known[day]

        return count

    def _working_days(self, amount: int) -> Callable[[date], date]:
        bisect, step = _counting(amount)
        return lambda day: self._nth(bisect(self._working, day.toordinal()) + step, day)

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
        return OutsideCalendar(f"{day} cannot be counted from: bank holidays are known for {years} only")


def _counting(amount: int) -> tuple[Callable[[list[int], int], int], int]:
    """How to find a day so many working days on: a place among the working days, and steps from there.

    The day itself is day 0, working day or not (R2): count from the last working day up to it, or,
    backwards, from the first one not before it.
    """
    return (bisect_right, amount - 1) if amount > 0 else (bisect_left, amount)


def months_on(day: date, amount: int) -> date:
    """The same day number so many months on, clipped to the last day of a shorter month (R4)."""
    months = day.year * 12 + day.month - 1 + amount
    last = _first_of(months + 1) - timedelta(1)
    return last.replace(day=min(day.day, last.day))


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
