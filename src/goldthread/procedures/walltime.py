"""Reads London wall clock times, and refuses those that a clock change made impossible or double."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LATE = 22  # London is never more than two hours ahead of UTC, and not behind it since 1847
WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?")


def instant(text: str) -> datetime:
    """The UTC instant that a written time means. Without an offset it is London wall clock (reading R6).

    Raises ValueError when it is not a time, when it has no hour, or when the clocks going forward or back
    make it impossible or ambiguous.
    """
    moment = date_or_instant(text)
    if not isinstance(moment, datetime):
        raise ValueError(f'"{text}" has no hour; write it as 2026-04-02T16:40')  # noqa: TRY004 - bad input
    return moment


def date_or_instant(text: str) -> date | datetime:
    """As `instant`, but a date alone is answered as a date."""
    if not WRITTEN.fullmatch(text):
        raise ValueError(f'"{text}" is not a date or time; write it as 2026-04-02 or 2026-04-02T16:40')
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f'"{text}" is not in the calendar or on the clock: {error}') from error
    if len(text) == len("2026-04-02"):
        return moment.date()
    return moment.astimezone(UTC) if moment.tzinfo else from_london(moment)


def from_london(wall: datetime) -> datetime:
    """The UTC instant of a London wall clock time. Raises ValueError if there is none, or are two."""
    first, second = (wall.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = f"{wall:%Y-%m-%d %H:%M} London time"
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != wall:
        raise ValueError(f"{shown} never happened: the clocks went forward; check the hour")
    either = " or ".join(f"{moment:%Y-%m-%dT%H:%M}{moment.isoformat()[-6:]}" for moment in (first, second))
    raise ValueError(f"{shown} happened twice: the clocks went back; write {either}")


def london_day(moment: date | datetime) -> date:
    """The London date of a UTC instant; a date is its own."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is UTC and moment.hour < LATE:  # then the date in London is the same: no need to ask
        return moment.date()
    return moment.astimezone(LONDON).date()


def shown(moment: datetime) -> str:
    """An instant as London wall clock with its offset, to the second: 2026-04-08T10:15:00+01:00."""
    return moment.astimezone(LONDON).isoformat(timespec="seconds")
