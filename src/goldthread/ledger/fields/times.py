"""Dates and times: asked as clocks in London show them, kept as ISO text, times in UTC."""

import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime, time
from typing import ClassVar

from goldthread.ledger.fields.base import Field, Raw, Unclear, Value, clean
from goldthread.ledger.london import MONTHS, instants, london_date, say_date, say_when
from goldthread.procedures.walltime import LONDON

_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?\s*(bst|gmt)?", re.ASCII)
_SPOKEN = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}
_EARLIEST, _LATEST = 1900, 2100
_SHORTEST_MONTH_NAME = 3
_HALF_A_DAY = 12


@dataclass(frozen=True, eq=False)
class Date(Field):
    """A day, typed as day, month and year, or as ISO text. `past` refuses a day after today."""

    _: KW_ONLY
    past: bool = False

    boxes: ClassVar[tuple[str, ...]] = ("", "day", "month", "year")

    def read(self, raw: Raw, name: str) -> Value:
        """ISO text, such as 2018-03-05."""
        return self._day(self.typed(raw, name)).isoformat()

    def compare(self, value: Value, now: datetime) -> None:
        """Refuse a day after today, if `past`."""
        if self.past and date.fromisoformat(value) > london_date(now):
            raise Unclear(
                f"{self.subject} must be today or in the past. Check the year", "day", "month", "year"
            )

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """The three boxes."""
        day = date.fromisoformat(value)
        return {
            f"{name}-day": [str(day.day)],
            f"{name}-month": [str(day.month)],
            f"{name}-year": [str(day.year)],
        }

    def text(self, value: Value) -> str:
        """2 April 2026."""
        return say_date(date.fromisoformat(value))

    def _day(self, typed: Mapping[str, str]) -> date:
        if typed[""].strip():
            return self._iso_day(clean(self, typed[""]))
        boxes = {box: clean(self, typed[box]).lower() for box in ("day", "month", "year")}
        if empty := [box for box, text in boxes.items() if not text]:
            raise Unclear(f"{self.subject} must include a {' and a '.join(empty)}", *empty)
        day, month, year = _digits(boxes["day"], 1, 2), _month(boxes["month"]), _digits(boxes["year"], 4, 4)
        self._refuse_year(year)
        if not 1 <= month <= len(MONTHS):
            raise Unclear(f"{self.subject} must be a real date. The month goes from 1 to 12", "month")
        try:
            return date(year, month, day)
        except ValueError:
            no_such = f"There is no {boxes['day'][:10]} {MONTHS[month - 1]} {year}"
            raise Unclear(f"{self.subject} must be a real date. {no_such}", "day") from None

    def _iso_day(self, text: str) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Unclear(
                f"{self.subject} must be a real date, such as 27 3 2018", *self.boxes[1:4]
            ) from None
        self._refuse_year(day.year)
        return day

    def _refuse_year(self, year: int) -> None:
        if not _EARLIEST <= year <= _LATEST:
            raise Unclear(f"{self.subject} must have a year of four numbers, such as 2018", "year")


@dataclass(frozen=True, eq=False)
class When(Date):
    """A day and a time on a London clock. A time that clocks skipped or showed twice is refused in words.

    `past` refuses a moment that has not come yet.
    """

    boxes: ClassVar[tuple[str, ...]] = ("", "day", "month", "year", "time")

    def read(self, raw: Raw, name: str) -> Value:
        """ISO text in UTC, such as 2026-04-02T15:40:00Z."""
        typed = self.typed(raw, name)
        at = self._iso_moment(clean(self, typed[""])) if typed[""].strip() else self._moment(typed)
        return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def compare(self, value: Value, now: datetime) -> None:
        """Refuse a moment after `now`, if `past`."""
        if self.past and datetime.fromisoformat(value) > now:
            problem = f"{self.subject} must not be in the future. Check the date and the time"
            raise Unclear(problem, *self.boxes[1:])

    def write(self, value: Value, name: str) -> dict[str, list[str]]:
        """The four boxes; the time says BST or GMT where clocks showed it twice."""
        wall = datetime.fromisoformat(value).astimezone(LONDON)
        twice = len(instants(wall.replace(tzinfo=None, fold=0))) > 1
        shown = f"{wall:%H:%M}" + (f" {wall.tzname()}" if twice else "")
        return super().write(wall.date().isoformat(), name) | {f"{name}-time": [shown]}

    def text(self, value: Value) -> str:
        """2 April 2026 at 4:40pm."""
        return say_when(datetime.fromisoformat(value))

    def _moment(self, typed: Mapping[str, str]) -> datetime:
        day = self._day(typed)
        said = clean(self, typed["time"]).lower()
        if not said:
            raise Unclear(f"{self.subject} must include a time, such as 14:30 or 2:30pm", "time")
        match = _TIME.fullmatch(_SPOKEN.get(said, said))
        clock = match and _time_of_day(match)
        if match is None or clock is None:
            raise Unclear(f"{self.subject} must have a real time, such as 14:30 or 2:30pm", "time")
        return self._instant(datetime.combine(day, clock), (match[4] or "").upper())

    def _iso_moment(self, text: str) -> datetime:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            problem = f"{self.subject} must be a real date and time, such as 27 3 2018 at 14:30"
            raise Unclear(problem, *self.boxes[1:]) from None
        self._refuse_year(at.year)
        return at if at.tzinfo else self._instant(at, "")

    def _instant(self, wall: datetime, zone: str) -> datetime:
        """The instant at which London's clocks, said to be on `zone` (BST, GMT or ""), showed `wall`."""
        meant = [at for at in instants(wall) if zone in {"", at.astimezone(LONDON).tzname()}]
        shown = f"{wall:%H:%M} on {say_date(wall.date())}"
        if zone and not meant:
            raise Unclear(f"{self.subject} cannot be {shown} {zone}: clocks did not show {zone} then", "time")
        if not meant:
            raise Unclear(
                f"{self.subject} cannot be {shown}: clocks went forward and never showed it", "time"
            )
        if len(meant) > 1:
            both = f"Write {wall:%H:%M} BST for the first or {wall:%H:%M} GMT for the second"
            raise Unclear(
                f"{self.subject} is not clear: clocks went back and showed {shown} twice. {both}", "time"
            )
        return meant[0]


def _digits(text: str, least: int, most: int) -> int:
    """The number, or 0 when the text is not that many digits. No day, month or year is 0."""
    return int(text) if text.isascii() and text.isdigit() and least <= len(text) <= most else 0


def _month(text: str) -> int:
    named = [i for i, month in enumerate(MONTHS, 1) if month.lower().startswith(text)]
    return named[0] if named and len(text) >= _SHORTEST_MONTH_NAME else _digits(text, 1, 2)


def _time_of_day(match: re.Match[str]) -> time | None:
    """The time, or None when it is not one. An hour alone needs am or pm."""
    hour, half = int(match[1]), (match[3] or "").replace(".", "")
    if not (match[2] or half) or (half and not 1 <= hour <= _HALF_A_DAY):
        return None
    if half:
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if half == "pm" else 0)
    try:
        return time(hour, int(match[2] or 0))
    except ValueError:
        return None
