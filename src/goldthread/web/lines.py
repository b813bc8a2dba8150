"""The services that people reach, as they stand now: open or not, until when, and who answers meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from goldthread.procedures.format.desk import Service
from goldthread.procedures.format.hours import Hours
from goldthread.procedures.pack import Pack
from goldthread.procedures.services import opening

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOON = 12 * 60
_DAY = 24 * 60


@dataclass(frozen=True)
class Line:
    """One service at one instant. `instead` answers while it is closed."""

    id: str
    written: Service
    open: bool
    closes: datetime | None
    next_open: datetime | None
    hours: Sequence[str]
    instead: "Line | None" = None


def line(pack: Pack, service: str, at: datetime) -> Line:
    """A service of the pack, with the one that answers when it is closed. Raises KeyError for no service."""
    written = pack.services[service]
    if not written.hours:
        return Line(service, written, True, None, None, ())
    now = opening(pack, service, at)
    instead = line(pack, written.divert_to, at) if not now.open and written.divert_to else None
    return Line(service, written, now.open, now.closes, now.next_open, hours_in_words(written), instead)


def hours_in_words(service: Service) -> list[str]:
    """Such as: Monday to Thursday, 9am to 5pm. Days that are alike stand together."""
    week = [(day.capitalize(), _spans(service.hours.get(day))) for day in _DAYS]  # type: ignore[call-overload]
    words = []
    for spans, same in groupby(week, key=lambda each: each[1]):
        days = [day for day, _ in same]
        words.append(f"{days[0]}{' to ' + days[-1] if len(days) > 1 else ''}, {spans}")
    if service.bank_holidays is not None and not service.bank_holidays.as_weekday:
        words.append(f"Bank holidays, {_spans(service.bank_holidays)}")
    return words


def _spans(hours: Hours | None) -> str:
    if hours is None or not hours.spans:
        return "closed"
    if hours.spans == ((0, _DAY),):
        return "all day"
    return " and ".join(f"{_clock(start)} to {_clock(end)}" for start, end in hours.spans)


def _clock(minutes: int) -> str:
    """9am, 4:30pm, midday, midnight."""
    if minutes in {0, _NOON, _DAY}:
        return "midday" if minutes == _NOON else "midnight"
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'am' if minutes < _NOON else 'pm'}"
