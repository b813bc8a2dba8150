"""The working calendar counts as the readings say, and agrees with two independent libraries."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import govuk_bank_holidays.bank_holidays
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.procedures.format.durations import Duration
from goldthread.procedures.pack import Pack
from goldthread.procedures.walltime import LONDON, date_or_instant, from_london, instant, london_day
from goldthread.procedures.working_calendar import Due, OutsideCalendar, WorkingCalendar

PACKS = Path(__file__).parents[3] / "packs"
ENGLAND = Pack.load(PACKS / "england")
CALENDAR = ENGLAND.calendar
ORACLE = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))

days = st.dates(date(2012, 1, 1), date(2027, 6, 30))
FIRST, LAST = map(datetime.fromisoformat, ("2012-01-02", "2027-06-30"))
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
few = st.integers(1, 60)
pytestmark = pytest.mark.takes(3)


def due(start: str, length: str) -> Due:
    return CALENDAR.add(date_or_instant(start), Duration.parse(length))


def test_bank_holidays_are_those_of_both_libraries() -> None:
    assert ENGLAND.holidays is not None
    source = govuk_bank_holidays.bank_holidays.BankHolidays(use_cached_holidays=True)
    published = {each["date"] for each in source.get_holidays(division=source.ENGLAND_AND_WALES)}
    ours = set(ENGLAND.holidays.days)
    assert ours == {day for day in published if 2012 <= day.year <= 2028}
    weekdays = {day for day in ORACLE if day.weekday() < 5}
    assert {day for day in ours if day.weekday() < 5} == weekdays


@given(days, few)
def test_working_days_agree_with_the_holidays_library(start: date, count: int) -> None:
    assert CALENDAR.add(start, Duration.parse(words(count))).day == ORACLE.get_nth_working_day(start, count)


@given(days, few)
def test_counting_back_is_the_mirror_of_counting_on(day: date, count: int) -> None:
    if CALENDAR.why_not(day) is None and day.year > 2012:
        length = Duration.parse(words(count))
        assert CALENDAR.back(CALENDAR.add(day, length).day, length).day == day


@given(instants, few)
def test_every_start_of_one_day_has_the_same_working_day_limit(start: datetime, count: int) -> None:
    length = Duration.parse(words(count))
    found = CALENDAR.add(start, length)
    assert found == CALENDAR.add(london_day(start), length)
    assert found.instant.astimezone(LONDON).strftime("%H:%M:%S") == "23:59:59"


@given(instants, st.integers(1, 200))
def test_hours_are_elapsed_time_through_nights_weekends_and_clock_changes(
    start: datetime, count: int
) -> None:
    found = CALENDAR.add(start, Duration.parse(f"{count} hour{'s' if count > 1 else ''}"))
    assert found.instant - start == timedelta(hours=count)
    assert found.kind == "instant"
    assert found.not_counted == []


@given(days, few)
def test_days_not_counted_explain_the_whole_distance(start: date, count: int) -> None:
    found = CALENDAR.add(start, Duration.parse(words(count)))
    assert (found.day - start).days == count + len(found.not_counted)
    assert found.last_working_day == found.day


def words(count: int) -> str:
    return f"{count} working day{'s' if count > 1 else ''}"


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2026-04-02T16:40", "1 working day", "2026-04-07"),
        ("2026-04-02T16:40", "3 working days", "2026-04-09"),
        ("2026-05-02T23:59", "1 working day", "2026-05-05"),  # a Saturday is day 0, too
        ("2026-12-18", "10 days", "2026-12-28"),  # a bank holiday is not moved (R5)
        ("2026-11-30", "3 months", "2027-02-28"),  # clipped to a shorter month (R4)
        ("2027-02-26", "6 months", "2027-08-26"),
        ("2026-12-10", "6 weeks", "2027-01-21"),
        ("2026-12-30", "15 working days", "2027-01-21"),
        ("2026-11-09", "15 working days", "2026-11-30"),
    ],
)
def test_worked_dates(start: str, length: str, expected: str) -> None:
    assert due(start, length).day == date.fromisoformat(expected)


def test_a_limit_on_a_day_off_shows_the_last_working_day_before_it() -> None:
    assert due("2026-12-18", "10 days").last_working_day == date(2026, 12, 24)
    assert CALENDAR.back(date(2027, 1, 8), Duration.parse("2 weeks")).last_working_day == date(2026, 12, 24)


def test_days_not_counted_say_why() -> None:
    shown = [(each.day.isoformat(), each.why) for each in due("2026-04-02", "1 working day").not_counted]
    assert shown == [
        ("2026-04-03", "Good Friday"),
        ("2026-04-04", "Saturday"),
        ("2026-04-05", "Sunday"),
        ("2026-04-06", "Easter Monday"),
    ]


def test_closure_days_are_not_counted_either() -> None:
    closed = WorkingCalendar(2026, 2026, {date(2026, 4, 7): "Office closed"})
    assert closed.add(date(2026, 4, 6), Duration.parse("1 working day")).day == date(2026, 4, 8)


def test_a_clock_change_shifts_the_wall_time_of_a_limit_in_hours() -> None:
    found = CALENDAR.add(instant("2026-03-28T12:00"), Duration.parse("24 hours"))
    assert found.instant.astimezone(LONDON).isoformat() == "2026-03-29T13:00:00+01:00"


@pytest.mark.parametrize("start", ["2011-12-31", "2028-12-29", "2029-01-01"])
def test_dates_outside_the_verified_years_are_refused(start: str) -> None:
    with pytest.raises(OutsideCalendar, match="2012 to 2028"):
        due(start, "3 working days")
    with pytest.raises(OutsideCalendar, match="2012 to 2028"):
        due(f"{start}T23:00", "72 hours")


def test_hours_need_a_time_of_day_and_no_limit_has_no_date() -> None:
    with pytest.raises(ValueError, match="time of day"):
        due("2026-04-02", "24 hours")
    with pytest.raises(ValueError, match="no date"):
        due("2026-04-02", "no limit")


@given(st.datetimes(FIRST, LAST))
def test_a_wall_time_that_is_accepted_reads_back_the_same(wall: datetime) -> None:
    try:
        moment = from_london(wall)
    except ValueError:
        hour = wall.hour == 1 and wall.weekday() == 6 and wall.month in {3, 10} and wall.day > 24
        assert hour, wall
    else:
        assert moment.astimezone(LONDON).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-03-29T01:30", "never happened"),
        ("2026-10-25T01:30", r"happened twice.*2026-10-25T01:30\+01:00 or 2026-10-25T01:30\+00:00"),
        ("2026-02-30T10:00", "not in the calendar"),
        ("2026-04-02T24:00", "not in the calendar or on the clock"),
        ("2026-04-02", "no hour"),
        ("20260402T1000", "write it as"),
        ("tomorrow", "write it as"),
        ("2026-04-02T10:00\n", "write it as"),
    ],
)
def test_impossible_times_are_refused_with_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        instant(text)


def test_an_offset_settles_an_ambiguous_time() -> None:
    assert instant("2026-10-25T01:30+01:00") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant("2026-10-25T01:30:00Z") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["3 workingdays", "1 days", "2 working day", "0 days", "1.5 hours", "soon", ""]
)
def test_bad_durations_say_what_would_be_right(text: str) -> None:
    with pytest.raises(ValueError, match="1 working day"):
        Duration.parse(text)


@pytest.mark.parametrize(
    "text", ["1 working day", "24 hours", "10 days", "6 weeks", "3 months", "immediately", "no limit"]
)
def test_durations_read_as_written(text: str) -> None:
    assert str(Duration.parse(text)) == text
