"""Every limit of every pack, from every hour of ten years, is what a slow counter makes of it (R11).

The counter takes its bank holidays from govuk-bank-holidays. Limits of equal length in equal calendars are
counted once, a limit in days once for the hours of one day; with GOLDTHREAD_LONG=1 every duty is counted by
itself from every hour of the years for which bank holidays are published.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from goldthread.procedures.format.durations import Duration, Unit
from goldthread.procedures.register import PackRegister
from goldthread.procedures.tables import Rule
from goldthread.procedures.walltime import london_day
from goldthread.procedures.working_calendar import Counter, Due, OutsideCalendar
from tests.unit.procedures.slow_counter import SlowCounter, end_of, london_date

REGISTER = PackRegister(Path(__file__).parents[3] / "packs")
AUTHORITIES = [name for name in REGISTER.ids() if not REGISTER.pack(name).head.skeleton]
LONG = bool(os.environ.get("GOLDTHREAD_LONG"))
# Bank holidays are published for 2012 to 2028; what is counted back from New Year 2012 is not known.
FIRST, AFTER = date(2012, 3, 1) if LONG else date(2019, 1, 1), date(2029, 1, 1)
DAYS = (AFTER - FIRST).days
ELAPSED = {Unit.HOURS, Unit.IMMEDIATELY}
pytestmark = pytest.mark.takes(2000 if LONG else 30)


class Counted(NamedTuple):
    """A limit or target of a duty, and how the service counts it."""

    duty: str
    length: Duration
    sign: int
    count: Counter


@cache
def bank_holidays() -> frozenset[date]:
    source = BankHolidays(use_cached_holidays=True)
    return frozenset(each["date"] for each in source.get_holidays(division=source.ENGLAND_AND_WALES))


def counted(rule: Rule) -> Iterator[Counted]:
    written = rule.written
    sign = -1 if written.before else 1
    for length, count in ((written.before or written.within, rule.limit), (written.usually, rule.usual)):
        if length and count:
            yield Counted(rule.id, length, sign, count)


class Limits(NamedTuple):
    """The limits of packs that are counted alike, by the authorities' own closure days."""

    closed: frozenset[date]
    found: list[Counted]


@cache
def limits() -> list[Limits]:
    """Every limit and target of every authority: one of those counted alike, unless the run is long."""
    alike: dict[frozenset[date], list[Counted]] = {}
    for authority in AUTHORITIES:
        closed = frozenset(day.date for day in REGISTER.pack(authority).head.closure_days)
        rules = REGISTER.procedure(authority).latest.rules
        alike.setdefault(closed, []).extend(each for rule in rules for each in counted(rule))
    return [
        Limits(closed, found if LONG else list({(one.length, one.sign): one for one in found}.values()))
        for closed, found in alike.items()
    ]


def hours() -> Iterator[datetime]:
    begin = datetime.combine(FIRST, time(), UTC)
    return (begin + timedelta(hours=number) for number in range(DAYS * 24))


def answer(each: Counted, start: datetime, day: date) -> Due | None:
    try:
        return each.count(start, day)
    except OutsideCalendar:
        return None


def test_every_hour_is_on_its_london_day() -> None:
    assert [hour for hour in hours() if london_day(hour) != london_date(hour)] == []


def test_every_limit_in_days_is_what_the_slow_counter_makes_of_it(
    record_property: Callable[[str, int], None],
) -> None:
    for closed, found in limits():
        counter = SlowCounter(bank_holidays() | closed, 2012, 2028)
        for each in found:
            if each.length.unit not in ELAPSED:
                for day in (FIRST + timedelta(number) for number in range(DAYS)):
                    agree(each, counter, day)
                record_property("days counted from", DAYS)


def agree(each: Counted, counter: SlowCounter, day: date) -> None:
    """The limit of one start day, all that is said of it, and (in a long run) from each of its hours."""
    expected = counter.day_due(day, each.length.amount * each.sign, each.length.unit.value)
    due = answer(each, end_of(day), day)
    assert (due and due.day) == expected, (each.duty, day)
    if due is None or expected is None:
        return
    assert (due.kind, due.instant) == ("day", end_of(expected)), (each.duty, day)
    assert due.last_working_day == counter.last_working_day(expected), (each.duty, day)
    if each.length.unit is Unit.WORKING_DAYS and each.sign > 0:
        assert [one.day for one in due.not_counted] == counter.not_worked(day, expected), (each.duty, day)
    if LONG:
        begin = end_of(day - timedelta(1)) + timedelta(microseconds=1)
        starts = (begin + timedelta(hours=number) for number in range(25))
        dues = {answer(each, start, london_day(start)) for start in starts if start <= end_of(day)}
        assert dues == {due}, (each.duty, day)


def test_every_limit_in_hours_is_elapsed_time_from_every_hour(
    record_property: Callable[[str, int], None],
) -> None:
    end = end_of(date(2028, 12, 31))
    for each in (one for _, found in limits() for one in found if one.length.unit in ELAPSED):
        length = timedelta(hours=each.length.amount)
        for hour in hours():
            due = answer(each, hour, hour.date())
            expected = hour + length if hour + length <= end else None
            assert (due and (due.kind, due.instant)) == (expected and ("instant", expected)), (
                each.duty,
                hour,
            )
        record_property("hours counted from", DAYS * 24)


def test_nothing_that_has_a_limit_is_left_out() -> None:
    covered = {(one.length, one.sign) for _, found in limits() for one in found}
    for authority in AUTHORITIES:
        for rule in REGISTER.procedure(authority).latest.rules:
            length = rule.written.before or rule.written.within
            timed = length is not None and length.unit is not Unit.NO_LIMIT
            assert (rule.limit is not None) is timed, rule.id
            assert not timed or (length, -1 if rule.written.before else 1) in covered
    units = {one.unit for one, _ in covered}
    assert units >= {Unit.WORKING_DAYS, Unit.HOURS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS}
    assert any(sign < 0 for _, sign in covered)
