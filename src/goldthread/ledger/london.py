"""The clock on the wall in London: how it reads, and which instant it meant."""

from datetime import UTC, date, datetime

from goldthread.procedures.walltime import LONDON

MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]
_NOON = 12


def london_date(at: datetime) -> date:
    """The day on which that instant fell in London."""
    return at.astimezone(LONDON).date()


def instants(wall: datetime) -> list[datetime]:
    """The instants in UTC at which clocks in London showed `wall`: none or two when clocks change."""
    meant = sorted({wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1)})
    return [at for at in meant if at.astimezone(LONDON).replace(tzinfo=None) == wall]


def say_date(on: date) -> str:
    """2 April 2026."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def say_time(at: datetime) -> str:
    """4:40pm, 4pm, midday or midnight."""
    wall = at.astimezone(LONDON)
    if wall.minute == 0 and wall.hour in {0, _NOON}:
        return "midday" if wall.hour else "midnight"
    minutes = f":{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % _NOON or _NOON}{minutes}{'am' if wall.hour < _NOON else 'pm'}"


def say_when(at: datetime) -> str:
    """2 April 2026 at 4:40pm."""
    return f"{say_date(london_date(at))} at {say_time(at)}"
