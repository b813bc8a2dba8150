"""Opening hours as a pack writes them: "09:00-17:00", "00:00-08:00, 20:00-24:00", "closed", "as_weekday"."""

import re
from itertools import pairwise
from typing import NamedTuple

SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")


class Hours(NamedTuple):
    """The spans of one day, in minutes after midnight; each is half-open (reading R11)."""

    spans: tuple[tuple[int, int], ...] = ()
    as_weekday: bool = False

    @classmethod
    def parse(cls, text: str) -> "Hours":
        """Read hours. Raises ValueError, with what would be right, on anything else."""
        if text in {"closed", "as_weekday"}:
            return cls(as_weekday=text == "as_weekday")
        spans = tuple(_span(part.strip()) for part in text.split(","))
        if any(start >= end for start, end in spans):
            raise ValueError(f'"{text}" closes before it opens')
        if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
            raise ValueError(f'"{text}" has spans that overlap or are out of order')
        return cls(spans)

    def __str__(self) -> str:
        """Read as the pack writes it."""
        if self.as_weekday:
            return "as_weekday"
        return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans) or "closed"


def _span(text: str) -> tuple[int, int]:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" are not opening hours; write them as "09:00-17:00", or closed')
    hour, minute = found[3] or found[5], found[4] or found[6]
    return int(found[1]) * 60 + int(found[2]), int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
