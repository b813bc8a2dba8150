"""What happened in a case, as the fold reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from goldthread.procedures.format.keys import NONE

Stated = Mapping[str, Any]
"""Facts by name. yes_no: bool; choice: str; list: list of str; date, datetime: themselves or ISO text."""


class CaseEvent(NamedTuple):
    """An outcome of a step, recorded by someone. Times are UTC; ids are opaque text.

    `person` says who recorded it, where two people are required. The four links name another event: one
    that this one corrects, answers (a reply to that contact alone), authorises, or declines to authorise.
    """

    id: str
    step: str
    outcome: str
    at: datetime
    recorded_at: datetime
    role: str
    agency: str = ""
    person: str = ""
    facts: Stated = NONE
    corrects: str = ""
    answers: str = ""
    authorises: str = ""
    declines: str = ""
    reason: str = ""

    @property
    def name(self) -> str:
        """The event's name, step.outcome."""
        return f"{self.step}.{self.outcome}"
