"""How long a record is kept, ready for a page."""

from dataclasses import dataclass
from datetime import date

from goldthread.ledger.london import say_date
from goldthread.procedures.retention import Applied, Kept
from goldthread.web.clauses import Why, why


@dataclass(frozen=True)
class RuleLine:
    """One rule that applies: to whom, until when it keeps the record, the sum, and where it comes from."""

    title: str
    until: str
    says: str
    why: Why


@dataclass(frozen=True)
class KeptLine:
    """Until when a record is kept, in words, and every rule that applies, the one that decides first."""

    until: str
    says: str
    rules: tuple[RuleLine, ...]
    is_counted: bool  # it comes to an end on a day


def kept_line(found: Kept, on: date) -> KeptLine:
    """The answer for one record, as it reads on a day."""
    until = "Kept: nothing is destroyed"
    if found.until is not None:
        words = "Its time was over on" if found.until <= on else "Kept until"
        until = f"{words} {say_date(found.until)}"
    return KeptLine(until, found.says, tuple(_rule(one) for one in found.rules), found.until is not None)


def _rule(one: Applied) -> RuleLine:
    return RuleLine(one.rule.title, say_date(one.until) if one.until else "no end", one.says, why(one.rule))
