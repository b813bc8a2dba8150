"""How long until something is due, in words."""

from datetime import UTC, date, datetime

import pytest

from goldthread.procedures.working_calendar import OutsideCalendar
from goldthread.web.duewords import DueWords, Urgency, due_words

EASTER = {date(2026, 4, 3), date(2026, 4, 6)}


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in EASTER


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "now", "by_day", "words", "urgency"),
    [
        ("2026-04-07T22:59", "2026-04-07T22:58", True, "due today", Urgency.TODAY),
        ("2026-04-07T22:59", "2026-04-07T23:30", True, "1 working day overdue", Urgency.LATE),
        ("2026-04-07T22:59", "2026-04-02T15:40", True, "due in 1 working day", Urgency.LATER),
        ("2026-04-03T22:59", "2026-04-02T15:40", True, "due tomorrow", Urgency.LATER),
        ("2026-04-02T22:59", "2026-04-05T12:00", True, "3 days overdue", Urgency.LATE),
        ("2026-04-09T22:59", "2026-04-20T12:00", True, "7 working days overdue", Urgency.LATE),
        ("2026-04-08T09:15", "2026-04-08T08:15", False, "due in 1 hour", Urgency.TODAY),
        ("2026-04-08T09:15", "2026-04-08T09:16", False, "1 minute overdue", Urgency.LATE),
        ("2026-04-08T09:15", "2026-04-08T09:15", False, "due in 0 minutes", Urgency.TODAY),
        ("2026-04-28T09:15", "2026-04-08T09:15", False, "due in 14 working days", Urgency.LATER),
        ("2028-04-28T09:15", "2026-04-08T09:15", False, "due on 28 April 2028", Urgency.LATER),
    ],
)
def test_due_in_words(due: str, now: str, by_day: bool, words: str, urgency: Urgency) -> None:  # noqa: FBT001
    said = due_words(at(due), at(now), by_day=by_day, working=working)
    assert (said.words, said.urgency) == (words, urgency)


def test_the_exact_time_is_there_for_whoever_wants_it() -> None:
    now = at("2026-04-07T09:00")
    assert (
        due_words(at("2026-04-08T22:59"), now, by_day=True, working=working).exactly
        == "by the end of 8 April 2026"
    )
    assert (
        due_words(at("2026-04-08T09:15"), now, by_day=False, working=working).exactly
        == "by 10:15am on 8 April 2026"
    )


def test_what_the_procedure_does_not_limit_says_so() -> None:
    said = due_words(None, at("2026-04-07T09:00"), by_day=False, working=working)
    assert said == DueWords("no limit in this procedure", "", Urgency.NONE)


def test_beyond_the_years_that_are_known_plain_days_are_said() -> None:
    def unknown(_: date) -> bool:
        raise OutsideCalendar

    said = due_words(at("2031-04-08T22:59"), at("2031-04-01T09:00"), by_day=True, working=unknown)
    assert said.words == "due in 7 days"
