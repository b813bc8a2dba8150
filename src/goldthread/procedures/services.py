"""Whether a service is open, when it next opens, and which takes over when it is closed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, get_args

from goldthread.procedures.format.desk import Service, Weekday
from goldthread.procedures.pack import Pack
from goldthread.procedures.walltime import LONDON, london_day

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
DAYS_AHEAD = 31
"""How far ahead an opening is looked for."""


class HoursUnknown(LookupError):
    """The procedure does not say when a service is open."""


class Opening(NamedTuple):
    """What holds at an instant. `next_open` is strictly later, even where the service is open now."""

    service: Service
    open: bool
    closes: datetime | None
    next_open: datetime | None
    divert_to: str


def opening(pack: Pack, service_id: str, at: datetime) -> Opening:
    """Whether a service is open at an instant (half-open hours, R11).

    Raises KeyError if there is no such service, HoursUnknown if the procedure gives no hours, and
    OutsideCalendar beyond the years for which bank holidays are known.
    """
    service = pack.services[service_id]
    if not service.hours:
        raise HoursUnknown(f"{service.title}: the procedure does not say when it is open.")
    spans = _spans(pack, service, london_day(at))
    now = next((end for start, end in spans if start <= at < end), None)
    later = next((start for start, _ in spans if start > at), None)
    return Opening(service, now is not None, now, later, "" if now else service.divert_to)


def _spans(pack: Pack, service: Service, today: date) -> list[tuple[datetime, datetime]]:
    """The instants from and to which a service is open, from today on; unbroken over midnight."""
    first = max(today, service.exists_from or today)
    joined: list[tuple[datetime, datetime]] = []
    for day in (first + timedelta(n) for n in range(DAYS_AHEAD)):
        for start, end in _spans_of(pack, service, day):
            if joined and joined[-1][1] == start:
                joined[-1] = joined[-1][0], end
            else:
                joined.append((start, end))
    return joined


def _spans_of(pack: Pack, service: Service, day: date) -> list[tuple[datetime, datetime]]:
    pack.calendar.why_not(day)  # refuses a day in a year whose bank holidays nobody has checked
    hours = service.hours.get(WEEKDAYS[day.weekday()])
    on_bank_holidays = service.bank_holidays
    if pack.holidays and day in pack.holidays.days and not (on_bank_holidays and on_bank_holidays.as_weekday):
        hours = on_bank_holidays
    midnight = datetime.combine(day, time(), LONDON)
    return [
        (
            (midnight + timedelta(minutes=start)).astimezone(UTC),
            (midnight + timedelta(minutes=end)).astimezone(UTC),
        )
        for start, end in (hours.spans if hours else ())
    ]
