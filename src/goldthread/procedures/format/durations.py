"""Lengths of time as a procedure writes them: "1 working day", "24 hours", "3 months", "immediately"."""

import re
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """What a length of time is counted in. How each is counted is in readings R1 to R5."""

    WORKING_DAYS = "working days"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    IMMEDIATELY = "immediately"
    NO_LIMIT = "no limit"


COUNTED = re.compile(r"([1-9]\d{0,2}) (working day|hour|day|week|month)(s?)")


class Duration(NamedTuple):
    """A length of time: an amount of a unit. The amount of "immediately" and "no limit" is 0."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read a length of time. Raises ValueError, with what would be right, on anything else."""
        if text in {Unit.IMMEDIATELY, Unit.NO_LIMIT}:
            return cls(0, Unit(text))
        found = COUNTED.fullmatch(text)
        if not found or (found[1] == "1") == bool(found[3]):
            raise ValueError(
                f'"{text}" is not a length of time; write it as "1 working day", "24 hours", "10 days", '
                '"6 weeks", "3 months", "immediately" or "no limit"'
            )
        return cls(int(found[1]), Unit(f"{found[2]}s"))

    def __str__(self) -> str:
        """Read as the pack writes it."""
        if not self.amount:
            return self.unit.value
        return f"{self.amount} {self.unit.value if self.amount > 1 else self.unit.value[:-1]}"
