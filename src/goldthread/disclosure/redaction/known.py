"""What a finder looks for: whoever else the record knows, and what the reader knows about themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from goldthread.access.needles import Needle
from goldthread.disclosure.redaction.reasons import THIRD_PARTY


@dataclass(frozen=True)
class Other:
    """Somebody whom the record knows: `called` says who, for the worker. Names are (given, family).

    `reason` is why they would be taken out; `sure` is False where it may well be right to leave them in, as
    of a professional at work. The kind of `codes` is what somebody calls such a number.
    """

    called: str
    names: tuple[tuple[str, str], ...] = ()
    born: tuple[date, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()  # (kind, value)
    emails: tuple[str, ...] = ()
    addresses: tuple[tuple[str, str], ...] = ()  # (lines, postcode)
    reason: str = THIRD_PARTY
    sure: bool = True


@dataclass(frozen=True)
class Known:
    """Everybody else; `own`, whoever reads the copy; `kept`, words that they must not know, and why."""

    others: tuple[Other, ...]
    own: Other
    kept: Mapping[Needle, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Words from `start` to before `end` that may have to go, and why, for the worker.

    `must`: they are kept from this reader by an entry of the record, so that a copy with them is refused.
    """

    start: int
    end: int
    why: str
    reason: str
    sure: bool = True
    must: bool = False
