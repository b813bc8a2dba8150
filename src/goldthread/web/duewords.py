"""How long until something is due, in words, seen from a given instant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from goldthread.ledger.london import london_date, say_date, say_time
from goldthread.procedures.working_calendar import OutsideCalendar

WorkingDay = Callable[[date], bool]
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_SOON = timedelta(hours=48)  # within this, hours say more than days
_FAR = timedelta(days=365)  # beyond this, only the date is worth saying


class Urgency(StrEnum):
    """How pressing a duty is; also the tone of its badge."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True)
class DueWords:
    """Such as "due today", with the full date and time for whoever wants it."""

    words: str
    exactly: str
    urgency: Urgency


NO_LIMIT = DueWords("no limit in this procedure", "", Urgency.NONE)


def due_words(due: datetime | None, at: datetime, *, by_day: bool, working: WorkingDay) -> DueWords:
    """Words for a due instant. `by_day` when the end of a day is meant; `working` says which days count."""
    if due is None:
        return NO_LIMIT
    day, today = london_date(due), london_date(at)
    exactly = f"by the end of {say_date(day)}" if by_day else f"by {say_time(due)} on {say_date(day)}"
    late = at > due
    if by_day or abs(due - at) > _SOON:
        words = _in_days(day, today, late=late, working=working)
    else:
        words = _in_hours(due - at)
    urgency = Urgency.LATE if late else Urgency.TODAY if day == today else Urgency.LATER
    return DueWords(words, exactly, urgency)


def _in_hours(left: timedelta) -> str:
    span = abs(left)
    amount = _count(int(span / _HOUR), "hour") if span >= _HOUR else _count(int(span / _MINUTE), "minute")
    return f"{amount} overdue" if left < timedelta(0) else f"due in {amount}"


def _in_days(day: date, today: date, *, late: bool, working: WorkingDay) -> str:
    if day == today:
        return "due today"
    if abs(day - today) > _FAR:
        return f"overdue since {say_date(day)}" if late else f"due on {say_date(day)}"
    first, last = min(day, today), max(day, today)
    span = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    amount = _working_days(span, working) or _count(len(span), "day")
    if late:
        return f"{amount} overdue"
    return "due tomorrow" if len(span) == 1 else f"due in {amount}"


def _working_days(span: list[date], working: WorkingDay) -> str:
    """Such as "2 working days"; empty where none counts, or where nobody knows the bank holidays."""
    try:
        counted = sum(map(working, span))
    except OutsideCalendar:
        return ""
    return _count(counted, "working day") if counted else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
